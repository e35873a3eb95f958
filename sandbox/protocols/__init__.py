"""Protocol servers: sockets on one side, the channel layer on the other.

::

    browser ◄─► Http, WebSocketWire ◄─ASGI─► ProtocolServer ◄─messages─► channel layer
                 hosting.py, wire.py          server.py
                   frames.py, opening.py        sending.py    one client, quick or slow
                 listening.py  port, uvicorn    http.py, websocket.py    meaning   (pure)

A *protocol server* (also *interface server*) turns requests and frames into messages and replies
into responses and frames. It runs no user code. This room knows layers, and neither consumers nor
Django. Importing the package imports nothing.
"""
