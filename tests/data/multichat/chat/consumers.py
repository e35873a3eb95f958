import json

from channels import Channel
from channels.auth import channel_session_user, channel_session_user_from_http

from chat.exceptions import ClientError
from chat.models import Room
from chat.utils import catch_client_error, get_room_or_error


# It sends no accept, as nobody did before Channels 1.0.
@channel_session_user_from_http
def ws_connect(message):
    message.channel_session["rooms"] = []


def ws_receive(message):
    payload = json.loads(message["text"])
    payload["reply_channel"] = message.content["reply_channel"]
    Channel("chat.receive").send(payload)


@channel_session_user
def ws_disconnect(message):
    for room_id in message.channel_session.get("rooms", set()):
        try:
            Room.objects.get(pk=room_id).websocket_group.discard(message.reply_channel)
        except Room.DoesNotExist:
            pass


@channel_session_user
@catch_client_error
def chat_join(message):
    room = get_room_or_error(message["room"], message.user)
    room.send_message("joined", message.user)
    room.websocket_group.add(message.reply_channel)
    message.channel_session["rooms"] = list(set(message.channel_session["rooms"]) | {room.id})
    message.reply_channel.send({"text": json.dumps({"join": str(room.id), "title": room.title})})


@channel_session_user
@catch_client_error
def chat_leave(message):
    room = get_room_or_error(message["room"], message.user)
    room.websocket_group.discard(message.reply_channel)
    message.channel_session["rooms"] = list(set(message.channel_session["rooms"]) - {room.id})
    message.reply_channel.send({"text": json.dumps({"leave": str(room.id)})})


@channel_session_user
@catch_client_error
def chat_send(message):
    if int(message["room"]) not in message.channel_session["rooms"]:
        raise ClientError("ROOM_ACCESS_DENIED")
    room = get_room_or_error(message["room"], message.user)
    room.send_message(message["message"], message.user)
