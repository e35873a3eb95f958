"""Live: code that changes while sockets stay open, messages that stop, and ways back.

::

    versions.py    what each text of a consumer is called, and every state to go back to
    swap.py        new functions in the place of old ones, all at once or not at all
    targets.py     what a hold or a fault is aimed at: a channel, a group, a consumer, a tab …
    conditions.py  which messages of it: where="text~bomb"                               (pure)
    holds.py       messages stop, are changed, and go on one by one
    faults.py      one thing is broken on purpose, seen, and undone
    forces.py      what makes each fault so, and ends it
    writing.py     a text of the editor, run once within a limited time
    watch.py       hears of files that somebody writes
    projects.py    what a change of a project's files comes to
    renewing.py    the same for workers of manage.py, which have no sandbox
    modules.py     a project's modules loaded anew, all that need a changed one or none
    receivers.py   what those modules had connected to Django's signals
    cards.py       what an error probably means, and what to try; its table is cards.json  (pure)
    restoring.py   what a layer held, put back

May import workers, layers and recording; who puts it together is the box.
"""
