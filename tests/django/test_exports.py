"""What the package of our Django app exports, since `channels` means it."""

from __future__ import annotations

import pytest

import sandbox.django
from sandbox.consumers import channel, manager, routing


def test_it_exports_what_channels_did() -> None:
    """Each name of CLASSIC-SPEC §5 is there, loaded or not, and is the very thing."""
    assert set(sandbox.django.__all__) <= set(dir(sandbox.django))
    assert sandbox.django.Group is channel.Group
    assert sandbox.django.channel_layers is manager.channel_layers
    assert sandbox.django.include is routing.include
    assert sandbox.django.__version__ == "1.1.8"


def test_classic_submodules_are_attributes() -> None:
    """`channels.asgi` is there without an import of its own, as it was in 2016."""
    assert sandbox.django.asgi is manager


def test_other_names_are_missing_as_usual() -> None:
    """An unknown name is an AttributeError."""
    with pytest.raises(AttributeError, match=r"module 'sandbox.django' has no attribute 'Gruop'"):
        _ = sandbox.django.Gruop
