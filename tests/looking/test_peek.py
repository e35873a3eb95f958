"""Looking into a Redis: what the original layers left there is told, and nothing is touched."""

from __future__ import annotations

import json

import pytest
import redis

from sandbox import cli
from sandbox.errors import NotAvailableHere
from sandbox.layers.redis import RedisLayer
from sandbox.looking.peek import Peeked, Queue, peek, places, redis_urls
from tests.looking.conftest import Restore


def queue(found: Peeked, channel: str) -> Queue:
    """Return the queue of *channel* in the only layer."""
    (layer,) = found.layers
    return next(one for one in layer.queues if one.channel == channel)


def test_a_classic_layer_is_told_with_its_queues_groups_and_counters(
    url: str, restore: Restore
) -> None:
    """Messages are decoded, counted against the capacity, and full channels are named."""
    restore("classic")
    found = peek(url, capacity=3)
    (layer,) = found.layers
    assert (layer.kind, layer.prefix) == ("classic (asgi_redis)", "asgi:")
    thumbnails = queue(found, "thumbnails")
    assert (thumbnails.waiting, thumbnails.accepted, thumbnails.refused) == (3, 3, 1)
    assert [one.content["id"] for one in thumbnails.first if one.content] == [0, 1, 2]
    received = queue(found, "websocket.receive")
    assert received.waiting == 1
    assert received.first[0].content == {
        "reply_channel": "daphne.response.aBcDeFgH!two",
        "path": "/chat/",
        "order": 1,
        "text": "hello",
    }
    assert [one.name for one in layer.groups] == ["chat", "old"]
    assert [one.channel for one in layer.groups[0].members] == [
        "daphne.response.aBcDeFgH!one",
        "daphne.response.aBcDeFgH!two",
    ]
    assert any("thumbnails is full (3 of 3)" in one for one in found.advice)
    assert any("has refused 1 message" in one for one in found.advice)
    assert found.others == 0


def test_a_reply_goes_to_the_connection_it_names(url: str, restore: Restore) -> None:
    """The full name of a process-local channel is shown apart from the content."""
    restore("classic")
    (message,) = queue(peek(url), "daphne.response.zzzzzzzz!").first
    assert message.to == "daphne.response.zzzzzzzz!gone"
    assert message.content == {"text": "anybody?"}


def test_a_member_whose_server_reads_nothing_is_a_ghost(url: str, restore: Restore) -> None:
    """Unread messages of some age say that nobody is there; fresh ones do not."""
    restore("classic", ago_s=20)
    groups = {one.name: one for one in peek(url).layers[0].groups}
    assert [one.channel for one in groups["old"].ghosts] == ["daphne.response.zzzzzzzz!gone"]
    assert groups["chat"].ghosts == ()
    assert "nobody has read 1 message for 20 s" in str(peek(url))
    restore("classic")
    assert not any(one.ghosts for one in peek(url).layers[0].groups)


@pytest.mark.parametrize("name", ["channels", "json"])
def test_a_layer_of_channels_4_is_told(url: str, restore: Restore, name: str) -> None:
    """Both serialisers are read; what was taken and never confirmed is in flight."""
    restore(name, ago_s=7)
    found = peek(url)
    (layer,) = found.layers
    assert (layer.kind, layer.prefix) == ("Channels 4 (channels_redis)", "asgi")
    thumbnails = queue(found, "thumbnails")
    assert (thumbnails.waiting, thumbnails.in_flight) == (2, 1)
    assert thumbnails.first[0].content == {"type": "generate", "id": 1}
    assert thumbnails.oldest_s == pytest.approx(7, abs=2)
    (group,) = layer.groups
    assert len(group.members) == len(group.ghosts) == 2
    process = next(one for one in layer.queues if one.channel.endswith("!"))
    assert process.first[0].content["text"] == "hi"


