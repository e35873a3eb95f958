"""A chat: whoever is connected hears what anybody says."""

from channels import Group


def ws_add(message):
    """Let the newcomer listen."""
    Group("chat").add(message.reply_channel)


def ws_message(message):
    """Tell everybody what one has said."""
    Group("chat").send({"text": "[user] %s" % message.content["text"]})


def ws_disconnect(message):
    """Stop sending to who has left."""
    Group("chat").discard(message.reply_channel)
