"""The report: every check's findings, the worst first, whatever a check does."""

from __future__ import annotations

from sandbox.looking.doctor import Finding, examine


def test_a_check_that_fails_hides_no_other() -> None:
    """It becomes a finding of its own."""

    def sound(patient: object) -> list[Finding]:
        return [Finding("good", "it", "is well.")]

    def broken(patient: object) -> list[Finding]:
        raise KeyError("gone")

    found = examine(None, "Somebody", [broken, sound])
    assert [(one.level, one.about) for one in found.findings] == [
        ("note", "broken"),
        ("good", "it"),
    ]
    assert "KeyError" in found.findings[0].says
    assert found.ok


def test_a_report_is_shown_as_text_in_html() -> None:
    """What a finding says is never markup."""

    def odd(patient: object) -> list[Finding]:
        return [Finding("error", "<b>", "<script>")]

    assert "<script>" not in examine(None, "x", [odd])._repr_html_()
