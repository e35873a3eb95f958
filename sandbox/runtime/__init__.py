"""Time and turns: what other parts are given instead of threads, loops and clocks of their own.

::

    clock.py     monotonic, ManualClock,       time as a callable that is passed in
                 VirtualClock
    threads.py   spawn, interrupt_thread,      daemon threads with a name
                 quick_switching
    loops.py     LoopThread, Deadlines         one event loop on one thread; one timer for many
    pace.py      Pace                          slow motion of threads
    cooperative.py, virtual_loop.py            one seeded step at a time, on virtual time
    stepping.py  Stepper                       seeded turns on a manual clock   (pure)

This room knows the standard library only. Importing the package imports nothing: take names from
its modules.
"""
