"""Protocol servers: sockets on one side, the channel layer on the other.

::

    browser ◄─► HttpWire, WebSocketWire ◄─ASGI─► HttpBridge, WebSocketBridge ◄─messages─► layer
                 http_wire.py, wire.py            http_bridge.py, websocket_bridge.py
                   request_head.py  judging         http.py, websocket.py   meaning   (pure)
                   exchange.py      framing       replies.py   what comes from the layer
                   opening.py, frames.py          sending.py   one client, quick or slow
                   pulse.py   pings               roster.py    who is there, and the log of it
    server.py      puts the parts of one server together (desk.py is what they share)
    listening.py   sockets and uvicorn; endpoints.py reads where
    transports.py  how a transport reads
    limits.py      how much a client may ask, and why just so much
    proxies.py, access.py    what a proxy says, the access log

A *protocol server* (also *interface server*) turns requests and frames into messages and replies
into responses and frames. It runs no user code. This room knows layers, and neither consumers nor
Django. Importing the package imports nothing.
"""
