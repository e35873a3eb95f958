from django.conf import settings
from django.db import models
from django.utils.encoding import python_2_unicode_compatible
from django.utils.six import text_type
from django.utils.translation import ugettext_lazy as _


@python_2_unicode_compatible
class Item(models.Model):
    name = models.CharField(_("name"), max_length=100)
    done = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True)

    def __str__(self):
        return text_type(self.name)
