from django.contrib.auth import login
from django.contrib.auth.models import User
from django.core.urlresolvers import reverse
from django.http import HttpResponse


def sign_in(request, username):
    user, _ = User.objects.get_or_create(username=username, is_staff=username == "boss")
    user.backend = "django.contrib.auth.backends.ModelBackend"
    login(request, user)
    assert request.user.is_authenticated()
    return HttpResponse("signed in at %s" % reverse("sign-in", args=[username]))
