"""The module ``channels.tests``, as it was called before ``channels.test`` (CLASSIC-SPEC §9).

Role: give out :mod:`sandbox.testing` under the older path, with a warning for each name.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from sandbox import testing

if TYPE_CHECKING:
    from sandbox.testing import (
        ChannelLiveServerTestCase,
        ChannelTestCase,
        Client,
        HttpClient,
        TransactionChannelTestCase,
        WSClient,
        apply_routes,
    )

__all__ = [
    "ChannelLiveServerTestCase",
    "ChannelTestCase",
    "Client",
    "HttpClient",
    "TransactionChannelTestCase",
    "WSClient",
    "apply_routes",
]


def __getattr__(name: str) -> Any:
    """Return the name of ``channels.test``, with a ``DeprecationWarning``."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn(
        f"channels.tests is the older path: write `from channels.test import {name}`.",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(testing, name)
