"""Bindings over a multiplexed WebSocket: an instance as a frame, a frame as a change."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from sandbox.consumers.binding.websockets import WebsocketBinding, WebsocketBindingWithMembers
from sandbox.consumers.generic.websockets import WebsocketDemultiplexer
from tests.consumers.binding.conftest import Place


class Open(WebsocketBinding):
    """Everybody sees and may do everything; abstract."""

    model = None
    stream = "posts"
    channel_session_user = False

    @classmethod
    def group_names(cls, instance: Any) -> list[str]:
        """Return the one group."""
        return ["blog"]

    def has_permission(self, user: Any, action: str, pk: Any) -> bool:
        """Allow it."""
        return True


@pytest.fixture
def bind(models: Any, place: Place) -> Any:
    """Make a binding of posts with these attributes; the group "blog" is heard."""
    place.hear("blog")

    def make(base: type = Open, model: Any = models.Post, **attributes: Any) -> Any:
        return type(base)("PostBinding", (base,), {"model": model, **attributes})

    return make


# --- outbound -------------------------------------------------------------------------------------


def test_a_change_is_a_frame_of_the_stream(bind: Any, models: Any, place: Place) -> None:
    """Action, key, the fields that go out, and the model's label."""
    bind(fields=["title", "author"])
    post = models.Post.objects.create(title="red", secret="x", author=models.alice)
    assert place.got("blog") == [
        (
            "posts",
            {
                "action": "create",
                "pk": post.pk,
                "data": {"title": "red", "author": models.alice.pk},
                "model": "channels.post",
            },
        )
    ]
    key = post.pk
    post.delete()
    [(_, payload)] = place.got("blog")
    assert (payload["action"], payload["pk"]) == ("delete", key)


@pytest.mark.parametrize("fields", ["__all__", ["__all__"], ("__all__",)])
def test_all_fields_can_go_out(bind: Any, models: Any, place: Place, fields: Any) -> None:
    """Dates as texts, relations as keys."""
    bind(fields=fields)
    models.Post.objects.create(title="red")
    [(_, payload)] = place.got("blog")
    data = payload["data"]
    assert data.keys() == {"title", "text", "secret", "made", "author", "tags"}
    assert datetime.fromisoformat(data["made"]).year > 2000
    assert (data["author"], data["tags"]) == (None, [])


def test_all_but_some_can_go_out(bind: Any, models: Any, place: Place) -> None:
    """By exclude."""
    bind(exclude=["secret", "made", "tags", "author"])
    models.Post.objects.create(title="red", secret="x")
    [(_, payload)] = place.got("blog")
    assert payload["data"] == {"title": "red", "text": ""}


def test_members_go_out_too(bind: Any, models: Any, place: Place) -> None:
    """Methods are called, paths are followed, and a dot is two underscores in the key."""
    members = ["shout", "author.username", "made", "title"]
    bind(WebsocketMembers, fields=["title", "text"], send_members=members)
    models.Post.objects.create(title="red", author=models.alice)
    [(_, payload)] = place.got("blog")
    made = payload["data"].pop("made")
    assert datetime.fromisoformat(made.replace("Z", "+00:00")).year > 2000
    assert payload["data"] == {
        "title": "red",
        "text": "",
        "shout": "RED",
        "author__username": "alice",
    }


class WebsocketMembers(WebsocketBindingWithMembers, Open):
    """The same with members; abstract."""

    model = None


# --- inbound --------------------------------------------------------------------------------------


def test_a_frame_creates(bind: Any, models: Any, place: Place) -> None:
    """With the model's own save, and told to the group as any change."""
    binding = bind(fields=["title", "text"])
    binding.consumer(place.inbound(action="create", data={"title": "red", "text": "t"}))
    post = models.Post.objects.get()
    assert (post.title, post.text) == ("red", "t")
    assert post.made is not None
    [(_, payload)] = place.got("blog")
    assert (payload["action"], payload["pk"]) == ("create", post.pk)


def test_only_allowed_fields_come_in(bind: Any, models: Any, place: Place) -> None:
    """On create, where the original took all (§15.1 row 12), and on update; others are skipped."""
    binding = bind(fields=["title"])
    data = {"title": "red", "secret": "s", "no_such": 1}
    binding.consumer(place.inbound(action="create", data=data))
    post = models.Post.objects.get()
    assert (post.title, post.secret) == ("red", "")
    data = {"title": "blue", "secret": "s", "text": "t"}
    binding.consumer(place.inbound(action="update", pk=post.pk, data=data))
    post.refresh_from_db()
    assert (post.title, post.secret, post.text) == ("blue", "", "")


def test_excluded_fields_do_not_come_in(bind: Any, models: Any, place: Place) -> None:
    """Everything else does, and a field that there is not is an error."""
    binding = bind(exclude=["secret"])
    binding.consumer(place.inbound(action="create", data={"title": "red", "secret": "s"}))
    post = models.Post.objects.get()
    assert (post.title, post.secret) == ("red", "")
    with pytest.raises(ValueError, match=r"channels\.post cannot take .*no field named 'no_such'"):
        binding.consumer(place.inbound(action="update", pk=post.pk, data={"no_such": 1}))