def test_the_layer_of_this_package_is_told_with_its_processes(url: str) -> None:
    """What its own queues, groups and hands hold; one element may be for several members."""
    layer = RedisLayer(hosts=[url], capacity=10)
    listener = layer.listen(["busy"], where="worker:1")
    try:
        for member in ("server!a", "server!b", "other!c"):
            layer.group_add("chat", member)
        layer.send_group("chat", {"text": "hi", "token": "hush"})
        layer.send("busy", {"id": 1})
        assert listener.take(timeout=5) is not None
        found = peek(url)
    finally:
        layer.close()
    (seen,) = found.layers
    assert (seen.kind, seen.prefix) == ("channel sandbox (RedisLayer)", "asgi:")
    server = queue(found, "server!")
    assert server.waiting == 2
    assert sorted(str(one.to) for one in server.first) == ["server!a", "server!b"]
    assert server.first[0].content == {"text": "hi", "token": "hush"}
    (group,) = seen.groups
    assert {one.channel for one in group.members} == {"server!a", "server!b", "other!c"}
    assert all(one.joined_s < 60 for one in group.members)
    assert [one.in_hand for one in seen.processes] == [1]
    assert found.others == 0
    assert "hush" not in str(found)


def test_an_encrypted_layer_says_so_and_is_read_with_its_key(url: str, restore: Restore) -> None:
    """Any of the rotated keys will do; a wrong one is told."""
    restore("encrypted")
    closed = peek(url, prefix="myapp")
    assert "give --key" in str(queue(closed, "thumbnails").first[0].problem)
    wrong = peek(url, prefix="myapp", keys=["guess"])
    assert (
        queue(wrong, "thumbnails").first[0].problem == "encrypted with another key than those given"
    )
    opened = peek(url, prefix="myapp", keys=["old key", "new key"])
    assert queue(opened, "thumbnails").first[0].content == {"type": "generate", "id": 1}


def test_another_prefix_is_pointed_out(url: str, restore: Restore) -> None:
    """Where nothing is under the usual prefixes, the groups of others show where to look."""
    restore("encrypted")
    found = peek(url)
    assert found.layers == ()
    assert found.advice == (
        "No layer under 'asgi:', 'asgi', but groups under 'myapp': give --prefix myapp.",
    )


def test_both_generations_in_one_database_are_told_apart(url: str, restore: Restore) -> None:
    """The prefix asgi begins the prefix asgi: as well."""
    restore("classic")
    restore("channels")
    kinds = [(one.kind, len(one.groups)) for one in peek(url).layers]
    assert sorted(kinds) == [("Channels 4 (channels_redis)", 1), ("classic (asgi_redis)", 2)]


def test_an_empty_redis_is_told_to_be_empty(url: str) -> None:
    """Nothing there is an answer, too."""
    assert "This Redis is empty" in str(peek(url))


def test_nothing_is_written_and_reading_rights_are_enough(
    url: str, restore: Restore, client: redis.Redis
) -> None:
    """A user that may only read sees it all, and the database is the same after it."""
    restore("classic")
    restore("channels")
    client.execute_command(
        *[
            "ACL",
            "SETUSER",
            "looker",
            "on",
            ">glass",
            "~*",
            "&*",
            "-@all",
            "+@read",
            "+info",
            "+ping",
            "+time",
        ]
    )
    keys = {key: client.dump(key) for key in client.scan_iter()}
    address = url.replace("unix://", "unix://looker:glass@")
    found = peek(address)
    assert len(found.layers) == 2
    assert {key: client.dump(key) for key in client.scan_iter()} == keys
    assert "glass" not in found.url
    assert "glass" not in str(found)


def test_secrets_in_messages_are_hidden(url: str, restore: Restore) -> None:
    """A field called password is shown by its name only, in text and in data."""
    restore("classic")
    found = peek(url)
    assert "hunter2" not in str(found)
    assert "hunter2" not in json.dumps(found.as_data())
    assert "[redacted]" in json.dumps(found.as_data())


def test_a_form_in_a_message_hides_its_password(url: str) -> None:
    """Bodies are bytes; they are looked into as texts are."""
    layer = RedisLayer(hosts=[url])
    layer.send("http.request", {"method": "POST", "body": b"user=bob&password=hunter2"})
    layer.close()
    shown = str(peek(url))
    assert "user=bob" in shown
    assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("backend", "hosts", "urls"),
    [
        ("channels_redis.core.RedisChannelLayer", [("::1", 6379)], ["redis://[::1]:6379/0"]),
        (
            "channels_redis.core.RedisChannelLayer",
            [{"host": "h", "port": 6380, "db": 2}, {"address": "redis://a/1"}],
            ["redis://h:6380/2", "redis://a/1"],
        ),
        ("asgi_redis.RedisSentinelChannelLayer", [("h", 26379)], []),
        ("asgi_redis.RedisChannelLayer", None, ["redis://localhost:6379/0"]),
    ],
)
def test_addresses_of_every_form(backend: str, hosts: object, urls: list[str]) -> None:
    """A sentinel's own port is no Redis."""
    config = {"BACKEND": backend, "CONFIG": {} if hosts is None else {"hosts": hosts}}
    assert redis_urls(config) == urls


