"""What is the matter with a sentence that a model wrote about a document, in a few words. GUI thread."""

from collections.abc import Mapping
from typing import Final

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Severity
from desktop_llm.storage.records import Doubt
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate

_SENTENCES: Final[Mapping[CheckKind, str]] = {
    CheckKind.NUMBER_NOT_IN_SOURCE: QT_TRANSLATE_NOOP("DoubtWords", "The number {text} is not in the document."),
    CheckKind.DATE_NOT_IN_SOURCE: QT_TRANSLATE_NOOP("DoubtWords", "The date {text} is not in the document."),
    CheckKind.QUOTE_NOT_IN_SOURCE: QT_TRANSLATE_NOOP("DoubtWords", "“{text}” does not stand in the document."),
    CheckKind.NUMBER_ELSEWHERE: QT_TRANSLATE_NOOP("DoubtWords", "The number {text} stands elsewhere in the document."),
    CheckKind.NAME_NOT_IN_SOURCE: QT_TRANSLATE_NOOP("DoubtWords", "The name {text} is not in the document."),
    CheckKind.NEGATION_DIFFERS: QT_TRANSLATE_NOOP("DoubtWords", "Either this or its passage has a “not”."),
    CheckKind.ROLES_DIFFER: QT_TRANSLATE_NOOP("DoubtWords", "The passage has it the other way round."),
    CheckKind.NO_SUPPORT: QT_TRANSLATE_NOOP("DoubtWords", "No passage says this."),
}


def doubt_sentence(doubt: Doubt) -> str:
    """Empty for a kind that another version of the program knew."""
    check = check_of(doubt)
    return check_sentence(check) if check else ""


def check_sentence(check: Check) -> str:
    return translate("DoubtWords", _SENTENCES[check.kind]).format(text=check.text)


def is_grave(doubt: Doubt) -> bool:
    """Whether this is not in the document; else it is to be looked at."""
    check = check_of(doubt)
    return check is not None and check.severity is Severity.RED


def check_of(doubt: Doubt) -> Check | None:
    if doubt.kind not in set(CheckKind):
        return None
    return Check(kind=CheckKind(doubt.kind), text=doubt.text)
