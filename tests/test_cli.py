"""The command `sandbox`: what it prints, how it serves, how it ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import websocket

from sandbox import cli
from sandbox.__about__ import __version__

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-W", "always::ResourceWarning", "-m", "sandbox.cli"]
TOO_LONG = 60
"""Seconds after which a command that hangs is killed."""

PROJECT = {
    "mysite/__init__.py": "",
    "mysite/settings.py": """
SECRET_KEY = "of a test"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "channels", "chat"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "asgiref.inmemory.ChannelLayer",
        "ROUTING": "mysite.routing.channel_routing",
    }
}
""",
    "mysite/routing.py": """
from channels.routing import route
from chat.consumers import ws_add, ws_disconnect, ws_message

channel_routing = [
    route("websocket.connect", ws_add),
    route("websocket.receive", ws_message),
    route("websocket.disconnect", ws_disconnect),
]
""",
    "chat/__init__.py": "",
    "chat/consumers.py": """
from channels import Group

def ws_add(message):
    Group("chat").add(message.reply_channel)

def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message.content['text']})

def ws_disconnect(message):
    Group("chat").discard(message.reply_channel)
""",
}
"""The chat as it was written in 2016."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a project of 2016."""
    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def environment() -> dict[str, str]:
    """Return the variables of a fresh shell in which this checkout is importable."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO_")}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
    )


@contextlib.contextmanager
def serving(cwd: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """Run `sandbox serve` on a free port: (process, port, what it has said)."""
    command = [*COMMAND, "serve", "--port", "0", *arguments]
    with subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        end = threading.Timer(TOO_LONG, process.kill)
        end.start()
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
            assert found, said + (process.stderr.read() if process.stderr else "")
            yield process, int(found[1]), said
        finally:
            process.kill()
            end.cancel()
            end.join()


def talk(port: int) -> str:
    """Let two clients chat; return what the second receives when the first says hi."""
    address = f"ws://127.0.0.1:{port}/"
    alice = websocket.create_connection(address, timeout=TOO_LONG)
    bob = websocket.create_connection(address, timeout=TOO_LONG)
    try:
        alice.send("hi")
        assert alice.recv() == "[user] hi"
        return str(bob.recv())
    finally:
        alice.close()
        bob.close()


# -- demo -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> subprocess.CompletedProcess[str]:
    """`sandbox demo`, run once."""
    return run("demo")


def test_demo_ends_well(demo: subprocess.CompletedProcess[str]) -> None:
    """It ends by itself with status 0, and has nothing to complain about."""
    assert (demo.returncode, demo.stderr) == (0, "")


def test_demo_shows_what_it_promises(demo: subprocess.CompletedProcess[str]) -> None:
    """It shows what each tab received, the story, the change, the loss, and the ledger."""
    for line in (
        "  alice received  '[user] hi'",
        "  bob   received  '[user] hi'",
        "  bob   received  '[user] hi!'",
    ):
        assert line in demo.stdout
    assert "The story of f1" in demo.stdout
    assert re.search(r"^  \+ .*%s!", demo.stdout, re.MULTILINE)
    assert "to bob's reply channel, no_connection. The" in demo.stdout
    assert re.search(r"= 0 queued .* 1 lost\s+\(no_connection 1\) ✓", demo.stdout)


def test_demo_ends_with_what_to_type_next(demo: subprocess.CompletedProcess[str]) -> None:
    """The commands of its last lines exist."""
    typed = demo.stdout.rpartition("\nNext\n")[2]
    code = re.search(r'python -i -c "(.*)"', typed)
    assert code
    done = subprocess.run(
        [sys.executable, "-c", f"{code[1]}; {typed.splitlines()[1].strip()[4:]}; box; box.stop()"],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "sandbox serve --help" in typed


def test_demo_is_calm(demo: subprocess.CompletedProcess[str]) -> None:
    """No line is wider than 80 columns, and without a terminal there are no colours."""
    assert [line for line in demo.stdout.splitlines() if len(line) > 80] == []
    assert "\x1b" not in demo.stdout


def test_demo_needs_no_reader(project: Path) -> None:
    """A reader that has seen enough, as in `sandbox demo | head -1`, is no error."""
    with subprocess.Popen(
        [*COMMAND, "demo"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(TOO_LONG), said) == (0, "")


# -- serve ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_serves_a_project_of_2016_until_a_signal(project: Path, number: signal.Signals) -> None:
    """The chat of 2016 serves real clients unchanged; a signal ends it well, with the ledger."""
    with serving(project, "--settings", "mysite.settings") as (process, port, said):
        assert said == (
            f"Serving http://127.0.0.1:{port} and ws://127.0.0.1:{port} until Ctrl-C.\n"
        )
        assert talk(port) == "[user] hi"
        process.send_signal(number)
        rest, errors = process.communicate(timeout=TOO_LONG)
        assert (process.returncode, errors) == (0, "")
    assert re.fullmatch(r"(\d+) accepted = .* \1 delivered \+ 0 lost ✓\n", rest)


def test_ends_with_clients_connected(project: Path) -> None:
    """An open client does not keep it from ending; the client's connection is closed."""
    with serving(project, "--settings", "mysite.settings") as (process, port, _):
        client = websocket.create_connection(f"ws://127.0.0.1:{port}/", timeout=TOO_LONG)
        process.terminate()
        _, errors = process.communicate(timeout=TOO_LONG)
        assert (process.returncode, errors) == (0, "")
        client.settimeout(TOO_LONG)
        with contextlib.suppress(websocket.WebSocketException, OSError):
            assert not client.recv()
        client.shutdown()  # close() leaves the socket open once the server has closed


