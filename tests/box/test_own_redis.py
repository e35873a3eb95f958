"""A redis-server of the sandbox's own: started, used, and gone with the sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import redis

from sandbox import Channel, Group, Sandbox
from sandbox.box import own_redis
from sandbox.box.own_redis import OwnRedis
from sandbox.errors import LayerDown, NotAvailableHere, NotSettled
from sandbox.views.prologue import take
from tests.box.conftest import Make, add_chat
from tests.redis_server import RedisServer, require_redis


@pytest.fixture
def own() -> OwnRedis:
    """A server."""
    require_redis()
    return OwnRedis()


def test_a_server_answers_until_it_is_stopped(own: OwnRedis) -> None:
    """It keeps nothing on disk, and nothing is left of it."""
    try:
        with redis.Redis.from_url(own.url) as client:
            assert client.ping()
            assert client.config_get("save") == {"save": ""}
            assert client.config_get("appendonly") == {"appendonly": "no"}
            assert client.config_get("port") == {"port": "0"}
            process = client.info("server")["process_id"]
    finally:
        own.stop()
    own.stop()
    assert not own.path.parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_ends_with_a_process_that_is_killed() -> None:
    """A kernel that is killed leaves no server and no folder behind."""
    require_redis()
    code = """if True:
        import os, signal
        from sandbox.box.own_redis import OwnRedis
        own = OwnRedis()
        print(own.path, own._process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    path, keeper = killed.stdout.decode().split()
    # The keeper has our pipe's other end until the server has ended: reading meets its end then.
    while True:
        try:
            os.kill(int(keeper), 0)
        except ProcessLookupError:
            break
        os.sched_yield()
    assert not Path(path).parent.exists()


def test_where_none_is_installed_the_error_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is started."""
    monkeypatch.setattr(own_redis, "SERVERS", ("no-such-server",))
    with pytest.raises(NotAvailableHere, match="apt-get install redis-server"):
        Sandbox(layer="redis")


def test_the_chat_runs_on_redis_by_one_argument(make: Make) -> None:
    """Tabs, groups, story, why and ledger are as in memory."""
    require_redis()
    box = make(layer="redis")
    add_chat(box)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    assert (alice.receive(), bob.receive()) == ("[user] hi", "[user] hi")
    box.settle()
    assert bob in box.groups["chat"]
    assert "bob's reply channel" in str(box.story())
    Group("chat").send({"text": "from the cell"})
    assert bob.receive() == "from the cell"
    assert "redis at" in repr(box)
    assert box.ledger.balanced


def test_a_picture_that_is_looked_at_after_the_end_shows_how_it_ended(make: Make) -> None:
    """The server has gone with the sandbox; what the log knows is still there."""
    require_redis()
    box = make(layer="redis")
    add_chat(box)
    alice = box.connect("/", name="alice")
    alice.send("hi")
    assert alice.receive() == "[user] hi"
    box.stop()
    shown = take(box._stages.live)
    assert shown.ledgers["default"].balanced
    assert shown.ledgers["default"].rows == box.log.ledger().rows
    assert sum(row.delivered for row in shown.ledgers["default"].rows.values()) > 3
    told = {fact.what for fact in shown.facts if fact.kind == "code.changed"}
    assert {name.rpartition(".")[2] for name in told} == {"ws_add", "ws_message", "ws_disconnect"}


def test_an_address_names_a_running_server_and_its_password_is_never_shown(make: Make) -> None:
    """Also not where it is away."""
    require_redis()
    server = RedisServer("--requirepass", "s3cret", tcp=True)
    try:
        url = f"redis://:s3cret@127.0.0.1:{server.port}/0"
        box = make(layer=url)
        add_chat(box)
        alice = box.connect("/", name="alice")
        alice.send("hi")
        assert alice.receive() == "[user] hi"
        box.settle()
        assert "s3cret" not in repr(box) + box._repr_html_() + repr(box.layers)
        assert f"127.0.0.1:{server.port}" in repr(box)
        box.stop()
        with pytest.raises(LayerDown) as wrong:
            Sandbox(layer=url.replace("s3cret", "guessed"))
        assert "guessed" not in str(wrong.value)
    finally:
        server.end()


def test_another_kind_of_layer_is_told_what_there_is() -> None:
    """The sentence names all of them."""
    with pytest.raises(NotAvailableHere, match="'memory', 'redis', the address of a Redis"):
        Sandbox(layer="rabbit")


# --- bad weather ----------------------------------------------------------------------------------


def sent_at_last(box: Sandbox) -> None:
    """Send to jobs as soon as the layer is up again."""
    until = box._clock() + 20
    while True:
        cursor = box.log.end
        try:
            Channel("jobs").send({})
            return
        except LayerDown:
            assert box._clock() < until
            box.log.wait(cursor, 0.05)


def test_settling_right_after_an_outage_waits_for_the_server(make: Make) -> None:
    """Within its time, and then everything is at rest."""
    require_redis()
    box = make(layer="redis")
    add_chat(box)
    alice = box.connect("/", name="alice")
    with box.faults.cut("redis"):
        with pytest.raises(NotSettled, match="cannot be reached"):
            box.settle(0.1)
    box.settle(timeout=10)
    alice.send("hi")
    box.settle(timeout=10)
    assert alice.receive() == "[user] hi"


def test_a_cut_redis_can_be_reached_again(make: Make) -> None:
    """While it is cut, who sends hears that the layer is down; then all is as before."""
    require_redis()
    box = make(layer="redis")
    with box.faults.cut("redis") as fault:
        assert fault.target == "layer:default"
        with pytest.raises(LayerDown):
            Channel("jobs").send({})
    sent_at_last(box)
    assert box.ledger["jobs"].refused["layer_down"] >= 1
    assert [one.kind for one in box.find("fault")] == ["fault.began", "fault.ended"]


def test_a_restarted_redis_is_empty(make: Make) -> None:
    """What it had is lost, and named."""
    require_redis()
    box = make(layer="redis")
    for _ in range(2):
        Channel("jobs").send({})
    assert not box.faults.restart("redis").active
    sent_at_last(box)
    row = box.ledger["jobs"]
    assert (row.lost.get("layer_lost"), row.queued) == (2, 1)


def test_a_paused_redis_answers_nobody_until_it_goes_on(own: OwnRedis) -> None:
    """Its process stands still; it ends all the same."""
    try:
        own.pause()
        own.pause()
        with redis.Redis.from_url(own.url, socket_timeout=0.1) as client:
            with pytest.raises(redis.TimeoutError):
                client.ping()
            own.go_on()
            own.go_on()
            assert client.ping()
        own.pause()
    finally:
        own.stop()
    assert not own.path.parent.exists()


def test_a_sandbox_ends_while_its_redis_is_broken(make: Make) -> None:
    """Its last words are heard: the faults end first."""
    require_redis()
    box = make(layer="redis")
    box.faults.freeze("redis")
    box.faults.cut("layer:default")
    box.stop()
    assert box.ledger.balanced


def test_others_redis_is_not_broken(make: Make) -> None:
    """Nor is a layer in memory a Redis."""
    box = make()
    for act in (box.faults.freeze, box.faults.cut, box.faults.restart):
        with pytest.raises(NotAvailableHere, match="no Redis of this sandbox's own"):
            act("redis")


def test_a_sandbox_whose_redis_has_gone_ends_all_the_same(caplog: Any) -> None:
    """Without a traceback; its sums are then those of its log."""
    require_redis()
    server = RedisServer()
    try:
        box = Sandbox(layer=server.url, name="left alone")
        Channel("jobs", channel_layer=box.layers["default"]).send({})
        server.kill()
        box.stop()
        assert box.stopped
        row = box.ledger["jobs"]
        assert (row.accepted, row.queued) == (1, 1)
        assert "cannot be reached" in caplog.text
    finally:
        server.end()
