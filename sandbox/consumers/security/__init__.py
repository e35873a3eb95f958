"""Who may open a connection: ``channels.security`` (CLASSIC-SPEC §4.8).

``websockets.py`` checks which page a WebSocket was opened from. Importing the package imports
nothing.
"""

from __future__ import annotations

__all__: list[str] = []
