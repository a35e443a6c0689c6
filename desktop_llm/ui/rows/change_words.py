"""What is said of changes that a model proposes: kinds, what is doubtful in one, how many there are. GUI thread."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from desktop_llm.assist.writing.text_change import ChangeCategory, ChangeDoubt
from desktop_llm.assist.writing.writing_notes import WritingNote
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, decimal_text, number_text, sentences_text, translate
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.window_commands import WindowCommand, described

_CATEGORIES: Final[Mapping[ChangeCategory, str]] = {
    ChangeCategory.SPELLING: QT_TRANSLATE_NOOP("ChangeWords", "Spelling"),
    ChangeCategory.GRAMMAR: QT_TRANSLATE_NOOP("ChangeWords", "Grammar"),
    ChangeCategory.PUNCTUATION: QT_TRANSLATE_NOOP("ChangeWords", "Punctuation"),
    ChangeCategory.CAPITALS: QT_TRANSLATE_NOOP("ChangeWords", "Capitals"),
    ChangeCategory.SPACING: QT_TRANSLATE_NOOP("ChangeWords", "Spaces"),
    ChangeCategory.WORDING: QT_TRANSLATE_NOOP("ChangeWords", "Wording"),
}
_DOUBTS: Final[Mapping[ChangeDoubt, str]] = {
    ChangeDoubt.MUCH_SHORTER: QT_TRANSLATE_NOOP("ChangeWords", "The sentence would be much shorter."),
    ChangeDoubt.MUCH_LONGER: QT_TRANSLATE_NOOP("ChangeWords", "The sentence would be much longer."),
    ChangeDoubt.OTHER_SENTENCE: QT_TRANSLATE_NOOP("ChangeWords", "It would be another sentence."),
    ChangeDoubt.NAME: QT_TRANSLATE_NOOP("ChangeWords", "It changes a name."),
    ChangeDoubt.QUESTION_LOST: QT_TRANSLATE_NOOP("ChangeWords", "The question would be none any more."),
    ChangeDoubt.REWRITTEN: QT_TRANSLATE_NOOP("ChangeWords", "It is more than a correction."),
    ChangeDoubt.CONTRADICTED: QT_TRANSLATE_NOOP("ChangeWords", "The model proposed two things for this sentence."),
    ChangeDoubt.IN_PART: QT_TRANSLATE_NOOP("ChangeWords", "The rest of what was proposed here is not acceptable."),
}
_NOTES: Final[Mapping[WritingNote, str]] = {
    WritingNote.SMALL_MODEL: QT_TRANSLATE_NOOP(
        "ChangeWords",
        "{model} is a small model and not good at this. What it writes is checked; a larger one is better.",
    ),
    WritingNote.NOT_MADE_FOR_IT: QT_TRANSLATE_NOOP(
        "ChangeWords", "{model} was not made to follow instructions; little will come of this."
    ),
    WritingNote.LANGUAGE_UNKNOWN: QT_TRANSLATE_NOOP(
        "ChangeWords", "Which language this is cannot be told; look closely at what is proposed."
    ),
    WritingNote.NOTHING_TO_READ: QT_TRANSLATE_NOOP(
        "ChangeWords", "There are no sentences to read: code and quotations are left alone."
    ),
}


def with_keys(text: str, command: WindowCommand) -> str:
    """A tool tip that names the keys of a command."""
    keys = described(command).shown_keys
    return f"{text} ({keys})" if keys else text


def category_name(category: ChangeCategory) -> str:
    return translate("ChangeWords", _CATEGORIES[category])


def doubt_sentence(doubt: ChangeDoubt | None) -> str:
    return "" if doubt is None else translate("ChangeWords", _DOUBTS[doubt])


def note_sentences(model: str, notes: Sequence[WritingNote]) -> str:
    return sentences_text(translate("ChangeWords", _NOTES[note]).format(model=model) for note in notes)


def change_html(before: str, after: str) -> str:
    """What goes is struck out, what comes is bold."""
    palette = current_palette()
    gone = f'<s style="color: {palette.error}">{escape(visible(before))}</s>' if before else ""
    new = f'<b style="color: {palette.accent}">{escape(visible(after))}</b>' if after else ""
    return f"{gone} {new}".strip()


def found_text(n_changes: int, n_words: int) -> str:
    """How many, and how many for 100 words: a text that is changed at every turn is another text."""
    if not n_changes:
        return translate("ChangeWords", "Nothing to change was found.")
    per_100 = decimal_text(100 * n_changes / n_words) if n_words else ""
    text = (
        translate("ChangeWords", "1 change")
        if n_changes == 1
        else translate("ChangeWords", "{count} changes").format(count=number_text(n_changes))
    )
    return translate("ChangeWords", "{changes} · {share} per 100 words").format(changes=text, share=per_100)


def doubtful_text(count: int) -> str:
    if count == 1:
        return translate("ChangeWords", "1 of them is to be looked at by yourself")
    return translate("ChangeWords", "{count} of them are to be looked at by yourself").format(count=number_text(count))


def left_out_text(n_dropped: int, n_unread: int) -> str:
    """What the model said that cannot be used."""
    parts: list[str] = []
    if n_dropped:
        text = translate("ChangeWords", "Proposals that changed numbers, code or the language were left out: {count}.")
        parts.append(text.format(count=number_text(n_dropped)))
    if n_unread:
        text = translate("ChangeWords", "Parts for which the model gave no usable answer: {count}.")
        parts.append(text.format(count=number_text(n_unread)))
    return sentences_text(parts)


def reading_text(n_done: int, n_sentences: int) -> str:
    text = translate("ChangeWords", "Read {done} of {count} sentences")
    return text.format(done=number_text(n_done), count=number_text(n_sentences))


def busy_text() -> str:
    """Nobody edits while a text is put in, or many edits are made one after another."""
    return translate("ChangeWords", "The text is still being worked on. Try again in a moment.")


def withdrawn_text(count: int) -> str:
    """Said when the person edited words that a change was about."""
    if count == 1:
        return translate("ChangeWords", "You edited words that a change was about, so it was withdrawn.")
    text = translate("ChangeWords", "You edited words that {count} changes were about, so they were withdrawn.")
    return text.format(count=number_text(count))


def visible(text: str) -> str:
    """In one line; spaces alone are named."""
    line = " ".join(text.split())
    return line or (translate("ChangeWords", "(space)") if text else "")
