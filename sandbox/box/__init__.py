"""The box: puts the parts together, starts and stops them, and answers for them.

::

    sandbox.py     Sandbox: options, life, clients
    registry.py    which consumers and views there are, by cell; versions and diffs
    cells.py       which cell runs, and when it has ended
    labels.py      which connection is alice's
    places.py      box.tabs, box.workers, box.groups …: live collections
    settling.py    has everything come to rest?
    asking.py      why, lost, find: questions to the log

The box knows every room below it; none of them knows the box.
"""

from sandbox.box.sandbox import Sandbox

__all__ = ["Sandbox"]
