"""The boundary to the browser, and the pictures of a sandbox (DESIGN §5, "View boundary").

::

    log ──► prologue.py   what is so now, as the shortest history
     │          │
     └──► batches.py ──► pump.py ──► stage.py ══comm══► frontend/ (TypeScript)
                                        ▲
          commands.py ◄── control.py ◄──┘   what a person does in the picture

    scene.py, still.py   one still picture, as SVG, for places without widgets
    words.json all words, in two languages

This room knows the log and how it is written down, and gets all else passed in. Importing the
package imports nothing: take names from its modules.
"""
