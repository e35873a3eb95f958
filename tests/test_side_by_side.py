"""A project whose pages a WSGI server serves and whose sockets are served here (§7.7)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.test_cli import ROOT, TOO_LONG, environment

PROJECT = {
    "mysite/__init__.py": "",
    "mysite/settings.py": """
SECRET_KEY = "of a test"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "channels",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "mysite.urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "asgiref.inmemory.ChannelLayer",
        "CONFIG": {"capacity": 100},
        "ROUTING": "mysite.routing.channel_routing",
    }
}
""",
    "mysite/urls.py": """
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import path
from channels import Group

def sign_in(request):
    login(request, User.objects.get(username=request.GET["name"]))
    return HttpResponse("signed in")

def news(request):
    Group("news").send({"text": "%s says %s" % (request.user.username, request.GET["text"])})
    return HttpResponse("sent by " + request.META["SERVER_SOFTWARE"].partition("/")[0])

urlpatterns = [path("in/", sign_in), path("news/", news)]
""",
    "mysite/routing.py": """
from channels import Group
from channels.auth import channel_session_user_from_http
from channels.routing import route

@channel_session_user_from_http
def ws_connect(message):
    Group("news").add(message.reply_channel)
    message.reply_channel.send({"accept": True, "text": "hello " + message.user.username})

channel_routing = [route("websocket.connect", ws_connect)]
""",
    "run.py": """
import threading
import urllib.request
from http.cookies import SimpleCookie
from wsgiref.simple_server import WSGIRequestHandler, make_server

import sandbox.verbatim
from sandbox import Sandbox

class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

box = Sandbox(layer=None, settings="mysite.settings")
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
call_command("migrate", verbosity=0)
User.objects.create_user("alice")

pages = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
threading.Thread(target=pages.serve_forever, args=(0.01,), daemon=True).start()
url = "http://127.0.0.1:%d" % pages.server_port
assert pages.server_port != box.port

def get(path, cookie=""):
    request = urllib.request.Request(url + path, headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as response:
        return response.read().decode(), response.headers.get("Set-Cookie", "")

signed_in, given = get("/in/?name=alice")
session = "sessionid=" + SimpleCookie(given)["sessionid"].value
tab = box.connect("/", headers={"Cookie": session})
print(signed_in, "|", tab.receive())
print(get("/news/?text=hi", session)[0], "|", tab.receive())
box.settle()
print(box.ledger.balanced)
pages.shutdown()
pages.server_close()
box.stop()
""",
}


def test_pages_by_wsgi_and_sockets_here(tmp_path: Path) -> None:
    """Two servers, two ports, one project: who signed in on a page is known on the socket by the
    cookie, and what a page sends to a group arrives there."""
    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "run.py"],
        cwd=tmp_path,
        env=environment() | {"PYTHONPATH": f"{ROOT}:{tmp_path}"},
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "signed in | hello alice",
        "sent by WSGIServer | alice says hi",
        "True",
    ]
