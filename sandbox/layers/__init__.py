"""Channel layers: named queues and groups, through which everything else meets.

::

    send, send_group ──┐                      ┌──► receive, receive_async
    (any thread)       ▼                      │    ThreadListener.take ──► settle or lose
                    MemoryLayer  memory.py ───┤
                       │  one lock, copies    └──► listen_with, take_many (protocol servers)
                       ▼  at the border
                    Store  store.py   (pure)      the rules; below them, as pure:
                       │                          holding.py state.py queues.py groups.py tallies.py
                       └──► the log of facts (trace)

    listener.py   how a thread waits for a message
    redis.py      the same on Redis, for many processes; its own docstring draws its parts
    inmemory.py   the same layer under its name and with its defaults of 2016
    names.py      which names are valid, and what their parts mean      (pure)
    copying.py    copies as deep as needed                              (pure)

This room knows the trace and the runtime, never consumers, workers or protocols. Importing the
package imports nothing: take names from its modules.
"""
