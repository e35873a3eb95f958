"""Messages for later: the Django app ``channels.delay`` (CLASSIC-SPEC §6.5, §2.6).

::

    Channel("asgi.delay").send({"channel": "remind", "delay": 5000, "content": {…}})
            │
            ▼  worker.py takes it            timer.set
    DelayedMessage, a row with its due date                            models.py
            │
            ▼  worker.py, when it is due     timer.fired
    Channel("remind")

Optional: put ``"channels.delay"`` into INSTALLED_APPS and run ``manage.py migrate``. Where the
layer is in memory, ``runserver`` and a sandbox do the worker's part themselves; elsewhere
``manage.py rundelay`` is a process. Importing the package imports nothing.
"""
