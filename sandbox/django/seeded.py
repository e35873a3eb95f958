"""Sessions in the database whose keys come from the seed of the sandbox that makes them.

Role: SESSION_ENGINE of a Django from nothing whose first sandbox is a cooperative one, so that the
same program has the same log (TRACE.md, rule 4). A session that is made elsewhere (on threads, in
a cell) gets a key as Django draws it. It must not know workers or views.
"""

from __future__ import annotations

from random import Random

from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as Stored

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, serving

__all__ = ["SessionStore"]

KEY_LENGTH = 32
"""As many characters as Django's keys have."""


class SessionStore(Stored):  # type: ignore[misc]  # Django has no type information
    """A session as of ``django.contrib.sessions.backends.db``, with the same table."""

    def _get_new_session_key(self) -> str:
        random = _random_of_sandbox()
        if random is None:
            key: str = super()._get_new_session_key()
            return key
        while True:
            key = "".join(random.choices(VALID_KEY_CHARS, k=KEY_LENGTH))
            if not self.exists(key):
                return key


def _random_of_sandbox() -> Random | None:
    """Return the seeded source of the cooperative sandbox that runs this, or ``None``."""
    wrapper = (serving.get() or {}).get(DEFAULT_CHANNEL_LAYER)
    layer = getattr(wrapper, "channel_layer", None)
    stepped = getattr(layer, "waiting", None) is not None
    return layer.store.random if stepped and layer is not None else None
