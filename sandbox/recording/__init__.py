"""How facts are written down: one JSON line each, the same for a file and for the browser.

::

    events ──► lines.py ──► recording, batches to the stage
                  │
              secrets.py   named fields (password, token …) go before anything is written

Nothing that is written is code: JSON only. This room knows the log's vocabulary and errors.
Importing the package imports nothing: take names from its modules.
"""
