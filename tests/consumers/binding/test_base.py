"""Bindings: whom a change is told, and who may change."""

from __future__ import annotations

import gc
from typing import Any, ClassVar

import pytest

from sandbox.consumers.binding.base import Binding, BindingMetaclass
from sandbox.consumers.binding.websockets import WebsocketBinding
from sandbox.consumers.channel import pending
from tests.consumers.binding.conftest import Place


class Plain(Binding):
    """A binding whose payload is the action and the title; abstract."""

    model = None
    stream = "posts"
    fields = "__all__"
    serialized: ClassVar[list[str]] = []

    @classmethod
    def encode(cls, stream: str, payload: Any) -> dict[str, Any]:
        """Return a frame as of a multiplexer."""
        return WebsocketBinding.encode(stream, payload)

    def serialize(self, instance: Any, action: str) -> Any:
        """Return what happened to which title."""
        self.serialized.append(action)
        return {"action": action, "title": instance.title}

    @classmethod
    def group_names(cls, instance: Any) -> list[str]:
        """Return the words of the title that is in the database: those groups see it."""
        stored = type(instance).objects.filter(pk=instance.pk).values_list("title", flat=True)
        return " ".join(stored).split()


@pytest.fixture
def plain(models: Any, place: Place) -> type[Plain]:
    """The binding of posts."""
    Plain.serialized.clear()

    class PostBinding(Plain):
        model = models.Post

    place.hear("red", "blue", "green")
    return PostBinding


# --- registration ---------------------------------------------------------------------------------


def test_a_binding_is_registered_when_it_is_made_once_django_is_ready(plain: Any) -> None:
    """The app has said so at its start; the label is lower case (trap 18)."""
    assert BindingMetaclass.register_immediately
    assert plain in BindingMetaclass.binding_classes
    assert plain.model_label == "channels.post"