def test_serves_a_routing_without_settings(project: Path) -> None:
    """A routing is enough; several workers and servers can be had."""
    options = ("--routing", "mysite.routing.channel_routing", "--workers", "2", "--servers", "2")
    with serving(project, *options) as (process, port, said):
        other = re.search(r"\(also 127\.0\.0\.1:(\d+)\)", said)
        assert other
        assert talk(port) == "[user] hi"
        assert talk(int(other[1])) == "[user] hi"
        process.terminate()
        process.communicate(timeout=TOO_LONG)
        assert process.returncode == 0


def test_says_that_there_is_nothing_to_serve(tmp_path: Path) -> None:
    """Without consumers it serves, and says how to get some."""
    with serving(tmp_path) as (process, _, _):
        assert process.stdout is not None
        said = process.stdout.readline()
        process.terminate()
        assert process.wait(TOO_LONG) == 0
    assert said.startswith("No consumers yet: --routing or --settings")


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    """A port in use is said in one sentence, with status 2 and without a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"sandbox serve: port {port} on 127.0.0.1 cannot be used (Address already in use): "
        "stop the program that has it, or give another --port (0 takes a free one).\n"
    )


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("mysite/settings.py", "SECRET_KEY = secret", "mysite/settings.py, line 1: NameError: "),
        ("mysite/settings.py", "INSTALLED_APPS = ['gone']", "No module named 'gone'; modules are"),
        ("mysite/routing.py", "def (", "mysite/routing.py, line 1: SyntaxError: invalid syntax."),
        ("chat/consumers.py", "\n1 / 0", "chat/consumers.py, line 2: ZeroDivisionError: "),
        ("mysite/routing.py", "", "has no attribute 'channel_routing'"),
        ("mysite/routing.py", "channel_routing = [1]", "sandbox serve: "),
    ],
)
def test_a_broken_project_is_one_sentence(project: Path, file: str, text: str, said: str) -> None:
    """What is wrong in the project is said in one line that names the place, with status 2."""
    (project / file).write_text(text, encoding="utf-8")
    done = run("serve", "--port", "0", "--settings", "mysite.settings", cwd=project)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert said in done.stderr
    assert done.stderr.startswith("sandbox serve: ")
    assert done.stderr.count("\n") == 1, done.stderr


def test_settings_that_do_not_exist_are_one_sentence(tmp_path: Path) -> None:
    """A settings module that cannot be found is named, with where it was looked for."""
    done = run("serve", "--port", "0", "--settings", "mysite.settings", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "sandbox serve: ModuleNotFoundError: No module named 'mysite'; "
        f"modules are looked for in {tmp_path} first.\n"
    )


# -- arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", "demo", "serve"])
def test_help_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each help text ends with one example that begins as one types it."""
    with pytest.raises(SystemExit) as ended:
        cli.main([*verb.split(), "--help"])
    assert ended.value.code == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith(f"Example: sandbox {verb or 'demo'}")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version says which."""
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"channel sandbox {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "dance",
        "serve --port 70000",
        "serve --port x",
        "serve --workers -1",
        "serve --servers 0",
    ],
)
def test_wrong_arguments_are_refused(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong arguments end with status 2 and say which one is wrong."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments.split())
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_what_fails_in_a_consumer_is_said_on_the_terminal(tmp_path: Path) -> None:
    """With its traceback, once, also where no settings configure logging."""
    (tmp_path / "broken.py").write_text(
        "from channels.routing import route\n"
        "def receive(message):\n"
        "    raise LookupError(message['text'])\n"
        "routing = [route('websocket.receive', receive)]\n"
    )
    with serving(tmp_path, "--routing", "broken.routing") as (process, port, _):
        client = websocket.create_connection(f"ws://127.0.0.1:{port}/", timeout=TOO_LONG)
        client.send("the frame")
        assert process.stderr is not None
        said = ""
        while "LookupError: the frame" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        client.close()
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=TOO_LONG)
    assert "ERROR - dispatch - Error processing message with consumer broken.receive:" in said
    assert (said + rest).count("Traceback") == 1


# -- places, options, daphne ----------------------------------------------------------------------


def asked(address: object, family: int = socket.AF_INET) -> bytes:
    """Return the whole answer to a request for a page that does not exist."""
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(TOO_LONG)
        client.connect(address)  # type: ignore[arg-type]
        client.sendall(b"GET /x?y HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_serves_in_several_places_with_an_access_log(project: Path) -> None:
    """A path beside the port, both said; a line for what each client did."""
    path, log = project / "site.sock", project / "access.log"
    options = ["--unix-socket", str(path), "--access-log", str(log), "--max-headers", "500"]
    with serving(project, "--settings", "mysite.settings", *options) as (process, port, said):
        assert f"(also unix:{path})" in said
        assert asked(("127.0.0.1", port)).startswith(b"HTTP/1.1 404 ")
        assert asked(str(path), socket.AF_UNIX).startswith(b"HTTP/1.1 404 ")
        assert talk(port) == "[user] hi"
        with socket.create_connection(("127.0.0.1", port), TOO_LONG) as client:
            client.sendall(b"GET /" + b"a" * 600)
            assert client.recv(100).startswith(b"HTTP/1.1 431 ")
        process.terminate()
        process.communicate(timeout=TOO_LONG)
    assert not path.exists()
    lines = log.read_text().splitlines()
    assert sum('"GET /x?y" 404 ' in line for line in lines) == 2
    assert sum(line.startswith("- - - ") for line in lines) == 1
    for word in ("WSCONNECTING", "WSCONNECT", "WSDISCONNECT"):
        assert sum(f'"{word} /" - -' in line for line in lines) == 2


def test_an_endpoint_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    """With status 2."""
    done = run("serve", "--endpoint", "ssl:443", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Twisted's other kinds" in done.stderr


WORKING_SITE = """
from django.conf import settings
settings.configure()
from channels.asgi import ChannelLayerWrapper
from asgiref.inmemory import ChannelLayer
from channels.routing import route
from channels.worker import WorkerGroup
import threading

