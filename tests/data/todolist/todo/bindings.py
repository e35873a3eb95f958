from channels.binding.websockets import WebsocketBinding
from channels.generic.websockets import WebsocketDemultiplexer

from todo.models import Item


class ItemBinding(WebsocketBinding):
    model = Item
    stream = "items"
    fields = ["name", "done"]

    @classmethod
    def group_names(cls, instance):
        return ["items"]

    def has_permission(self, user, action, pk):
        return user.is_authenticated() and (action != "delete" or user.is_staff)


class Demultiplexer(WebsocketDemultiplexer):
    http_user = True
    consumers = {"items": ItemBinding.consumer}
    groups = ["items"]