def test_before_that_all_are_registered_at_once(
    models: Any, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is wrong with a class is said then, and models may be named that come later."""
    monkeypatch.setattr(BindingMetaclass, "register_immediately", False)
    monkeypatch.setattr(BindingMetaclass, "binding_classes", [])

    class Early(Plain):
        model = "channels.Post"

    place.hear("red")
    models.Post.objects.create(title="red")
    assert place.got("red") == []
    BindingMetaclass.register_all()
    assert Early.model is models.Post
    assert BindingMetaclass.register_immediately
    models.Post.objects.create(title="red")
    assert len(place.got("red")) == 1
    Early.unregister()


@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ({}, ValueError, "You must set the model attribute.*model = None in its own body"),
        ({"model": "auth.User"}, ValueError, "You must set the fields attribute or exclude"),
        ({"model": "auth.Usr", "fields": []}, ValueError, "'auth.Usr', which does not exist"),
        ({"model": "User", "fields": []}, ValueError, "'User', which does not exist"),
        (
            {"model": "auth.User", "fields": [], "group_names": lambda self, instance, action: []},
            TypeError,
            r"since Channels 1\.0.*def group_names\(cls, instance\)",
        ),
        (
            {"model": "auth.User", "fields": [], "group_names": lambda self, instance: []},
            TypeError,
            r"as a classmethod, since Channels 1\.0",
        ),
    ],
)
def test_what_is_wrong_with_a_class_is_said_when_it_is_made(
    models: Any, body: dict[str, Any], error: type[Exception], said: str
) -> None:
    """With what to write; the class is not kept."""
    before = BindingMetaclass.binding_classes[:]
    with pytest.raises(error, match=said):
        BindingMetaclass("Wrong", (WebsocketBinding,), body)
    assert BindingMetaclass.binding_classes == before


def test_an_abstract_class_is_no_binding_of_anything() -> None:
    """``model = None`` in its own body says so; the base itself is not even kept."""
    assert Plain in BindingMetaclass.binding_classes
    assert Binding not in BindingMetaclass.binding_classes
    Plain.register()
    Plain.unregister()


def test_a_cell_that_runs_again_replaces_its_binding(models: Any, place: Place) -> None:
    """Else every run would double the messages; classes made in functions are all kept."""
    place.hear("red")
    code = "class PostBinding(Plain):\n    model = Post\n    stream = 'posts'"
    for _ in range(3):
        exec(code, {"Plain": Plain, "Post": models.Post, "__name__": "__main__"})
    models.Post.objects.create(title="red")
    assert len(place.got("red")) == 1

    def make() -> type:
        class Inner(Plain):
            model = models.Post

        return Inner

    assert make() is not make()
    models.Post.objects.create(title="red")
    assert len(place.got("red")) == 3


def test_a_module_that_is_read_again_replaces_its_binding(models: Any, place: Place) -> None:
    """But of two models that a loop binds under one name, both are kept."""
    place.hear("red")
    for _ in range(2):
        for model in (models.Post, models.Thing):
            BindingMetaclass(
                "Made",
                (Plain,),
                {"model": model, "__module__": "blog.bindings", "__qualname__": "Made"},
            )
    made = [one for one in BindingMetaclass.binding_classes if one.__name__ == "Made"]
    assert [one.model for one in made] == [models.Post, models.Thing]
    models.Post.objects.create(title="red")
    assert len(place.got("red")) == 1


def test_a_binding_lives_without_a_name(models: Any, place: Place) -> None:
    """Signals hold receivers weakly; the metaclass keeps the class."""
    place.hear("red")
    BindingMetaclass("Anonymous", (Plain,), {"model": models.Post})
    gc.collect()
    models.Post.objects.create(title="red")
    assert len(place.got("red")) == 1


# --- outbound -------------------------------------------------------------------------------------


def test_each_group_hears_what_the_change_means_to_it(
    plain: Any, models: Any, place: Place
) -> None:
    """Who no longer sees it: deleted; who still does: updated; who newly does: created."""
    post = models.Post.objects.create(title="red blue")
    created = ("posts", {"action": "create", "title": "red blue"})
    assert (place.got("red"), place.got("blue"), place.got("green")) == ([created], [created], [])
    post.title = "blue green"
    post.save()
    assert place.got("red") == [("posts", {"action": "delete", "title": "blue green"})]
    assert place.got("blue") == [("posts", {"action": "update", "title": "blue green"})]
    assert place.got("green") == [("posts", {"action": "create", "title": "blue green"})]
    post.delete()
    deleted = ("posts", {"action": "delete", "title": "blue green"})
    assert (place.got("red"), place.got("blue"), place.got("green")) == ([], [deleted], [deleted])


def test_deletes_come_before_updates_and_those_before_creates(
    plain: Any, models: Any, place: Place
) -> None:
    """So a page that has two groups ends with the instance, and not without it (§8.2)."""
    from sandbox.consumers.channel import Group

    for group in ("red", "blue", "green"):
        Group(group).add("page")
    post = models.Post.objects.create(title="red blue")
    place.got("page")
    post.title = "green blue"
    post.save()
    assert [payload["action"] for _, payload in place.got("page")] == [
        "delete",
        "update",
        "create",
    ]


def test_nothing_is_serialized_where_nobody_sees_it(plain: Any, models: Any) -> None:
    """That may cost a query or more."""
    models.Post.objects.create(title="")
    assert Plain.serialized == []


def test_an_empty_payload_is_not_sent(models: Any, place: Place) -> None:
    """So serialize can keep a change to itself."""

    class Silent(Plain):
        model = models.Post

        def serialize(self, instance: Any, action: str) -> Any:
            return {}

    place.hear("red")
    models.Post.objects.create(title="red")
    assert place.got("red") == []


def test_a_binding_needs_a_stream(models: Any) -> None:
    """AssertionError with what to write, where something is to be sent."""

    class Nameless(Plain):
        model = models.Post
        stream = None

    models.Post.objects.create(title="")
    with pytest.raises(AssertionError, match=r"Nameless needs a stream.*stream = 'posts'"):
        models.Post.objects.create(title="red")


def test_a_key_of_its_own_is_no_update(models: Any, place: Place) -> None:
    """An instance of a UUID has its key before it is in the database (trap 18)."""

    class ThingBinding(WebsocketBinding):
        model = models.Thing
        stream = "things"
        fields = ("name",)

        @classmethod
        def group_names(cls, instance: Any) -> list[str]:
            return ["red"]

    place.hear("red")
    thing = models.Thing.objects.create(name="a")
    [(_, payload)] = place.got("red")
    assert (payload["action"], payload["pk"]) == ("create", str(thing.pk))


def test_the_signals_arguments_are_there_while_it_is_serialized(models: Any, place: Place) -> None:
    """Such as update_fields."""
    seen: list[Any] = []

    class Curious(Plain):
        model = models.Post

        def serialize(self, instance: Any, action: str) -> Any:
            seen.append((action, self.signal_kwargs["update_fields"], self.instance is instance))
            return {}

    post = models.Post.objects.create(title="red")
    post.save(update_fields=["text"])
    assert seen == [("create", None, True), ("update", frozenset({"text"}), True)]


def test_a_query_that_updates_tells_nobody(plain: Any, models: Any, place: Place) -> None:
    """Django sends no signals for it (§8.2)."""
    models.Post.objects.create(title="red")
    place.got("red")
    models.Post.objects.update(text="x")
    assert place.got("red") == []


def test_two_bindings_of_a_model_do_not_disturb_each_other(
    plain: Any, models: Any, place: Place
) -> None:
    """Each keeps who saw the instance for itself, and nothing stays on the instance."""

    class Other(Plain):
        model = models.Post
        stream = "others"

        @classmethod
        def group_names(cls, instance: Any) -> list[str]:
            return ["green"]

    post = models.Post.objects.create(title="red")
    post.title = "blue"
    post.save()
    assert [(s, p["action"]) for s, p in place.got("green")] == [
        ("others", "create"),
        ("others", "update"),
    ]
    assert post._binding_group_names == {}


def test_a_proxy_counts_where_a_binding_says_so(plain: Any, models: Any, place: Place) -> None:
    """By get_registered_models."""

    class PostProxy(models.Post):
        class Meta:
            proxy = True
            app_label = "channels"

    PostProxy.objects.create(title="red")
    assert place.got("red") == []

    class Both(Plain):
        model = models.Post
        stream = "both"

        @classmethod
        def get_registered_models(cls) -> list[Any]:
            return [models.Post, PostProxy]

    PostProxy.objects.create(title="red")
    assert [stream for stream, _ in place.got("red")] == ["both"]


def test_inside_a_consumer_it_waits_for_its_end(plain: Any, models: Any, place: Place) -> None:
    """As every send does (§4.3); the consumer's transaction may still fail."""
    pending.begin()
    models.Post.objects.create(title="red")
    assert place.got("red") == []
    pending.finish()
    assert len(place.got("red")) == 1


# --- inbound --------------------------------------------------------------------------------------


class Inbound(Binding):
    """Keeps what it is asked to do."""

    model = None
    done: ClassVar[list[Any]] = []
    allowed = True
    channel_session_user = False

    def deserialize(self, message: Any) -> Any:
        """Take the content as it is."""
        return message["action"], message.get("pk"), message.get("data")

    def has_permission(self, user: Any, action: str, pk: Any) -> bool:
        """Keep who asked, and answer."""
        self.done.append(("may", str(user), action, pk))
        return self.allowed

    def create(self, data: Any) -> None:
        """Keep it."""
        self.done.append(("create", data))

    def update(self, pk: Any, data: Any) -> None:
        """Keep it."""
        self.done.append(("update", pk, data))


@pytest.fixture
def inbound(models: Any) -> type[Inbound]:
    """An inbound binding of posts."""

    class PostInbound(Inbound):
        model = models.Post
        fields = "__all__"
        done: ClassVar[list[Any]] = []

        @classmethod
        def group_names(cls, instance: Any) -> list[str]:
            return []

    return PostInbound


def asked(place: Place, channel: str = "websocket.receive", **content: Any) -> Any:
    """Return a message with this content."""
    message = place.inbound(channel)
    message.content.update(content)
    return message


def test_what_is_allowed_is_done(inbound: Any, models: Any, place: Place) -> None:
    """Create, update, and delete, which is the base's own."""
    post = models.Post.objects.create(title="x")
    inbound.consumer(asked(place, action="create", data={"a": 1}))
    inbound.consumer(asked(place, action="update", pk=post.pk, data={"a": 2}), more=1)
    inbound.consumer(asked(place, action="delete", pk=post.pk))
    anonymous = "AnonymousUser"
    assert inbound.done == [
        ("may", anonymous, "create", None),
        ("create", {"a": 1}),
        ("may", anonymous, "update", post.pk),
        ("update", post.pk, {"a": 2}),
        ("may", anonymous, "delete", post.pk),
    ]
    assert models.Post.objects.count() == 0


def test_what_is_not_allowed_is_noted_and_not_done(inbound: Any, models: Any, place: Place) -> None:
    """Silently for the client; the story says what was refused and to whom."""
    inbound.allowed = False
    post = models.Post.objects.create(title="x")
    message = asked(place, action="delete", pk=post.pk)
    message.user = models.alice
    inbound.consumer(message)
    inbound.consumer(asked(place, action="nonsense"))
    assert models.Post.objects.count() == 1
    refused = [event for event in place.log.events() if event.kind == "binding.refused"]
    assert [(one.action, one.pk, one.user) for one in refused] == [
        ("delete", str(post.pk), "alice"),
        ("nonsense", None, "AnonymousUser"),
    ]
    assert refused[0].binding.endswith("PostInbound")


def test_an_unknown_action_is_an_error(inbound: Any, place: Place) -> None:
    """ValueError with those that there are."""
    with pytest.raises(ValueError, match=r"Bad action 'destroy': there are create, update and"):
        inbound.consumer(asked(place, action="destroy"))


@pytest.mark.parametrize("channel", ["websocket.connect", "websocket.disconnect"])
def test_only_frames_are_listened_to(inbound: Any, place: Place, channel: str) -> None:
    """A demultiplexer passes connect and disconnect on, too (trap 18)."""
    inbound.consumer(asked(place, channel, action="create"))
    assert inbound.done == []


def test_sessions_and_users_come_as_the_class_says(inbound: Any, place: Place) -> None:
    """A user needs the session; without either there is none, and nobody."""
    message = asked(place, action="create")
    inbound.consumer(message)
    assert not hasattr(message, "channel_session")
    inbound.channel_session = True
    inbound.consumer(message := asked(place, action="create"))
    assert hasattr(message, "channel_session")
    assert not hasattr(message, "user")
    inbound.channel_session_user = True
    inbound.consumer(message := asked(place, action="create"))
    assert str(message.user) == "AnonymousUser"


def test_what_a_subclass_lacks_is_named() -> None:
    """NotImplementedError with the method's head."""
    binding = Binding()
    for call, said in [
        (lambda: Binding.encode("s", {}), "encode(cls, stream, payload)"),
        (lambda: Binding.group_names(None), "group_names(cls, instance)"),
        (lambda: binding.serialize(None, "create"), "serialize(self, instance, action)"),
        (lambda: binding.deserialize(None), "deserialize(self, message)"),
        (lambda: binding.has_permission(None, "create", None), "has_permission(self, user"),
        (lambda: binding.create({}), "create(self, data)"),
        (lambda: binding.update(1, {}), "update(self, pk, data)"),
    ]:
        with pytest.raises(NotImplementedError) as raised:
            call()
        assert f"has to define {said}" in str(raised.value)