def page(message):
    message.reply_channel.send({"status": 200, "content": b"from a worker"})

channel_layer = ChannelLayerWrapper(ChannelLayer(), "default", [route("http.request", page)])
workers = WorkerGroup(channel_layer, n_threads=1, signal_handlers=False)
threading.Thread(target=workers.run, daemon=True).start()
"""


def test_daphne_serves_a_layer_that_a_module_names(tmp_path: Path) -> None:
    """With the command line of 2016, until a signal; the access log is on stdout."""
    (tmp_path / "asgi.py").write_text(WORKING_SITE)
    path = tmp_path / "d.sock"
    with subprocess.Popen(
        [*COMMAND, "daphne", "-u", str(path), "--root-path", "/app", "asgi:channel_layer"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        end = threading.Timer(TOO_LONG, process.kill)
        end.start()
        assert process.stderr is not None
        assert "Listening on unix:" in process.stderr.readline()
        assert b"from a worker" in asked(str(path), socket.AF_UNIX)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=TOO_LONG)
        end.cancel()
        end.join()
        assert process.returncode == 0
    assert '"GET /x?y" 200 13' in said
    assert not path.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere:channel_layer"], "No module named 'nowhere'"),
        (["os:nothing"], "has no attribute 'nothing'"),
        (["os:sep"], "A server needs a layer"),
        (["-e", "nonsense", "asgi"], "Twisted's other kinds"),
    ],
)
def test_what_daphne_cannot_serve_is_one_sentence(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    """With status 2."""
    (tmp_path / "asgi.py").write_text("channel_layer = None\n")
    done = run("daphne", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("sandbox daphne: ")
    assert said in done.stderr


def as_daphne(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command ``daphne`` to its end, as its script does."""
    code = "import sys; from sandbox.cli import daphne; sys.exit(daphne())"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment() | {"PYTHONPATH": f"{ROOT}:{cwd}"},
        capture_output=True,
        encoding="utf-8",
        timeout=TOO_LONG,
    )


