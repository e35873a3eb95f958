import json

from channels import Channel, Group
from channels.auth import channel_session_user, channel_session_user_from_http
from channels.sessions import channel_session, enforce_ordering


@channel_session_user_from_http
def room_connect(message, room):
    Group("room-%s" % room).add(message.reply_channel)


@channel_session_user
def room_receive(message, room):
    text = "%s: %s" % (message.user.username or "somebody", message["text"])
    Group("room-%s" % room).send({"text": text})


@channel_session_user
def room_disconnect(message, room):
    Group("room-%s" % room).discard(message.reply_channel)


@enforce_ordering
@channel_session
def ordered_connect(message):
    message.channel_session["seen"] = []


@enforce_ordering
@channel_session
def ordered_receive(message):
    seen = message.channel_session["seen"] + [message["text"]]
    message.channel_session["seen"] = seen
    message.reply_channel.send({"text": " ".join(seen[-3:])})


def timer_receive(message):
    Channel("asgi.delay").send(
        {
            "channel": "remind",
            "delay": int(message["text"]),
            "content": {"reply_channel": message.reply_channel.name, "what": "tea"},
        }
    )


def remind(message):
    message.reply_channel.send({"text": "it is time for %s" % message["what"]})


def background_receive(message):
    job = {"reply_channel": message.reply_channel.name, "number": int(message["text"])}
    Channel("work", alias="background").send(job)


def work(message):
    Channel(message["reply_channel"]).send({"text": str(message["number"] ** 2)})


def poll(message):
    Group("waiting").add(message.reply_channel)


def answer_receive(message):
    Group("waiting").send(
        {
            "status": 200,
            "headers": [(b"Content-Type", b"application/json")],
            "content": json.dumps({"news": message["text"]}).encode("utf-8"),
        }
    )
