from channels import include, route
from chat.consumers import ws_connect, ws_disconnect, ws_receive

channel_routing = [
    route("websocket.connect", ws_connect, path=r"^/chat/stream/?$"),
    route("websocket.receive", ws_receive, path=r"^/chat/stream/?$"),
    route("websocket.disconnect", ws_disconnect, path=r"^/chat/stream/?$"),
    include("chat.routing.custom_routing"),
]
