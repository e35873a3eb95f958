"""README.md does what it says: its Python runs, its commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.redis_server import require_redis

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = {"sh", "bash", "shell", "console"}


def blocks(*languages: str) -> list[str]:
    """Return the text of README's fenced blocks in one of *languages*."""
    return [text for language, text in FENCE.findall(README) if language in languages]


def commands() -> list[str]:
    """Return README's shell commands, without prompts, comments and printed output."""
    found = []
    for language, text in FENCE.findall(README):
        if language not in SHELL:
            continue
        lines = [line.split("  #")[0].strip() for line in text.splitlines()]
        if language == "console":
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        found += [line for line in lines if line and not line.startswith("#")]
    return found


def test_every_block_is_closed() -> None:
    """Every opened block is closed, so that no block is missed."""
    assert README.count("\n```") % 2 == 0


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: code.strip().splitlines()[0])
def test_python_blocks_run(code: str, tmp_path: Path) -> None:
    """Each Python block is a program that runs to its end by itself and leaves nothing open."""
    if 'layer="redis"' in code:
        require_redis()
    program = tmp_path / "readme_block.py"
    program.write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "always::ResourceWarning", str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def bare(text: str) -> list[str]:
    """Return the lines of an output without numbers and widths, which differ each time."""
    return [" ".join(re.sub(r"[\d.]+", "0", line).split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("code", "shown"),
    re.findall(r"^```python\n([^`]*)^```\n[^`#]*^```text\n([^`]*)^```", README, re.MULTILINE),
    ids=["where did my message go"],
)
def test_python_blocks_print_what_is_shown(code: str, shown: str, tmp_path: Path) -> None:
    """A text block after a Python block is the end of what that prints, but for the numbers."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert bare(done.stdout)[-len(bare(shown)) :] == bare(shown)


def test_parts_of_the_tests_exist() -> None:
    """Every `./tests/run PART` of the README is a part that tests/run has."""
    known = subprocess.run(
        [sys.executable, "tests/run", "--help"], cwd=ROOT, capture_output=True, text=True
    ).stdout.rpartition("Parts:")[2]
    parts = set(re.findall(r"^ +(\w+)", known, re.MULTILINE))
    assert "unit" in parts
    for command in commands():
        if command.startswith("./tests/run"):
            named = command.split("--")[0].split()[1:]
            assert set(named) <= parts | {"all"}, command


@pytest.mark.parametrize(
    "verb",
    sorted({word for line in commands() for word in re.findall(r"\bsandbox (\w+)", line)}),
)
def test_shell_verbs_exist(verb: str) -> None:
    """Every `sandbox VERB` of the README has a help text."""
    program = "import sys; from sandbox.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, verb, "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert verb in done.stdout
