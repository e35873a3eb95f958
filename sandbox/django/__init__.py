"""The Django side of the sandbox: settings, views in workers, calls that may use the ORM.

::

    settings.py   Django from nothing, or the user's project as it is
    apps.py       the Django app "channels"        urls.py   an empty ROOT_URLCONF
    request.py    http.request message  -> AsgiRequest
    handler.py    AsgiRequest -> middleware -> view -> reply messages; ViewConsumer runs it
    views.py      what ``@box.view`` registers: one URLconf per sandbox
    middleware.py cross-site protection that is right behind a notebook's proxy
    sync.py       one thread without an event loop, for ``box.sync``

Knows consumers, workers and protocols; nothing below knows this room. Importing this package
imports nothing: Django names it in INSTALLED_APPS before Django is ready.
"""

from __future__ import annotations
