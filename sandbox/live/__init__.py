"""Live: code that changes while sockets stay open, and ways back.

::

    versions.py    what each text of a consumer is called, and every state to go back to
    swap.py        new functions in the place of old ones, all at once or not at all

May import workers, layers and recording; who puts it together is the box.
"""
