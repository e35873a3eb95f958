from channels import route

from tricks import consumers

websocket_routing = [
    route("websocket.connect", consumers.room_connect, path=r"^/room/(?P<room>\w+)/$"),
    route("websocket.receive", consumers.room_receive, path=r"^/room/(?P<room>\w+)/$"),
    route("websocket.disconnect", consumers.room_disconnect, path=r"^/room/(?P<room>\w+)/$"),
    route("websocket.connect", consumers.ordered_connect, path=r"^/ordered"),
    route("websocket.receive", consumers.ordered_receive, path=r"^/ordered"),
    route("websocket.receive", consumers.timer_receive, path=r"^/timer"),
    route("websocket.receive", consumers.background_receive, path=r"^/background"),
    route("websocket.receive", consumers.answer_receive, path=r"^/answer"),
]

background_routing = {"work": consumers.work}
