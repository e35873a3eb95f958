"""What the tests of bindings share: models with tables, and a layer whose messages are read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from sandbox.consumers.channel import Group
from sandbox.consumers.manager import ChannelLayerWrapper, serving
from sandbox.consumers.message import Message
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import monotonic
from sandbox.trace.log import Log


@pytest.fixture(scope="session")
def tables(database: None) -> Iterator[Any]:
    """Models of a blog with their tables: Tag, Post, and Thing, whose key is a UUID."""
    from django.contrib.auth.models import User
    from django.db import connection, models

    class Tag(models.Model):
        name = models.CharField(max_length=20)

        class Meta:
            app_label = "channels"

    class Post(models.Model):
        title = models.CharField(max_length=20)
        text = models.TextField(default="")
        secret = models.CharField(max_length=20, default="")
        made = models.DateTimeField(auto_now_add=True)
        author = models.ForeignKey(User, models.CASCADE, null=True)
        tags = models.ManyToManyField(Tag)

        class Meta:
            app_label = "channels"

        def shout(self) -> str:
            """Return the title, loud."""
            return self.title.upper()

    class Thing(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        name = models.CharField(max_length=20)

        class Meta:
            app_label = "channels"

    made = [Tag, Post, Thing]
    with connection.schema_editor() as editor:
        for model in made:
            editor.create_model(model)
    yield SimpleNamespace(Tag=Tag, Post=Post, Thing=Thing, User=User)
    with connection.schema_editor() as editor:
        for model in reversed(made):
            editor.delete_model(model)
    for name in list(apps.all_models["channels"]):
        del apps.all_models["channels"][name]
    apps.clear_cache()


@pytest.fixture
def models(tables: Any) -> Iterator[Any]:
    """The same, empty, with a user "alice"; bindings that a test makes end with it."""
    from django.contrib.sessions.models import Session
    from django.db import connections

    from sandbox.consumers.binding.base import BindingMetaclass

    kept = BindingMetaclass.binding_classes[:]
    tables.alice = tables.User.objects.create(username="alice")
    yield tables
    for one in BindingMetaclass.binding_classes[:]:
        if one not in kept:
            one.unregister()
            BindingMetaclass.binding_classes.remove(one)
    for model in (tables.Post, tables.Tag, tables.Thing, tables.User, Session):
        model.objects.all().delete()
    connections.close_all()


class Place:
    """A layer that is the default one, and what groups on it hear."""

    def __init__(self, wrapper: ChannelLayerWrapper) -> None:
        self.wrapper = wrapper
        self.log: Log = wrapper.log

    def hear(self, *groups: str) -> None:
        """Let a channel of each group's name be its member."""
        for group in groups:
            Group(group).add(group)

    def got(self, channel: str) -> list[Any]:
        """Return the payloads that came on *channel*."""
        found = []
        while (content := self.wrapper.receive([channel])[1]) is not None:
            frame = json.loads(content["text"])
            found.append((frame["stream"], frame["payload"]))
        return found

    def inbound(self, channel: str = "websocket.receive", **payload: Any) -> Message:
        """Return a message that carries *payload* to a binding."""
        content = {"reply_channel": "test!a", "path": "/", "order": 0, "text": json.dumps(payload)}
        return Message(content, channel, self.wrapper)


@pytest.fixture
def place() -> Iterator[Place]:
    """A memory layer with a log, in force as the default layer."""
    wrapper = ChannelLayerWrapper(MemoryLayer(log=Log(monotonic)), "default", [])
    token = serving.set({"default": wrapper})
    yield Place(wrapper)
    serving.reset(token)