def test_the_command_of_2016_is_installed(tmp_path: Path) -> None:
    """Under its own name, with the same help and the same errors."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts["daphne"] == "sandbox.cli:daphne"
    assert as_daphne(tmp_path, "--help").stdout == run("daphne", "--help").stdout
    done = as_daphne(tmp_path, "nowhere:channel_layer")
    assert (done.returncode, done.stderr) == (2, "daphne: No module named 'nowhere'\n")


def test_the_command_gives_way_to_daphne_itself(tmp_path: Path) -> None:
    """Where that is installed, it gets the arguments as they are."""
    (tmp_path / "daphne").mkdir()
    (tmp_path / "daphne" / "__init__.py").write_text("")
    (tmp_path / "daphne" / "cli.py").write_text(
        "import sys\n"
        "class CommandLineInterface:\n"
        "    @classmethod\n"
        "    def entrypoint(cls):\n"
        "        print('itself', *sys.argv[1:])\n"
    )
    done = as_daphne(tmp_path, "-p", "0", "mysite.asgi:application")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "itself -p 0 mysite.asgi:application\n"


def test_daphne_has_a_help_of_its_own() -> None:
    """All that follows the verb is for it."""
    done = run("daphne", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "daphne -b 127.0.0.1 -p 8000 mysite.asgi:channel_layer" in done.stdout


# -- sandbox doctor, sandbox peek ------------------------------------------------------------------


def test_the_doctor_looks_at_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is told with what to do, and the status says whether something is."""
    assert cli.main(["doctor"]) == 0
    assert "Nothing to correct." in capsys.readouterr().out


def test_peek_says_in_one_sentence_that_no_redis_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing is printed where a pipe would read."""
    assert cli.main(["peek", "redis://127.0.0.1:1/0"]) == cli.CORRECT_THIS
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("sandbox peek: No Redis answers at redis://127.0.0.1:1/0")


def test_peek_names_a_settings_module_that_is_not_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As every other wrong word of a command line."""
    assert cli.main(["peek", "--settings", "no.such.settings"]) == cli.CORRECT_THIS
    assert "No module named 'no'" in capsys.readouterr().err