@pytest.mark.parametrize("fields", ["__all__", ["__all__"]])
def test_all_fields_can_come_in(bind: Any, models: Any, place: Place, fields: Any) -> None:
    """Relations by their keys."""
    binding = bind(fields=fields)
    tag = models.Tag.objects.create(name="t")
    data = {"title": "red", "author": models.alice.pk, "tags": [tag.pk]}
    binding.consumer(place.inbound(action="create", data=data))
    post = models.Post.objects.get()
    assert (post.author, list(post.tags.all())) == (models.alice, [tag])
    change = {"author": None, "tags": [], "secret": "s"}
    binding.consumer(place.inbound(action="update", pk=post.pk, data=change))
    post.refresh_from_db()
    assert (post.author, list(post.tags.all()), post.secret) == (None, [], "s")
    assert post.title == "red"


def test_an_update_is_told_to_the_group(bind: Any, models: Any, place: Place) -> None:
    """Signals fire, so a change goes out to everybody (§8.3)."""
    post = models.Post.objects.create(title="red")
    binding = bind(fields=["title"])
    binding.consumer(place.inbound(action="update", pk=post.pk, data={"title": "blue"}))
    [(_, payload)] = place.got("blog")
    assert (payload["action"], payload["data"]) == ("update", {"title": "blue"})
    binding.consumer(place.inbound(action="delete", pk=post.pk))
    assert models.Post.objects.count() == 0
    assert place.got("blog")[0][1]["action"] == "delete"


@pytest.mark.parametrize("key", ["id", "pk"])
def test_a_frame_cannot_take_the_place_of_another_row(
    bind: Any, models: Any, place: Place, key: str
) -> None:
    """The key of generated keys is never taken from the data."""
    other = models.Post.objects.create(title="other")
    binding = bind(fields="__all__")
    binding.consumer(place.inbound(action="create", data={"title": "mine", key: other.pk}))
    other.refresh_from_db()
    assert other.title == "other"
    assert models.Post.objects.count() == 2
    mine = models.Post.objects.exclude(pk=other.pk).get()
    binding.consumer(place.inbound(action="update", pk=mine.pk, data={key: other.pk}))
    assert models.Post.objects.count() == 2


def test_a_key_that_is_named_among_the_fields_can_be_chosen(
    bind: Any, models: Any, place: Place
) -> None:
    """But a row that is there is never overwritten by a create."""
    binding = bind(model=models.Thing, fields=["id", "name"])
    key = "6f1de1b7-9f4f-4f2c-8a53-000000000001"
    binding.consumer(place.inbound(action="create", data={"id": key, "name": "a"}))
    assert str(models.Thing.objects.get().pk) == key
    with pytest.raises(IntegrityError):
        binding.consumer(place.inbound(action="create", data={"id": key, "name": "b"}))
    assert models.Thing.objects.get().name == "a"


def test_updating_what_is_not_there_is_an_error(bind: Any, models: Any, place: Place) -> None:
    """Deleting it is none."""
    binding = bind(fields=["title"])
    with pytest.raises(ObjectDoesNotExist):
        binding.consumer(place.inbound(action="update", pk=99, data={}))
    binding.consumer(place.inbound(action="delete", pk=99))


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"pk": 1}, r'A binding is sent \{"action"'),
        ({"action": "create"}, r"data of a change of channels\.post are .*, not None"),
        ({"action": "update", "pk": 1, "data": [1]}, r"not \[1\]"),
    ],
)
def test_a_malformed_payload_is_a_value_error(
    bind: Any, place: Place, payload: Any, said: str
) -> None:
    """With what was expected."""
    binding = bind(fields=["title"])
    with pytest.raises(ValueError, match=said):
        binding.consumer(place.inbound(**payload))
    message = place.inbound()
    for text in ("[1]", "{"):
        message.content["text"] = text
        with pytest.raises(ValueError, match=r"A binding is sent|Expecting"):
            binding.consumer(message)


def test_frames_keep_their_order_where_that_is_wanted(bind: Any, models: Any, place: Place) -> None:
    """By strict_ordering; slight_ordering is gone (§15.1 row 13)."""
    binding = bind(fields=["title"], strict_ordering=True)
    late = place.inbound(action="create", data={"title": "late"})
    late.content["order"] = 1
    binding.consumer(late)
    assert models.Post.objects.count() == 0
    binding.consumer(place.inbound("websocket.connect"))
    _, content = place.wrapper.receive(["websocket.receive"])
    assert json.loads(content["text"])["data"] == {"title": "late"}
    slight = bind(fields=["title"], slight_ordering=True)
    with pytest.raises(ValueError, match="take slight_ordering = True away"):
        slight.consumer(place.inbound(action="create", data={}))


def test_it_is_a_stream_of_a_demultiplexer(bind: Any, models: Any, place: Place) -> None:
    """Connect and disconnect pass; a frame of the stream changes the model as its user."""
    binding = bind(fields=["title"], channel_session_user=True)

    class Demultiplexer(WebsocketDemultiplexer):
        consumers: ClassVar[Any] = {"posts": binding.consumer}
        groups = ("blog",)

    Demultiplexer(place.inbound("websocket.connect"))
    payload = {"action": "create", "data": {"title": "red"}}
    Demultiplexer(place.inbound(stream="posts", payload=payload))
    assert models.Post.objects.get().title == "red"
    assert place.wrapper.receive(["test!"]) == ("test!a", {"accept": True})
    _, content = place.wrapper.receive(["test!"])
    assert json.loads(content["text"])["payload"]["action"] == "create"
    Demultiplexer(place.inbound("websocket.disconnect"))
