"""The command ``sandbox``: what Python can do here, from a shell.

Role: read arguments, call the same things that Python users call, and put results and errors
into lines of text. It must not decide anything about messages.

Each verb is a module-level function that takes the parsed arguments and returns the exit status:
0 when all went well, 2 when the caller has to correct something, which one sentence on stderr says.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import importlib.util
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sandbox.__about__ import __version__
from sandbox.errors import PortTaken, SandboxError
from sandbox.protocols import options

if TYPE_CHECKING:
    from sandbox.box import Sandbox
    from sandbox.lab import Copied

__all__ = ["daphne", "main"]

CORRECT_THIS = 2
"""Exit status, as argparse has it, where the caller has to correct something."""

WIDTH = 80
"""Columns that every line keeps to where the terminal does not offer more."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with *argv* (``None``: this process's arguments); return the exit status.

    ``SystemExit`` for ``--help``, ``--version`` and wrong arguments, as argparse does it.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    ours, more = _split(given) if given[:1] == ["lab"] else (given, [])
    arguments = _parser().parse_args(ours)
    arguments.more = more
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no arrow shows a question mark instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader has seen enough (`sandbox demo | head`), which is no error of ours.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Return what stands before two dashes, and what follows them."""
    end = words.index("--") if "--" in words else len(words)
    return words[:end], words[end + 1 :]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sandbox",
        description="Classic Django Channels in one process, with every message accounted for.",
        epilog="Example: sandbox demo",
    )
    parser.add_argument("--version", action="version", version=f"channel sandbox {__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_lab(verbs)
    _add_demo(verbs)
    _add_serve(verbs)
    _add_daphne(verbs)
    _add_doctor(verbs)
    _add_peek(verbs)
    return parser


def _add_lab(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    lab = verbs.add_parser(
        "lab",
        help="open the notebooks in JupyterLab: the chat, moving before your eyes",
        description="Copies the notebooks into a folder of yours (a second start never overwrites "
        "your work) and opens JupyterLab there. Ctrl-C ends it.",
        epilog="What follows two dashes goes to JupyterLab: sandbox lab -- --ServerApp.token=mine",
    )
    lab.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path.home() / "channel-sandbox",
        help="where your copies are (%(default)s)",
    )
    lab.add_argument(
        "--port", type=options.port_number, help="JupyterLab's port (8888, or the next free one)"
    )
    lab.add_argument("--no-browser", action="store_true", help="print the address only")
    lab.set_defaults(run=_lab)


def _add_demo(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = verbs.add_parser(
        "demo",
        help="the chat in this terminal: what alice and bob get, and where a message went",
        description="Runs the chat over real sockets in this process, shows where a message "
        "went, changes the code under open connections, loses a message, and ends.",
        epilog="Example: sandbox demo",
    )
    demo.set_defaults(run=_demo)


def _add_serve(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = verbs.add_parser(
        "serve",
        help="serve a project: protocol server, channel layer and workers in one process",
        description="Serves until Ctrl-C, then prints the ledger. Modules are found from the "
        "current folder on; the classic names (from channels import Group) work.",
        epilog="Example: sandbox serve --settings mysite.settings --port 8000",
    )
    options.add_places(serve, host=("--host",), port=("--port",))
    serve.add_argument(
        "--settings",
        metavar="MODULE",
        help="mysite.settings; else DJANGO_SETTINGS_MODULE, else a Django from nothing",
    )
    serve.add_argument(
        "--routing",
        metavar="PATH",
        help="chat.routing.channel_routing; else ROUTING of CHANNEL_LAYERS in the settings",
    )
    serve.add_argument(
        "--layer",
        metavar="LAYER",
        help="memory, redis (one of its own) or redis://…; else CHANNEL_LAYERS of the settings",
    )
    serve.add_argument("--workers", type=_at_least(0), default=1, metavar="N", help="(1)")
    serve.add_argument(
        "--servers",
        type=_at_least(1),
        default=1,
        metavar="N",
        help="the first has the port, the others free ones (1)",
    )
    serve.add_argument(
        "--capacity",
        type=_at_least(1),
        default=100,
        metavar="N",
        help="unread messages that a channel holds (100); CHANNEL_LAYERS has its own CONFIG",
    )
    options.add_options(serve, connect_timeout=-1)
    serve.set_defaults(run=_serve)


def _add_daphne(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    daphne = verbs.add_parser(
        "daphne",
        help="the protocol server alone, with the options of 2016 (sandbox daphne --help)",
        add_help=False,
        prefix_chars="\0",  # it reads all that follows itself
    )
    daphne.add_argument("rest", nargs="*")
    daphne.set_defaults(run=_daphne)


def _add_doctor(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = verbs.add_parser(
        "doctor",
        help="look at this machine, or at a project: what is wrong, and what to do",
        description="Without --settings it looks at this machine. With --settings it imports the "
        "project and names what loses messages there. The exit status is 1 where there is "
        "something to correct.",
        epilog="Example: sandbox doctor --settings mysite.settings",
    )
    doctor.add_argument(
        "--settings", metavar="MODULE", help="the project's, such as mysite.settings"
    )
    doctor.set_defaults(run=_doctor)


def _add_peek(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    peek = verbs.add_parser(
        "peek",
        help="read what a classic or Channels 4 layer keeps in a Redis",
        description="Shows queues, groups, members and ghosts. Only ever reads, in small "
        "batches, without MONITOR or KEYS.",
        epilog="Example: sandbox peek redis://localhost:6379/0",
    )
    peek.add_argument("url", nargs="?", help="redis://, rediss:// or unix:// (localhost)")
    peek.add_argument("--settings", metavar="MODULE", help="take address and options from there")
    peek.add_argument("--layer", default="default", metavar="ALIAS", help="of CHANNEL_LAYERS")
    peek.add_argument(
        "--prefix", action="append", metavar="TEXT", help="of the layer's keys (asgi: and asgi)"
    )
    peek.add_argument(
        "--key", action="append", default=[], metavar="KEY", help="symmetric_encryption_keys"
    )
    peek.add_argument(
        "--messages", type=_at_least(0), default=3, metavar="N", help="of each queue (3)"
    )
    peek.add_argument("--capacity", type=_at_least(1), metavar="N", help="of the layer (100)")
    peek.add_argument("--json", action="store_true", help="all of it, for programs")
    peek.set_defaults(run=_peek)


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"at least {least}, not {value}")
        return value

    return number


# -- sandbox lab ----------------------------------------------------------------------------------


def _lab(arguments: argparse.Namespace) -> int:
    """``sandbox lab``: copies of the notebooks, then JupyterLab in this process's place."""
    from sandbox import lab

    folder = arguments.folder.expanduser().resolve()
    try:
        lab.require_lab()
        copied = lab.copy_notebooks(lab.shipped(), folder, __version__)
        variables = lab.variables(os.environ, folder)
    except (SandboxError, OSError) as error:
        print(f"sandbox lab: {_lab_sentence(error, folder)}", file=sys.stderr)
        return CORRECT_THIS
    _say(f"Your notebooks are in {folder}.{_about_copies(copied)}")
    if lab.needs_leave(getattr(os, "geteuid", lambda: None)(), arguments.more):
        _say("JupyterLab does not start as root by itself: sandbox lab -- --allow-root")
    sys.stdout.flush()
    words = lab.command(
        folder, port=arguments.port, browser=not arguments.no_browser, more=arguments.more
    )
    if sys.platform == "win32":  # there execve does not wait
        return subprocess.call(words, env=variables)
    os.execve(words[0], words, variables)  # noqa: S606 - our own words, no shell


