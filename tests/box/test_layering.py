"""Which layer a sandbox gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from sandbox.box.layering import CAPACITY, EXPIRY, Layering, make_layers
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere
from tests.box.conftest import Make

CLASSIC = "asgiref.inmemory.ChannelLayer"


def make_layer(layer: str | None, **options: Any) -> Layering:
    """Return the default one of the layers."""
    return make_layers(layer, ending=lambda end: None, **options)["default"]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set CHANNEL_LAYERS['default']."""

    def name(**config: Any) -> None:
        monkeypatch.setattr(settings, "CHANNEL_LAYERS", {"default": config}, raising=False)

    return name


def test_memory_without_settings() -> None:
    """Each server's replies have room of their own."""
    layer, routing, *_ = make_layer(None, capacity=7, expiry=3)
    assert (layer.capacity, layer.expiry, routing) == (7, 3, None)
    assert layer.get_capacity("daphne.response.abc!") == 10_000


def test_the_classic_layer_of_the_settings(named: Any, make: Make) -> None:
    """It holds 10 everywhere, and the sandbox says so; its routing serves."""
    named(BACKEND=CLASSIC, ROUTING=f"{__name__}.ROUTING")
    assert make_layer("memory", capacity=7, expiry=3)[0].capacity == 7
    layer, routing, *_ = make_layer(None, capacity=CAPACITY, expiry=EXPIRY)
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
    assert make_layer(None, capacity=CAPACITY, expiry=EXPIRY)[0].capacity == 3
    assert make_layer(None, capacity=3, expiry=EXPIRY)[0].capacity == 3


def test_what_is_given_counts_for_a_layer_of_the_settings(named: Any, make: Make) -> None:
    """Also the number that is usual."""
    named(BACKEND=CLASSIC)
    assert "capacity 100, expiry 5 s" in repr(make(capacity=100, expiry=5))
    assert "capacity 10, expiry 60 s" in repr(make())


@pytest.mark.parametrize(("option", "value"), [("capacity", 100), ("expiry", 60)])
def test_what_is_given_twice_is_refused(named: Any, make: Make, option: str, value: int) -> None:
    """Neither can be meant; the sandbox before goes on."""
    box = make()
    named(BACKEND=CLASSIC, CONFIG={option: 3})
    with pytest.raises(ValueError, match=f"{option} is given twice: {value} to Sandbox and 3 in"):
        make(**{option: value})
    assert not box.stopped


@pytest.mark.parametrize(
    ("config", "error", "text"),
    [
        ({"ROUTING": []}, InvalidChannelLayerError, "needs a BACKEND"),
        ({"BACKEND": "no.where"}, InvalidChannelLayerError, "cannot be imported"),
        ({"BACKEND": 7}, InvalidChannelLayerError, "cannot be imported"),
        ({"BACKEND": "sys.path"}, InvalidChannelLayerError, "no class"),
        ({"BACKEND": CLASSIC, "CONFIG": 7}, InvalidChannelLayerError, "dict of the layer's"),
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
    """There is none of RabbitMQ."""
    with pytest.raises(NotAvailableHere, match="not 'rabbit'"):
        make_layer("rabbit", capacity=1, expiry=1)


def test_every_layer_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alias is a layer with its own routing; without a default there is one in memory."""
    layers = {
        "jobs": {"BACKEND": CLASSIC, "ROUTING": {"a": print}, "CONFIG": {"capacity": 3}},
        "bare": {"BACKEND": CLASSIC},
    }
    monkeypatch.setattr(settings, "CHANNEL_LAYERS", layers, raising=False)
    made = make_layers(None, ending=lambda end: None, capacity=7, expiry=3)
    assert {alias: (one.layer.capacity, one.layer.alias) for alias, one in made.items()} == {
        "jobs": (3, "jobs"),
        "bare": (10, "bare"),
        "default": (7, "default"),
    }
    assert [one.routing for one in made.values()] == [{"a": print}, None, None]
    assert set(make_layers("memory", ending=lambda end: None, capacity=7, expiry=3)) == {"default"}
