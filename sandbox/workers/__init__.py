"""Workers: threads that take messages off channels and run consumers.

::

    layer ──take──► Worker ──message──► Dispatcher ──► consumer      worker.py, dispatch.py
      ▲               │                    │ None, or why it is lost
      └──settle/lose──┘◄───────────────────┘
    Pool: numbered Workers, each in its thread; replaced, resized, stopped      pool.py
    kill: an exception raised in a consumer, but never inside the layer         killing.py

``dispatch`` has the rules and is pure; the others have the threads. This room knows consumers and
layers, and no sockets, cells or pictures. Importing the package imports nothing.
"""