def _lab_sentence(error: Exception, folder: Path) -> str:
    if isinstance(error, OSError) and not isinstance(error, SandboxError):
        return f"{folder} cannot be written ({error.strerror}): name another folder."
    return str(error)


def _about_copies(copied: Copied) -> str:
    """Return what is worth knowing about the copies, with a space before it."""
    renewed = f" Newer now: {', '.join(copied.renewed)}." if copied.renewed else ""
    beside = ", ".join(copied.beside)
    return renewed + (f" Newer ones lie beside yours: {beside}." if beside else "")


# -- sandbox demo ---------------------------------------------------------------------------------

_CHANGED = """\
from sandbox import Group

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s!" % message.content["text"]})
"""

_NEXT = """\
  python -i -c "import sandbox; box = sandbox.demo()"   the same, to play with
  >>> box.tabs["alice"].send("hi"); box.tabs["bob"].receive()
  >>> box                                               what there is now
  sandbox serve --help                                  your own, for browsers"""


def _demo(arguments: argparse.Namespace) -> int:
    """``sandbox demo``: the chat, a story, a change of code, a loss, the ledger."""
    from sandbox.demos import demo, run_code
    from sandbox.trace.wording import shortened

    _say("The chat of 2016, over real sockets, in this one process.\n")
    with demo("chat") as box:
        _head('alice.send("hi")', "one frame in, one for each member of the group out")
        _send_and_show(box, "hi")

        _head("box.story()", "where it went, in milliseconds")
        _say(textwrap.indent(box.story().text(_width() - 2), "  "))

        _head("ws_message changes", "alice and bob stay connected")
        run_code("<sandbox demo changed>", _CHANGED, box)
        changed = box.consumers["ws_message"].diff().splitlines()
        _say("\n".join(f"  {line}" for line in changed if re.match("[-+] ", line)))
        _send_and_show(box, "hi")

        _head("box.lost", "after bob has left, and nobody took him out of the group")
        box.consumers["ws_disconnect"].remove()
        box.tabs["bob"].close()
        box.tabs["alice"].send("bob?")
        box.settle()
        for loss in box.lost:
            what = f"{loss.message} {shortened(loss.content)} to {loss.channel}"
            _say(_wrapped(f"{what}, {loss.reason}. {loss.why} {loss.do}"))

        _head("box.ledger", "what became of all messages")
        _say(_wrapped(str(box.ledger)))
    _head("Next")
    _say(_NEXT)
    return 0


