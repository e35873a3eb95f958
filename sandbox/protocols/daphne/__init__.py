"""What ``daphne`` means: the protocol server by its names of 2016.

::

    daphne.cli        cli.py         the command: daphne mysite.asgi:channel_layer
    daphne.server     server.py      Server(channel_layer, endpoints=[…]).run()
    daphne.endpoints  ../endpoints.py    daphne.access  ../access.py    daphne.utils  ../proxies.py

Only names: everything here is :class:`~sandbox.protocols.server.ProtocolServer` in other words.
Importing the package imports nothing.
"""

__all__: list[str] = []

__version__ = "1.4.2"
"""The version of Daphne whose behaviour this is."""
