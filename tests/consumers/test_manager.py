"""Which channel layer an alias means."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import override_settings

from sandbox.consumers.manager import (
    DEFAULT_CHANNEL_LAYER,
    ChannelLayerManager,
    ChannelLayerWrapper,
    channel_layers,
    get_channel_layer,
    import_dotted,
    serving,
)
from sandbox.consumers.routing import Router, route
from sandbox.errors import InvalidChannelLayerError
from sandbox.layers.inmemory import ChannelLayer
from sandbox.layers.memory import MemoryLayer
from tests.consumers.conftest import FakeLayer

BACKEND = "asgiref.inmemory.ChannelLayer"


def consumer(message: Any) -> None:
    """Consume nothing."""


ROUTING = [route("news", consumer)]


def wrapped(alias: str = "default") -> ChannelLayerWrapper:
    """Return a wrapper around a layer of its own."""
    return ChannelLayerWrapper(FakeLayer(), alias, [])


@contextmanager
def configured(**aliases: dict[str, Any]) -> Iterator[None]:
    """Have *aliases* as CHANNEL_LAYERS."""
    with override_settings(CHANNEL_LAYERS=aliases):
        yield


@contextmanager
def served(**layers: ChannelLayerWrapper) -> Iterator[None]:
    """Run in the context of a worker that serves *layers*."""
    token = serving.set(layers)
    yield
    serving.reset(token)


# --- the wrapper ----------------------------------------------------------------------------------


def test_a_wrapper_has_layer_alias_routing_and_router(layer: FakeLayer) -> None:
    """The four attributes; the routing stays as it was given."""
    wrapper = ChannelLayerWrapper(layer, "main", ROUTING)
    assert (wrapper.channel_layer, wrapper.alias, wrapper.routing) == (layer, "main", ROUTING)
    assert wrapper.routing is ROUTING
    assert wrapper.router.channels == {"news"}


def test_everything_else_is_the_layers(layer: FakeLayer, wrapper: ChannelLayerWrapper) -> None:
    """Attributes that the wrapper lacks come from the layer; what neither has is an error."""
    assert wrapper.ChannelFull is FakeLayer.ChannelFull
    wrapper.send("news", {})
    assert layer.calls == [("send", "news", {})]
    with pytest.raises(AttributeError, match="no_such_thing"):
        wrapper.no_such_thing  # noqa: B018


def test_a_mock_shadows_the_wrapper_only(layer: FakeLayer, wrapper: ChannelLayerWrapper) -> None:
    """wrapper.send = mock leaves the layer's own send alone."""
    wrapper.send = mock = Mock()
    wrapper.send("news", {})
    layer.send("other", {})
    mock.assert_called_once_with("news", {})
    assert layer.calls == [("send", "other", {})]


def test_str_names_alias_and_class(wrapper: ChannelLayerWrapper) -> None:
    """As the commands print it."""
    assert str(wrapper) == f"default ({FakeLayer.__module__}.FakeLayer)"
    assert repr(wrapper) == f"<ChannelLayerWrapper {wrapper}>"


def test_local_only_goes_by_the_layers_module() -> None:
    """In-memory layers are local; a subclass elsewhere counts as one that is not."""

    class Elsewhere(ChannelLayer):
        """A layer in another module."""

    assert ChannelLayerWrapper(ChannelLayer(), "default", []).local_only()
    assert ChannelLayerWrapper(MemoryLayer(), "default", []).local_only()
    assert not ChannelLayerWrapper(Elsewhere(), "default", []).local_only()
    assert not wrapped().local_only()


def test_a_wrapper_can_be_copied(wrapper: ChannelLayerWrapper) -> None:
    """A copy being made has no layer yet, and must not look for it for ever."""
    assert copy.copy(wrapper).channel_layer is wrapper.channel_layer