def test_hosts_that_are_one_text_are_refused() -> None:
    """They would be read letter by letter."""
    with pytest.raises(ValueError, match=r"one string, 'redis://:\*\*\*@h': give a list"):
        redis_urls({"BACKEND": "asgi_redis.X", "CONFIG": {"hosts": "redis://:hush@h"}})


def test_what_is_no_message_is_told_and_breaks_nothing(url: str, client: redis.Redis) -> None:
    """Poison in a queue, odd names and foreign keys each get a line."""
    client.zadd("asgijobs", {b"\xc1" * 40: client.time()[0]})
    client.set("asgi-lock", "1")
    client.zadd(b"asgi\xff\xfe", {b"x" * 40: client.time()[0]})
    found = peek(url)
    assert queue(found, "jobs").first[0].problem == "40 bytes that are no message of this layout"
    assert found.others == 1
    assert "1 key under the same prefix" in str(found)
    str(found).encode("utf-8")


def test_html_is_escaped(url: str, client: redis.Redis) -> None:
    """A group's name is text wherever it is shown."""
    client.zadd("asgi:group:<script>", {"a!b": client.time()[0]})
    shown = peek(url)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("redis://127.0.0.1:1/0", "No Redis answers at redis://127.0.0.1:1/0"),
        ("http://127.0.0.1", "is no address of a Redis"),
        ("redis://:hush@127.0.0.1:1/0", "redis://:***@127.0.0.1:1/0"),
    ],
)
def test_a_redis_that_is_not_there_is_one_sentence(address: str, said: str) -> None:
    """It says what was expected, and never shows a password."""
    with pytest.raises(NotAvailableHere) as raised:
        peek(address)
    assert said in str(raised.value)
    assert "hush" not in str(raised.value)


def test_a_wrong_password_is_told(url: str, client: redis.Redis) -> None:
    """So is a user without the right to read."""
    client.acl_setuser(
        "blind",
        enabled=True,
        passwords=["+dark"],
        keys=["*"],
        categories=["-@all"],
        commands=["+ping", "+auth"],
    )
    with pytest.raises(NotAvailableHere, match="wants another name or password"):
        peek(url.replace("unix://", "unix://blind:light@"))
    with pytest.raises(NotAvailableHere, match="does not let this user read"):
        peek(url.replace("unix://", "unix://blind:dark@"))


def test_a_projects_settings_say_where_to_look(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses, prefix and keys are the layer's; another alias is named by --layer."""
    folder = str(tmp_path)
    with open(f"{folder}/peeked_settings.py", "w") as out:
        out.write(
            "CHANNEL_LAYERS = {'default': {'BACKEND': 'channels_redis.core.RedisChannelLayer',\n"
            "  'CONFIG': {'hosts': [('localhost', 6380), 'redis://h:1/2'], 'prefix': 'p',\n"
            "             'symmetric_encryption_keys': ['k']}},\n"
            "  'memory': {'BACKEND': 'channels.layers.InMemoryChannelLayer'}}\n"
        )
    monkeypatch.syspath_prepend(folder)
    urls, options = places(None, "peeked_settings", "default", {})
    assert urls == ["redis://localhost:6380/0", "redis://h:1/2"]
    assert options == {"prefix": "p", "keys": ["k"]}
    with pytest.raises(ValueError, match="keeps nothing in a Redis"):
        places(None, "peeked_settings", "memory", {})
    with pytest.raises(ValueError, match="only \\['default', 'memory'\\]"):
        places(None, "peeked_settings", "other", {})
    assert places(None, None, "default", {"REDIS_URL": "redis://r"})[0] == ["redis://r"]


def test_the_command_prints_it_for_people_and_for_programs(
    url: str, restore: Restore, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--json` has the same facts as data."""
    restore("classic")
    assert cli.main(["peek", url, "--messages", "1", "--capacity", "3"]) == 0
    assert "… 2 more" in capsys.readouterr().out
    assert cli.main(["peek", url, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["layers"][0]["groups"][0]["name"] == "chat"
