"""The box: puts the parts together, starts and stops them, and answers for them.

::

    sandbox.py     Sandbox: options, life, showing itself
    face.py        its verbs and places, each handed on to one of these
      serving.py     consumers, routing and views as one ladder, swapped as a whole
        registry.py    what was registered, by cell; versions and diffs
        cells.py       which cell runs, and when it has ended
      redefining.py  functions of a routing that a cell has defined anew
      visitors.py    tabs, crowds and requests by name
        labels.py      which connection is whose
        browsers.py    people who are signed in: tabs and pages with one jar of cookies
      places.py      box.tabs, box.workers, box.groups …: live collections
      settling.py    has everything come to rest?
      explaining.py  why it did not arrive
      asking.py      what was lost, what happened
    breaking.py    box.hold and box.faults: stop messages, break things
    noting.py      writes new code and new ladders into the log
    picturing.py   shows itself: the live stage, a still, text
      stages.py      its widgets, fed by the pump
      deeds.py       what a person may do in the picture
      hands.py       holds, held messages and faults, from the picture
    printing.py    gives each run what it printed
    layering.py    which layer it gets
    showing.py     rows as text and HTML

The box knows every room below it; none of them knows the box.
"""

from sandbox.box.sandbox import Sandbox

__all__ = ["Sandbox"]
