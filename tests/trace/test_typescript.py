"""The TypeScript types are generated from the vocabulary, and the file is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox.trace import typescript
from sandbox.trace.events import BASE_FIELDS, FURTHER_FIELDS, VOCABULARY
from sandbox.trace.typescript import TARGET, render


def test_the_file_is_fresh() -> None:
    """The committed file is what the vocabulary gives now."""
    assert TARGET.read_text(encoding="utf-8") == render(), "run: python -m sandbox.trace.typescript"


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_kind_has_an_interface(kind: str) -> None:
    """Each kind is an interface with its fields and part of the union."""
    name = VOCABULARY[kind].__name__
    found = re.search(rf"^export interface {name} extends Base {{\n(.*?)^}}", render(), re.M | re.S)
    assert found
    assert f'  kind: "{kind}";' in found[1]
    fields = re.findall(r"^  (\w+): ", found[1], re.M)
    assert fields == ["kind", *FURTHER_FIELDS[kind]]
    assert found[1].count("/** ") == len(fields) - 1
    assert f"  | {name}\n" in render() or f"  | {name};" in render()


def test_every_field_is_named() -> None:
    """The list of fields has each one once, sorted."""
    found = re.search(
        r"^export const FIELDS: readonly string\[\] = \[\n(.*?)^\];", render(), re.M | re.S
    )
    assert found
    names = re.findall(r'^  "(\w+)",$', found[1], re.M)
    own = {name for fields in FURTHER_FIELDS.values() for name in fields}
    assert names == sorted({*BASE_FIELDS, *own})


def test_types_are_spelled_for_json() -> None:
    """Bytes, tuples and mappings have the form that they have in JSON."""
    text = render()
    assert "  bytes: Base64 | null;" in text
    assert "  ladder: Step[];" in text
    assert "  kwargs: { [key: string]: Json };" in text
    assert "  query: string | Base64;" in text


def test_writes_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as a program it writes the file, folders included."""
    monkeypatch.setattr(typescript, "TARGET", tmp_path / "views" / "trace.ts")
    typescript.main()
    assert (tmp_path / "views" / "trace.ts").read_text(encoding="utf-8") == render()
