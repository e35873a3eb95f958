"""The doctor on real projects, each in a process of its own, as `sandbox doctor` runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

Doctor = Callable[..., tuple[int, str]]

CLASSIC = """
SECRET_KEY = "of a test"
DEBUG = False
ALLOWED_HOSTS = ["example.com"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "channels"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
CHANNEL_LAYERS = {"default": {
    "BACKEND": "asgiref.inmemory.ChannelLayer", "ROUTING": "mysite.routing.channel_routing",
    "CONFIG": {"capacity": 1000},
}}
"""

ROUTING = """
from channels.routing import route
from channels.security.websockets import allowed_hosts_only

@allowed_hosts_only
def ws_connect(message):
    message.reply_channel.send({"accept": True})

def ws_message(message):
    pass

channel_routing = [
    route("websocket.connect", ws_connect), route("websocket.receive", ws_message),
]
"""


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    """Give a function that writes a project and returns the exit status and what was told."""

    def run(
        settings: str, more: dict[str, str] | None = None, **environment: str
    ) -> tuple[int, str]:
        files = {"mysite/__init__.py": "", "mysite/settings.py": settings}
        for name, text in {**files, "mysite/routing.py": ROUTING, **(more or {})}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        root = Path(__file__).parents[2]
        kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [sys.executable, "-m", "sandbox.cli", "doctor", "--settings", "mysite.settings"],
            cwd=tmp_path,
            env={**kept, "PYTHONPATH": str(root), **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.stderr == ""
        # Lines are wrapped for people; sentences are looked for.
        return done.returncode, " ".join(done.stdout.split())

    return run


def test_a_sound_project_has_nothing_to_correct(doctor: Doctor) -> None:
    """A layer in memory of a deployed project is worth a thought, and that is all."""
    status, said = doctor(CLASSIC)
    assert status == 0
    assert "The project of mysite.settings, classic" in said
    assert "0 to correct, 1 to think about" in said
    assert "is in memory: right for one process" in said
    assert "Origin" not in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"capacity": 1000', ""), "its capacity is 10 (the default of this backend)"),
        (('"capacity": 1000', '"capacity": -1'), "its capacity is -1."),
        (('"capacity": 1000', '"group_expiry": 60, "capacity": 200'), "group_expiry is 60 s"),
        (('"ROUTING": "mysite.routing.channel_routing",', ""), "names no ROUTING"),
        (('["example.com"]', "[]"), "every request is answered with 400"),
        (('["example.com"]', '["*"]'), "lets everybody in"),
        ((', "channels"]', "]"), "speaks no WebSocket"),
        (('"default": {\n', '"other": {\n'), "but no 'default'"),
        (('"db.sqlite3"', '":memory:"'), "is SQLite in memory"),
        (("DEBUG = False", 'SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"'),
         "channel_session cannot work"),
        (("DEBUG = False", 'SESSION_ENGINE = "django.contrib.sessions.backends.cache"'),
         "are kept in LocMemCache"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(doctor: Doctor, change: tuple[str, str], said: str) -> None:
    """One wrong line in the settings is one finding that says what to do."""
    assert change[0] in CLASSIC
    assert said in doctor(CLASSIC.replace(*change))[1]


def test_a_layer_in_memory_under_several_processes_is_an_error(doctor: Doctor) -> None:
    """A Procfile or WEB_CONCURRENCY shows that there are several."""
    procfile = "web: daphne mysite.asgi:channel_layer\nworker: python manage.py runworker\n"
    status, said = doctor(CLASSIC, {"Procfile": procfile})
    assert status == 1
    assert "Procfile starts 2 processes of it" in said
    assert "WEB_CONCURRENCY is 4" in doctor(CLASSIC, {"Procfile": ""}, WEB_CONCURRENCY="4")[1]


def test_an_absent_origin_check_is_told(doctor: Doctor) -> None:
    """No consumer of websocket.connect looks at the Origin."""
    said = doctor(CLASSIC, {"mysite/routing.py": ROUTING.replace("\n@allowed_hosts_only", "")})[1]
    assert "no websocket.connect consumer checks the Origin" in said


def test_a_route_that_nothing_can_reach_is_told(doctor: Doctor) -> None:
    """A rule behind one that takes everything is never asked."""
    routing = ROUTING.replace(
        'route("websocket.receive", ws_message),',
        'route("websocket.receive", ws_message), '
        'route("websocket.receive", ws_connect, path="^/a"),',
    )
    said = doctor(CLASSIC, {"mysite/routing.py": routing})[1]
    assert "rule 3 for websocket.receive" in said
    assert "is never reached: rule 2 takes every message" in said


def test_a_routing_that_cannot_be_imported_names_file_and_line(doctor: Doctor) -> None:
    """The user's own line, not ours."""
    status, said = doctor(CLASSIC, {"mysite/routing.py": "import os\n1 / 0\n"})
    assert status == 1
    assert "mysite/routing.py, line 2: ZeroDivisionError: division by zero" in said


def test_settings_that_cannot_be_imported_are_one_finding(doctor: Doctor) -> None:
    """So is a settings module that is not there."""
    status, said = doctor("SECRET_KEY = oops\n")
    assert status == 1
    assert "mysite/settings.py, line 1: NameError: name 'oops' is not defined" in said


def test_a_redis_that_does_not_answer_is_an_error(doctor: Doctor) -> None:
    """Its password is not shown."""
    config = '"BACKEND": "asgi_redis.RedisChannelLayer", "CONFIG": {"hosts": ["%s"]},'
    backend = CLASSIC[CLASSIC.index('"BACKEND"') : CLASSIC.index('"ROUTING"')]
    settings = CLASSIC.replace('"CONFIG": {"capacity": 1000},', "").replace(
        backend, config % "redis://:hush@127.0.0.1:1/0"
    )
    status, said = doctor(settings)
    assert status == 1
    assert "No Redis answers at redis://:***@127.0.0.1:1/0" in said
    assert "hush" not in said


def test_a_redis_that_drops_keys_is_an_error(doctor: Doctor, url: str, client: redis.Redis) -> None:
    """A layer's Redis must not evict, and must not be the cache's database."""
    client.config_set("maxmemory", "100mb")
    client.config_set("maxmemory-policy", "allkeys-lru")
    settings = f"""
SECRET_KEY = "of a test"
DEBUG = True
INSTALLED_APPS = ["channels"]
CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.redis.RedisCache",
                        "LOCATION": "{url}"}}}}
CHANNEL_LAYERS = {{"default": {{"BACKEND": "asgi_redis.RedisChannelLayer",
    "ROUTING": "mysite.routing.channel_routing", "CONFIG": {{"hosts": ["{url}"]}}}}}}
"""
    try:
        status, said = doctor(settings)
    finally:
        client.config_set("maxmemory", "0")
        client.config_set("maxmemory-policy", "noeviction")
    assert status == 1
    assert "has maxmemory-policy allkeys-lru" in said
    assert "cache.clear() would delete every message" in said


CHANNELS_4 = """
SECRET_KEY = "of a test"
DEBUG = True
INSTALLED_APPS = ["django.contrib.staticfiles", "daphne"]
CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer",
                              "CONFIG": {"hosts": "redis://localhost"}}}
"""


def test_a_project_of_channels_4_is_told_what_it_lacks(doctor: Doctor) -> None:
    """No application, a server that loses to Django's, hosts that are no list."""
    status, said = doctor(CHANNELS_4.replace(', "daphne"', ""))
    assert status == 1
    assert "The project of mysite.settings, Channels 4" in said
    assert "ASGI_APPLICATION is not set" in said
    assert "answers /ws/… with 404" in said
    assert "hosts is one string" in said


def test_a_project_without_channels_is_told_so(doctor: Doctor) -> None:
    """The wrong settings module is a likely cause."""
    assert "names no channel layer" in doctor('SECRET_KEY = "x"\nDEBUG = True\n')[1]