def test_watchers_hear_of_every_change_of_routing(wrapper: ChannelLayerWrapper) -> None:
    """A new routing, a new router and a new route are told, with the change in place."""
    heard: list[set[str]] = []
    unwatch = wrapper.watch(lambda: heard.append(set(wrapper.router.channels)))
    wrapper.routing = ROUTING
    wrapper.router = Router([route("other", consumer)])
    wrapper.router.add_route(route("more", consumer))
    unwatch()
    wrapper.routing = []
    assert heard == [{"news"}, {"other"}, {"other", "more"}]


def test_a_replaced_router_is_not_listened_to(wrapper: ChannelLayerWrapper) -> None:
    """Routes added to a router that serves no longer are nobody's news."""
    heard: list[int] = []
    old = wrapper.router
    wrapper.routing = ROUTING
    wrapper.watch(lambda: heard.append(1))
    old.add_route(route("late", consumer))
    assert heard == []


def test_two_wrappers_may_share_a_router() -> None:
    """Both hear of its new routes; replacing one's leaves the other listening."""
    first, second, heard = wrapped(), wrapped("other"), []
    router = first.router = second.router = Router([])
    first.watch(lambda: heard.append("first"))
    second.watch(lambda: heard.append("second"))
    router.add_route(route("a", consumer))
    first.router = Router([])
    router.add_route(route("b", consumer))
    assert heard == ["first", "second", "first", "second"]


def test_a_routing_that_fails_changes_nothing(wrapper: ChannelLayerWrapper) -> None:
    """Old routes go on serving."""
    wrapper.routing = ROUTING
    with pytest.raises(TypeError):
        wrapper.routing = None
    assert (wrapper.routing, wrapper.router.channels) == (ROUTING, {"news"})


def test_a_router_may_be_anything(wrapper: ChannelLayerWrapper) -> None:
    """A foreign router is taken as it is."""
    router = wrapper.router = Mock()
    assert wrapper.router is router


# --- layers from the settings ---------------------------------------------------------------------


def test_layers_are_made_when_asked_for_and_kept() -> None:
    """The classic backend's path resolves to ours, with CONFIG; the same wrapper comes again."""
    with configured(default={"BACKEND": BACKEND, "ROUTING": ROUTING, "CONFIG": {"expiry": 7}}):
        assert channel_layers.backends == {}
        assert "default" in channel_layers
        assert "other" not in channel_layers
        wrapper = channel_layers["default"]
        assert type(wrapper.channel_layer) is ChannelLayer
        assert (wrapper.alias, wrapper.expiry, wrapper.routing) == ("default", 7, ROUTING)
        assert channel_layers["default"] is wrapper
        assert channel_layers.backends == {"default": wrapper}
    assert channel_layers.backends == {}


