"""Processes: workers and servers of a sandbox in interpreters of their own, over Redis.

::

    box ──► Crew, Place ──spawn──► Member ══pipe══► child: Worker or ProtocolServer
             crew.py    │           member.py          child.py, home.py
             hosting.py │  code: shipping.py ──►         │
                        ◄── facts: relay.py, merging.py ─┘

Fresh interpreters by ``subprocess``, never fork (DESIGN §6). What consumers of cells are goes over
each child's own pipe, by cloudpickle; what happens there comes back over it into the sandbox's log.
A child ends when the pipe does. Importing the package imports nothing.
"""
