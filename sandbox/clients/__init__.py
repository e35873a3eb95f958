"""Virtual browser tabs that live in the kernel; they know no layer, no server and no box.

::

    tab.py    Tab ─────┐                        ┌─ handshake.py  TCP, announce, upgrade
    crowd.py  Crowd ───┴─ endpoint.py Endpoint ─┤
                                                └─ link.py  Link ── hub.py  Hub
    http.py   request ── Page, Later               (one socket)     (one reader thread)

    frames.py   what goes over a link: Frame, Closed, Parser   (pure)
    headers.py  Headers, Target                                (pure)
    news.py     News: a condition that survives an interrupt
    jar.py      Jar: the cookies that tabs and pages share     (pure)

Whatever a tab needs from its sandbox (labels, settling, explanations) is passed in as a callable.
"""

from __future__ import annotations

from sandbox.clients.crowd import Crowd, Member
from sandbox.clients.endpoint import Endpoint
from sandbox.clients.frames import Closed, Frame
from sandbox.clients.headers import Headers
from sandbox.clients.http import Later, Page, request
from sandbox.clients.hub import Hub
from sandbox.clients.jar import Jar
from sandbox.clients.tab import Tab

__all__ = [
    "Closed",
    "Crowd",
    "Endpoint",
    "Frame",
    "Headers",
    "Hub",
    "Jar",
    "Later",
    "Member",
    "Page",
    "Tab",
    "request",
]
