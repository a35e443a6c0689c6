"""What is said of texts that a model wrote: styles, kinds, what is missing in one, what may be invented. GUI thread."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from desktop_llm.assist.word_diff import ChangeKind, WordChange
from desktop_llm.assist.writing.rewrite_request import RewriteStyle
from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, translate
from desktop_llm.ui.language_text import language_name
from desktop_llm.ui.theme import current_palette

STYLES: Final[Mapping[RewriteStyle, str]] = {
    RewriteStyle.FRIENDLY: QT_TRANSLATE_NOOP("VersionWords", "Friendly"),
    RewriteStyle.PROFESSIONAL: QT_TRANSLATE_NOOP("VersionWords", "Professional"),
    RewriteStyle.CONCISE: QT_TRANSLATE_NOOP("VersionWords", "Concise"),
    RewriteStyle.SIMPLER: QT_TRANSLATE_NOOP("VersionWords", "Simpler"),
    RewriteStyle.LONGER: QT_TRANSLATE_NOOP("VersionWords", "Longer"),
    RewriteStyle.SHORTER: QT_TRANSLATE_NOOP("VersionWords", "Shorter"),
    RewriteStyle.BULLETS: QT_TRANSLATE_NOOP("VersionWords", "Bullet points"),
    RewriteStyle.TABLE: QT_TRANSLATE_NOOP("VersionWords", "Table"),
}
KINDS: Final[Mapping[str, str]] = {
    "email": QT_TRANSLATE_NOOP("VersionWords", "E-mail"),
    "reply": QT_TRANSLATE_NOOP("VersionWords", "Reply"),
    "article": QT_TRANSLATE_NOOP("VersionWords", "News article"),
    "report": QT_TRANSLATE_NOOP("VersionWords", "Report"),
    "letter": QT_TRANSLATE_NOOP("VersionWords", "Letter"),
    "minutes": QT_TRANSLATE_NOOP("VersionWords", "Minutes"),
    "post": QT_TRANSLATE_NOOP("VersionWords", "Post"),
    "speech": QT_TRANSLATE_NOOP("VersionWords", "Speech"),
}
_FAULTS: Final[Mapping[VersionFault, str]] = {
    VersionFault.EMPTY: QT_TRANSLATE_NOOP("VersionWords", "The model wrote nothing."),
    VersionFault.CUT: QT_TRANSLATE_NOOP("VersionWords", "The text is cut off."),
    VersionFault.REPEATS: QT_TRANSLATE_NOOP("VersionWords", "The text repeats itself."),
    VersionFault.WRONG_LANGUAGE: QT_TRANSLATE_NOOP("VersionWords", "The text is in {language}."),
    VersionFault.PART_KEPT: QT_TRANSLATE_NOOP(
        "VersionWords", "The model gave nothing usable for this part, which stays as it was: {text}"
    ),
    VersionFault.UNCHANGED: QT_TRANSLATE_NOOP("VersionWords", "Nothing was changed."),
    VersionFault.NUMBER_MISSING: QT_TRANSLATE_NOOP("VersionWords", "The number {text} is missing."),
    VersionFault.NUMBER_ADDED: QT_TRANSLATE_NOOP("VersionWords", "Invented? You did not give the number {text}."),
    VersionFault.DATE_ADDED: QT_TRANSLATE_NOOP("VersionWords", "Invented? You did not give the date {text}."),
    VersionFault.NAME_MISSING: QT_TRANSLATE_NOOP("VersionWords", "The name {text} is missing."),
    VersionFault.NAME_ADDED: QT_TRANSLATE_NOOP("VersionWords", "Invented? You did not give the name {text}."),
    VersionFault.QUOTE_ADDED: QT_TRANSLATE_NOOP("VersionWords", "Invented? You did not give these words: “{text}”."),
    VersionFault.POINT_MISSING: QT_TRANSLATE_NOOP("VersionWords", "Missing: {text}"),
    VersionFault.POINT_UNCHECKED: QT_TRANSLATE_NOOP("VersionWords", "Look for yourself whether this is said: {text}"),
    VersionFault.TOO_SHORT: QT_TRANSLATE_NOOP("VersionWords", "It is much shorter than you wanted: {text} words."),
    VersionFault.TOO_LONG: QT_TRANSLATE_NOOP("VersionWords", "It is much longer than you wanted: {text} words."),
}
_SHOWN_CHARACTERS: Final = 120


def style_name(style: RewriteStyle) -> str:
    return translate("VersionWords", STYLES[style])


def kind_name(kind_id: str, name: str) -> str:
    """`name` for a kind that somebody added to the resources."""
    return translate("VersionWords", KINDS[kind_id]) if kind_id in KINDS else name


def fault_sentences(warnings: Sequence[VersionWarning]) -> tuple[str, ...]:
    return tuple(map(_fault_sentence, warnings))


def draft_notice(n_warnings: int) -> tuple[str, str]:
    """That something in a draft is to be looked at, and the button that shows what."""
    if n_warnings == 1:
        text = translate("VersionWords", "One thing in the draft is to be looked at.")
    else:
        text = translate("VersionWords", "{count} things in the draft are to be looked at.")
    return text.format(count=number_text(n_warnings)), translate("VersionWords", "Show")


def difference_html(changes: Sequence[WordChange]) -> str:
    """What went is struck out, what came is bold; the rest is as it was."""
    palette = current_palette()
    looks = {
        ChangeKind.SAME: "{}",
        ChangeKind.REMOVED: f'<s style="color: {palette.error}">{{}}</s>&thinsp;',
        ChangeKind.ADDED: f'<b style="color: {palette.accent}">{{}}</b>',
    }
    words = (looks[change.kind].format(escape(change.text)) for change in changes)
    return f'<div style="white-space: pre-wrap">{"".join(words)}</div>'


def _fault_sentence(warning: VersionWarning) -> str:
    text = " ".join(warning.text.split())
    shown = f"{text[:_SHOWN_CHARACTERS]}…" if len(text) > _SHOWN_CHARACTERS else text
    sentence = translate("VersionWords", _FAULTS[warning.fault])
    return sentence.format(text=shown, language=language_name(warning.text))
