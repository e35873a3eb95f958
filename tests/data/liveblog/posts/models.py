import json

from channels import Group
from django.db import models


class Liveblog(models.Model):
    title = models.CharField(max_length=255)
    slug = models.SlugField(unique=True)

    @property
    def group_name(self):
        return "liveblog-%s" % self.id


class Post(models.Model):
    liveblog = models.ForeignKey(Liveblog, related_name="posts", on_delete=models.CASCADE)
    body = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        self.send_notification()
        return result

    def send_notification(self):
        notification = {"id": self.id, "body": self.body}
        Group(self.liveblog.group_name).send({"text": json.dumps(notification)})
