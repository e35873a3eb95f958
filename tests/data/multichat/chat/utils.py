import json
from functools import wraps

from chat.exceptions import ClientError
from chat.models import Room


def catch_client_error(func):
    """Send what a consumer raises for the client to the client."""

    @wraps(func)
    def inner(message, *args, **kwargs):
        try:
            return func(message, *args, **kwargs)
        except ClientError as error:
            message.reply_channel.send({"text": json.dumps({"error": error.code})})

    return inner


def get_room_or_error(room_id, user):
    """Return the room that this user may enter."""
    if not user.is_authenticated:
        raise ClientError("USER_HAS_TO_LOGIN")
    try:
        room = Room.objects.get(pk=room_id)
    except (Room.DoesNotExist, ValueError, TypeError):
        raise ClientError("ROOM_INVALID")
    if room.staff_only and not user.is_staff:
        raise ClientError("ROOM_ACCESS_DENIED")
    return room
