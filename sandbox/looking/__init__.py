"""Looking in from outside: what other people's Redis, project and machine hold.

::

    sandbox.peek("redis://localhost:6379/0")     # queues, groups and ghosts, read only
    sandbox.doctor()                             # this machine
    sandbox.doctor(settings="mysite.settings")   # a project

The way through the room: :mod:`.reading` fetches keys with commands that only read,
:mod:`.layouts` knows what classic and Channels 4 layers mean by them (pure), :mod:`.peek` puts
both together; :mod:`.machine` and :mod:`.project` are the doctor's checks, one function each,
:mod:`.doctor` runs them. Nothing here starts a sandbox, and nothing writes anywhere.
"""
