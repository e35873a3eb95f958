"""Which layer a sandbox gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from sandbox.box.layering import make_layer
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere
from tests.box.conftest import Make

CLASSIC = "asgiref.inmemory.ChannelLayer"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set CHANNEL_LAYERS['default']."""

    def name(**config: Any) -> None:
        monkeypatch.setattr(settings, "CHANNEL_LAYERS", {"default": config}, raising=False)

    return name


def test_memory_without_settings() -> None:
    """Each server's replies have room of their own."""
    layer, routing = make_layer(None, capacity=7, expiry=3)
    assert (layer.capacity, layer.expiry, routing) == (7, 3, None)
    assert layer.get_capacity("daphne.response.abc!") == 10_000


def test_the_classic_layer_of_the_settings(named: Any, make: Make) -> None:
    """It holds 10 everywhere, and the sandbox says so; its routing serves."""
    named(BACKEND=CLASSIC, ROUTING=f"{__name__}.ROUTING")
    assert make_layer("memory", capacity=7, expiry=3)[0].capacity == 7
    layer, routing = make_layer(None, capacity=100, expiry=60)
    assert (layer.capacity, layer.get_capacity("daphne.response.abc!")) == (10, 10)
    assert routing == f"{__name__}.ROUTING"
    named(BACKEND=CLASSIC, ROUTING={"jobs": print})
    box = make()
    assert "capacity 10, expiry 60 s" in repr(box)
    assert "print" in repr(box.consumers)
    named(BACKEND=CLASSIC)
    assert list(make(routing={"a": print}).consumers) == list(box.consumers)


def test_config_of_the_settings(named: Any) -> None:
    """As they say."""
    named(BACKEND=CLASSIC, CONFIG={"capacity": 3})
    assert make_layer(None, capacity=100, expiry=60)[0].capacity == 3


@pytest.mark.parametrize(
    ("config", "error", "text"),
    [
        ({"ROUTING": []}, InvalidChannelLayerError, "needs a BACKEND"),
        ({"BACKEND": "no.where"}, InvalidChannelLayerError, "cannot be imported"),
        ({"BACKEND": "io.StringIO"}, NotAvailableHere, "another one"),
        ({"BACKEND": CLASSIC, "CONFIG": {"x": 1}}, InvalidChannelLayerError, "cannot be made"),
    ],
)
def test_settings_that_cannot_be_used(
    named: Any, make: Make, config: Any, error: type[Exception], text: str
) -> None:
    """The sandbox before goes on."""
    box = make()
    named(**config)
    with pytest.raises(error, match=text):
        make()
    assert not box.stopped


def test_a_layer_of_another_version() -> None:
    """Not built yet."""
    with pytest.raises(NotAvailableHere, match="not 'redis'"):
        make_layer("redis", capacity=1, expiry=1)
