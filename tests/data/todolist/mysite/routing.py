from channels import include, route
from todo.bindings import Demultiplexer
from tricks.consumers import poll, remind

channel_routing = [
    Demultiplexer.as_route(path=r"^/todo/stream"),
    include("tricks.routing.websocket_routing", path=r"^/tricks"),
    route("http.request", poll, path=r"^/poll/$"),
    route("remind", remind),
]
