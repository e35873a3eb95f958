from channels import include

channel_routing = [
    include("posts.routing.stream_routing", path=r"^/liveblog"),
]
