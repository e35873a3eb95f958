"""A program that does a little of everything on the cooperative runtime; prints its log's lines."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpResponse

import sandbox.verbatim  # noqa: F401 - this is a program of 2016
from sandbox import Channel, Group, Sandbox
from sandbox.consumers.auth import channel_session_user, channel_session_user_from_http
from sandbox.consumers.exceptions import ConsumeLater
from sandbox.consumers.sessions import enforce_ordering
from sandbox.recording.lines import Lines


def main() -> None:
    """Run it all, then print."""
    box = Sandbox(runtime="cooperative", seed=7, workers=3, servers=2)

    @box.consumer("websocket.connect")
    @enforce_ordering
    @channel_session_user_from_http
    def ws_add(message: Any) -> None:
        message.reply_channel.send({"accept": True})
        for group in ("chat", "all", "more"):
            Group(group).add(message.reply_channel)

    @box.consumer("websocket.receive")
    @enforce_ordering
    @channel_session_user
    def ws_message(message: Any) -> None:
        number = message.channel_session.get("number", 0)
        message.channel_session["number"] = number + 1
        Group("chat").send({"text": f"[{message.user} {number}] {message['text']}"})
        Channel("jobs").send({"number": number})

    @box.consumer("jobs")
    def job(message: Any) -> None:
        print("a job", file=sys.stderr)
        if message.content.get("__retries__", 0) < 2:
            raise ConsumeLater
        raise ValueError(message["number"])

    @box.view("hello/")
    def hello(request: Any) -> HttpResponse:
        request.session["seen"] = True
        return HttpResponse(f"hello {request.method}")

    alice, bob = box.login("alice"), box.login("bob")
    tabs = [alice.connect("/"), bob.connect("/"), box.connect("/?a=1", name="nobody")]
    for _ in range(5):
        for tab in tabs:
            tab.send("hi")
    box.settle()
    alice.get("/hello/")
    alice.post("/hello/", {"a": 1})
    later = box.get("/hello/", wait=False)
    fans = box.crowd(5, "/")
    fans.send("we too")
    fans.wait(each=5)
    later.result()
    Channel("asgi.delay").send({"channel": "jobs", "delay": 5000, "content": {"number": 0}})
    tabs[1].close(4001)
    box.settle()
    box.clock.advance(days=2)
    box.stop()
    lines = Lines()
    for event in box.log.events():
        sys.stdout.buffer.write(lines.line(event) + b"\n")


main()
