import json

from channels import Group
from django.db import models


class Room(models.Model):
    title = models.CharField(max_length=255)
    staff_only = models.BooleanField(default=False)

    @property
    def websocket_group(self):
        return Group("room-%s" % self.id)

    def send_message(self, message, user):
        final = {"room": str(self.id), "message": message, "username": user.username}
        self.websocket_group.send({"text": json.dumps(final)})
