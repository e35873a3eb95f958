"""Which consumer answers which channel."""

from channels.routing import route

from talkproject.consumers import ws_add, ws_disconnect, ws_message

CHANNEL_ROUTING = [
    route("websocket.connect", ws_add),
    route("websocket.receive", ws_message),
    route("websocket.disconnect", ws_disconnect),
]