def _send_and_show(box: Sandbox, text: str) -> None:
    """Let alice send *text*, and show what each tab gets."""
    box.tabs["alice"].send(text)
    for name, tab in box.tabs.items():
        _say(f"  {name:<5} received  {tab.receive()!r}")
    box.settle()


def _say(text: str) -> None:
    print(text)


def _head(what: str, about: str = "") -> None:
    """Begin a part: *what* one would type, and what to look at; bold on a terminal."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or sys.platform == "win32"
    shown = what if plain else f"\x1b[1m{what}\x1b[0m"
    print(f"\n{shown}{' ' * max(2, 22 - len(what))}{about}".rstrip())


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )


def _width() -> int:
    """Return how many columns a line may have here."""
    return max(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)


# -- sandbox serve --------------------------------------------------------------------------------


def _serve(arguments: argparse.Namespace) -> int:
    """``sandbox serve``: until Ctrl-C or SIGTERM."""
    sys.path.insert(0, os.getcwd())  # as manage.py has it
    box: Sandbox | None = None
    with _signals_interrupt(), contextlib.suppress(KeyboardInterrupt):
        try:
            box = _start(arguments)
        except Exception as error:
            sentence = _sentence(error, arguments)
            if sentence is None:
                raise
            print(f"sandbox serve: {sentence}", file=sys.stderr)
            return CORRECT_THIS
        _speak()
        _announce(box)
        _tell_of_swaps()
        box.wait()
    if box is not None:
        box.stop()
        _say(str(box.ledger))
    return 0


def _start(arguments: argparse.Namespace) -> Sandbox:
    """Start what *arguments* ask for. Raises what the user's modules raise, too."""
    import sandbox.verbatim  # noqa: F401 - the classic names, for the user's modules
    from sandbox.box import Sandbox

    return Sandbox(
        name="serve",
        server_options=options.server_arguments(arguments),
        routing=arguments.routing,
        layer=arguments.layer,
        workers=arguments.workers,
        servers=arguments.servers,
        capacity=arguments.capacity,
        settings=arguments.settings,
    )


def _speak() -> None:
    from sandbox.django.log import speak

    speak()


def _announce(box: Sandbox) -> None:
    all_of_them = [one for server in box.servers.values() for one in server.addresses]
    others = ", ".join(one for one in all_of_them if one != box.servers[1].address)
    also = f" (also {others})" if others else ""
    _say(f"Serving {box.url} and {box.ws_url}{also} until Ctrl-C.")
    if not len(box.consumers):
        _say("No consumers yet: --routing or --settings says where they are.")
    sys.stdout.flush()


def _tell_of_swaps() -> None:
    """Let a file that was written anew be told of, whether it serves now or is wrong."""
    told = logging.getLogger("sandbox.live")
    told.setLevel(logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("sandbox serve: %(message)s"))
    told.addHandler(handler)
    told.propagate = False


