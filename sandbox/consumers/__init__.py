"""What users write with: consumers and all that they touch.

::

    channel layer ──► Message ──► Router.find ──► consumer(message, **kwargs)
                      message.py  routing.py          │
                                                      │ Channel(…).send, Group(…).send  channel.py
                                                      ▼
                      signals.py opens and flushes: the send buffer ──► channel layer

    sessions.py  what is kept for a connection, and messages in their order (ordering.py)
    auth.py      who sends a message (identity.py)     security/   which page opened the socket
    generic/     consumers as classes, and several over one connection
    binding/     models whose changes are messages, and messages that change models
    noting.py    what these add to the story of a message
    manager.py   which layer an alias means here and now: channel_layers["default"]
    naming.py    how things are named on the picture, and dotted paths
    exceptions.py   the classic names of what a consumer may raise

This room knows layers and Django, never workers, servers or the box. Importing the package
imports nothing: take names from its modules.
"""
