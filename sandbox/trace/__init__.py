"""The log of facts: what happened, in which order, because of what (TRACE.md).

::

    layers, workers, servers                       whoever reads
        │ plain tuples (ops.py),                        ▲
        │ with ids.py and causes.py                     │ events (events.py, frozen.py)
        ▼                                               │
    Log  log.py ── entries ──► Expander  expand.py ─────┤
        │                      ladder.py: why a route   ├──► filter.py    which of them
        │                                               ├──► story.py     the tree around one
        └── sums of all time ──► Ledger  ledger.py      ├──► wording.py   in words; losses.py
                                                        └──► jsonable.py, typescript.py

    output.py   what runs print
    redact.py   takes secrets out when something is captured

This room knows the standard library only. Importing the package imports nothing: take names from
its modules.
"""