@contextlib.contextmanager
def _signals_interrupt() -> Iterator[None]:
    """Let the first SIGINT or SIGTERM raise KeyboardInterrupt here; a second one kills."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in before:
            signal.signal(one, signal.SIG_DFL)
        raise KeyboardInterrupt

    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, interrupt)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler if handler is not None else signal.SIG_DFL)


def _sentence(error: Exception, arguments: argparse.Namespace) -> str | None:
    """Return one sentence for an error that the caller can correct; ``None`` for one of ours.

    An error that came through a file of the user names the file and the line.
    """
    from django.core.exceptions import ImproperlyConfigured

    text = " ".join(str(error).split()) or type(error).__name__
    kind = type(error).__name__
    if isinstance(error, PortTaken) and not arguments.socket_strings:
        return _about_port(error, arguments)
    if isinstance(error, SandboxError):
        return text
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_shown(error.filename)}, line {error.lineno}: {kind}: {error.msg}."
    calls = traceback.extract_tb(error.__traceback__)
    own = [call for call in calls if _is_users(call.filename)]
    if own:
        return f"{_shown(own[-1].filename)}, line {own[-1].lineno}: {kind}: {text}."
    if isinstance(error, ImportError):
        return f"{kind}: {text}; modules are looked for in {os.getcwd()} first."
    if isinstance(error, (ImproperlyConfigured, OSError, TypeError, ValueError)):
        return f"{kind}: {text}"
    return None


def _about_port(error: PortTaken, arguments: argparse.Namespace) -> str:
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        todo = "stop the program that has it, or give another --port (0 takes a free one)"
    else:
        todo = "give an address of this machine as --host"
    why = error.__cause__ if error.__cause__ is not None else error
    reason = getattr(why, "strerror", None) or str(why)
    port = options.PORT if arguments.port is None else arguments.port
    host = arguments.host or options.HOST
    return f"port {port} on {host} cannot be used ({reason}): {todo}."


# -- sandbox doctor, sandbox peek -----------------------------------------------------------------

FOUND_SOMETHING = 1
"""Exit status of the doctor where there is something to correct."""


def _doctor(arguments: argparse.Namespace) -> int:
    """``sandbox doctor``: of this machine or a project."""
    from sandbox.looking.doctor import doctor

    found = doctor(arguments.settings)
    _say(str(found))
    return 0 if found.ok else FOUND_SOMETHING


def _peek(arguments: argparse.Namespace) -> int:
    """``sandbox peek``: one or more Redis servers."""
    import json

    from sandbox.looking import peek as looking

    try:
        urls, options = looking.places(
            arguments.url, arguments.settings, arguments.layer, os.environ
        )
        given = {
            "prefix": arguments.prefix,
            "keys": arguments.key,
            "capacity": arguments.capacity,
        }
        options |= {name: value for name, value in given.items() if value}
        found = [looking.peek(url, messages=arguments.messages, **options) for url in urls]
    except (SandboxError, ImportError, ValueError) as error:
        print(f"sandbox peek: {error}", file=sys.stderr)
        return CORRECT_THIS
    if arguments.json:
        _say(json.dumps([one.as_data() for one in found], indent=1, ensure_ascii=False))
    else:
        _say("\n\n".join(map(str, found)))
    return 0


# -- sandbox daphne -------------------------------------------------------------------------------


def daphne() -> int:
    """The command ``daphne`` of 2016, with this process's arguments; return the exit status.

    Where Daphne itself is installed, it runs that one: both have a command of this name, and
    whichever was installed last would else take the other's place.
    """
    if importlib.util.find_spec("daphne") is not None:
        importlib.import_module("daphne.cli").CommandLineInterface.entrypoint()
        return 0
    return _serve_layer(sys.argv[1:], "daphne")


def _daphne(arguments: argparse.Namespace) -> int:
    """``sandbox daphne``: the classic command (CLASSIC-SPEC §7.1)."""
    return _serve_layer(arguments.rest, "sandbox daphne")


def _serve_layer(words: list[str], called: str) -> int:
    """Be Daphne's command, under the name by which it was *called*."""
    import sandbox.verbatim  # noqa: F401 - the classic names, for the user's modules
    from sandbox.protocols.daphne.cli import CommandLineInterface

    try:
        CommandLineInterface().run(words)
    except (PortTaken, SandboxError, ImportError, AttributeError, ValueError, OSError) as error:
        text = " ".join(str(error).split()) or type(error).__name__
        print(f"{called}: {text}", file=sys.stderr)
        return CORRECT_THIS
    return 0


_OURS = Path(__file__).resolve().parent


def _is_users(filename: str) -> bool:
    """Say whether a file belongs to the project that is served, not to an installed package."""
    path = Path(filename)
    installed = {"site-packages", "dist-packages"} & set(path.parts)
    beside = path.is_absolute() and path.is_relative_to(Path.cwd())
    return beside and not installed and not path.resolve().is_relative_to(_OURS)


def _shown(filename: str) -> str:
    with contextlib.suppress(ValueError):
        return str(Path(filename).relative_to(Path.cwd()))
    return filename


if __name__ == "__main__":
    sys.exit(main())
