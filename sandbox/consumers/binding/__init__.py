"""Models bound to groups: a change of a row is a message, and a message changes a row (§8).

::

    instance.save() ──signals──► Binding ──serialize──► Group(…) for group_names(instance)
    websocket.receive ──demultiplexer──► Binding.consumer ──has_permission──► create, update…

    base.py        Binding: which groups gain, keep and lose sight of an instance; what may come in
    websockets.py  WebsocketBinding: the frames of both directions, in a stream of a multiplexer

Importing the package imports nothing: take names from its modules.
"""