def test_two_threads_get_one_layer() -> None:
    """Whoever asks first makes it; the other one waits for it."""
    started, go_on = threading.Event(), threading.Event()
    got: list[Any] = []

    class Slow(ChannelLayerManager):
        def make_backend(self, alias: str) -> ChannelLayerWrapper:
            """Take a while."""
            started.set()
            go_on.wait(10)
            return wrapped()

    manager = Slow()
    threads = [
        threading.Thread(target=lambda: got.append(manager["default"]), daemon=True)
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    started.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert got[0] is got[1]


def test_a_dotted_routing_is_resolved() -> None:
    """ROUTING may be a path; the wrapper keeps it as given."""
    from django.core.exceptions import ImproperlyConfigured

    with configured(default={"BACKEND": BACKEND, "ROUTING": "no_such_module.routing"}):
        with pytest.raises(ImproperlyConfigured, match="Cannot import channel routing"):
            channel_layers["default"]


@pytest.mark.parametrize(
    ("config", "text"),
    [
        ({"ROUTING": []}, r"needs a BACKEND.*add it"),
        ({"BACKEND": BACKEND}, r"needs a ROUTING.*add it"),
        ({"BACKEND": "no_such_module.Layer", "ROUTING": []}, r"cannot be imported.*dotted path"),
        ({"BACKEND": "nonsense", "ROUTING": []}, r"cannot be imported.*dotted path"),
        ({"BACKEND": 7, "ROUTING": []}, r"cannot be imported.*dotted path"),
        ({"BACKEND": "sys.path", "ROUTING": []}, r"no class.*dotted path"),
        ({"BACKEND": BACKEND, "ROUTING": [], "CONFIG": ["x"]}, r"dict of the layer's options"),
        ({"BACKEND": BACKEND, "ROUTING": [], "CONFIG": {"x": 1}}, r"cannot be made.*correct"),
        (BACKEND, r"is a dict with BACKEND, ROUTING and CONFIG.*write one"),
    ],
)
def test_a_wrong_config_says_what_to_do(config: dict[str, Any], text: str) -> None:
    """InvalidChannelLayerError, a ValueError, with the key and the way out."""
    with configured(default=config), pytest.raises(InvalidChannelLayerError, match=text):
        channel_layers["default"]


def test_layers_that_are_no_dict_are_refused() -> None:
    """CHANNEL_LAYERS itself has a form, too, and the text shows it."""
    with override_settings(CHANNEL_LAYERS=[BACKEND]):
        with pytest.raises(InvalidChannelLayerError, match=r"by alias, not \['.*write"):
            channel_layers["default"]


def test_a_test_backend_takes_only_its_own_options() -> None:
    """TEST_CONFIG stands in for CONFIG; what is wrong in it is named as its own."""
    config = {"BACKEND": BACKEND, "ROUTING": [], "CONFIG": {"capacity": 3}, "TEST_CONFIG": {}}
    with configured(default=config, wrong={**config, "TEST_CONFIG": {"x": 1}}):
        assert channel_layers.make_test_backend("default").capacity == 10
        assert channel_layers["default"].capacity == 3
        with pytest.raises(InvalidChannelLayerError, match=r"\['wrong'\]\['TEST_CONFIG'\]"):
            channel_layers.make_test_backend("wrong")


def test_an_unknown_alias_is_a_key_error_that_lists_the_others() -> None:
    """KeyError names what there is, from settings and from the sandbox."""
    with configured(main={"BACKEND": BACKEND, "ROUTING": []}):
        with pytest.raises(KeyError, match="No channel layer 'default'; there are: main"):
            channel_layers["default"]
    with pytest.raises(KeyError, match=r"there are: none\. Start one with Sandbox\(\)"):
        channel_layers["default"]


def test_test_backends_are_always_new() -> None:
    """make_test_backend uses TEST_CONFIG and keeps nothing; without TEST_CONFIG it refuses."""
    config = {"BACKEND": BACKEND, "ROUTING": [], "TEST_CONFIG": {"expiry": 100500}}
    with configured(default=config, bare={"BACKEND": BACKEND, "ROUTING": []}):
        first, second = (channel_layers.make_test_backend("default") for _ in range(2))
        assert first.channel_layer.expiry == 100500
        assert first.channel_layer is not second.channel_layer
        assert channel_layers.backends == {}
        with pytest.raises(InvalidChannelLayerError, match="TEST_CONFIG"):
            channel_layers.make_test_backend("bare")
        with pytest.raises(InvalidChannelLayerError, match="TEST_CONFIG"):
            channel_layers.make_test_backend("unknown")


def test_get_channel_layer_is_the_raw_one() -> None:
    """For asgi.py: Django is set up, and the layer comes without its wrapper."""
    with configured(default={"BACKEND": BACKEND, "ROUTING": []}):
        assert get_channel_layer() is channel_layers[DEFAULT_CHANNEL_LAYER].channel_layer


def test_without_settings_there_are_no_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a kernel where Django knows nothing yet, asking is a KeyError and not Django's error."""
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setattr("sandbox.consumers.manager.settings", Mock(configured=False))
    assert channel_layers.configs == {}
    assert "default" not in channel_layers


def test_classic_paths() -> None:
    """A classic path leads to ours; others are imported as they are."""
    assert import_dotted("asgiref.inmemory.ChannelLayer") is ChannelLayer
    assert import_dotted("sandbox.layers.memory.MemoryLayer") is MemoryLayer


# --- whose layer is it ----------------------------------------------------------------------------


def test_in_a_consumer_the_running_sandboxs_layer_counts() -> None:
    """serving wins over what was set and what started last; aliases that it lacks go on down."""
    serves, is_set, started = wrapped(), wrapped(), wrapped()
    layers = {"default": started, "second": wrapped("second")}
    channel_layers.started(layers)
    old = channel_layers.set("default", is_set)
    with served(default=serves):
        assert channel_layers["default"] is serves
        assert channel_layers["second"] is layers["second"]
        assert "default" in channel_layers
        assert "second" in channel_layers
    assert channel_layers["default"] is is_set
    channel_layers.set("default", old)
    assert channel_layers["default"] is started
    channel_layers.stopped(layers)


def test_other_threads_are_not_concerned() -> None:
    """What a worker serves is known in its own thread only."""
    started, got = {"default": wrapped()}, []
    channel_layers.started(started)
    with served(default=wrapped()):
        thread = threading.Thread(target=lambda: got.append(channel_layers["default"]))
        thread.start()
        thread.join(10)
    assert got == [started["default"]]
    channel_layers.stopped(started)


def test_in_a_cell_the_sandbox_started_last_counts() -> None:
    """When it ends, the one before is meant again; ending twice is harmless."""
    first, second = {"default": wrapped()}, {"default": wrapped()}
    channel_layers.started(first)
    channel_layers.started(second)
    assert channel_layers["default"] is second["default"]
    channel_layers.stopped(second)
    channel_layers.stopped(second)
    assert channel_layers["default"] is first["default"]
    channel_layers.stopped(first)
    assert "default" not in channel_layers


def test_starting_again_makes_it_the_last() -> None:
    """A sandbox counts once, at the place of its latest start."""
    first, second = {"default": wrapped()}, {"default": wrapped()}
    for layers in (first, second, first):
        channel_layers.started(layers)
    assert channel_layers["default"] is first["default"]
    channel_layers.stopped(first)
    assert channel_layers["default"] is second["default"]
    channel_layers.stopped(second)


def test_a_sandbox_goes_before_the_settings() -> None:
    """Settings are for when no sandbox runs."""
    layers = {"default": wrapped()}
    with configured(default={"BACKEND": BACKEND, "ROUTING": []}):
        from_settings = channel_layers["default"]
        channel_layers.started(layers)
        assert channel_layers["default"] is layers["default"]
        channel_layers.stopped(layers)
        assert channel_layers["default"] is from_settings


@pytest.mark.parametrize("place", ["settings", "sandbox", "nowhere"])
def test_setting_back_what_came_restores_everything(place: str) -> None:
    """The classic dance of a test case: set, then set back what was returned."""
    layers = {"default": wrapped()}
    config = {"default": {"BACKEND": BACKEND, "ROUTING": []}} if place == "settings" else {}
    with configured(**config):
        if place == "sandbox":
            channel_layers.started(layers)
        before = channel_layers["default"] if place != "nowhere" else None
        mine = wrapped()
        old = channel_layers.set("default", mine)
        assert old is before
        assert channel_layers["default"] is mine
        inner = wrapped()
        assert channel_layers.set("default", inner) is mine
        assert channel_layers.set("default", mine) is inner
        assert channel_layers.set("default", old) is mine
        later = {"default": wrapped()}
        channel_layers.started(later)  # nothing is left in its way
        assert channel_layers["default"] is later["default"]
        channel_layers.stopped(later)
        channel_layers.stopped(layers)


def test_what_ends_is_not_set_any_more() -> None:
    """A stopped sandbox's wrapper that was set back late does not outlive it."""
    first, second = {"default": wrapped()}, {"default": wrapped()}
    channel_layers.started(first)
    old = channel_layers.set("default", wrapped())
    channel_layers.started(second)
    channel_layers.set("default", old)
    assert channel_layers["default"] is first["default"]
    channel_layers.stopped(first)
    assert channel_layers["default"] is second["default"]
    channel_layers.stopped(second)
