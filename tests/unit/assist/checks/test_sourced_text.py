import pytest

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Severity


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        (CheckKind.NUMBER_NOT_IN_SOURCE, Severity.RED),
        (CheckKind.DATE_NOT_IN_SOURCE, Severity.RED),
        (CheckKind.QUOTE_NOT_IN_SOURCE, Severity.RED),
        (CheckKind.NUMBER_ELSEWHERE, Severity.AMBER),
        (CheckKind.NAME_NOT_IN_SOURCE, Severity.AMBER),
        (CheckKind.NO_SUPPORT, Severity.AMBER),
    ],
)
def test_what_is_surely_not_in_the_document_is_red(kind: CheckKind, severity: Severity) -> None:
    assert Check(kind=kind).severity is severity
