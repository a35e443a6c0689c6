"""Every failure as one sentence, one piece of advice and one button. GUI thread.

The layers below raise codes and facts; here, and in `cli.py`, they become words.
"""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact
from desktop_llm.ui.error_template import ErrorAction
from desktop_llm.ui.error_template import ErrorTemplate as _Template
from desktop_llm.ui.hub_error_text import HUB_TEMPLATES
from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, number_text, sentences_text, size_text, translate
from desktop_llm.ui.server_error_text import LACKS, SERVER_TEMPLATES
from desktop_llm.ui.writing_error_text import WRITING_TEMPLATES


class ErrorText(Struct, frozen=True, kw_only=True):
    """A failure in words. `details` unfold; they repeat the facts for somebody who helps."""

    code: ErrorCode
    sentence: str
    advice: str = ""
    action: ErrorAction | None = None
    button: str | None = None
    details: str = ""

    @property
    def whole(self) -> str:
        """Both sentences as one text."""
        return sentences_text((self.sentence, self.advice))


def error_text(code: ErrorCode, facts: Mapping[str, Fact] | None = None) -> ErrorText:
    """The words for a failure. A fact that is missing leaves its place with a dash."""
    template = TEMPLATES[code]
    words = _Words({name: _fact_text(name, value) for name, value in (facts or {}).items()})
    if facts and "path" in facts:
        words["file"] = PurePath(str(facts["path"])).name or str(facts["path"])
    _tell_apart(words, facts or {})
    return ErrorText(
        code=code,
        sentence=translate("ErrorText", template.sentence).format_map(words),
        advice=translate("ErrorText", template.advice).format_map(words) if template.advice else "",
        action=template.action,
        button=None if template.action is None else translate("ErrorText", BUTTONS[template.action]),
        details=_details(code, facts or {}),
    )


def error_text_of(error: DesktopLlmError) -> ErrorText:
    return error_text(error.code, error.facts)


class _Words(dict[str, str]):
    """What placeholders stand for."""

    def __missing__(self, key: str) -> str:
        return "–"


def _tell_apart(words: _Words, facts: Mapping[str, Fact]) -> None:
    """Sizes that differ and would read the same are told in bytes: 1 MB is there and 1 MB is needed helps nobody."""
    sizes = {name: value for name, value in facts.items() if name.endswith("_bytes") and isinstance(value, int)}
    if len({words[name] for name in sizes}) == len(set(sizes.values())):
        return
    for name, size_bytes in sizes.items():
        words[name] = translate("ErrorText", "{count} bytes").format(count=number_text(size_bytes))


def _fact_text(name: str, value: Fact) -> str:
    if name.endswith("_bytes") and isinstance(value, int | float):
        return size_text(int(value))
    if name == "what":
        return translate("ErrorText", LACKS.get(str(value), str(value)))
    if isinstance(value, int):
        return number_text(value)
    return str(value)


def _details(code: ErrorCode, facts: Mapping[str, Fact]) -> str:
    return "\n".join([str(code), *(f"{name}: {value}" for name, value in facts.items())])


_SETTINGS: Final = QT_TRANSLATE_NOOP("ErrorText", "Open settings")
BUTTONS: Final[Mapping[ErrorAction, str]] = {
    ErrorAction.OPEN_MODEL_FILE: QT_TRANSLATE_NOOP("ErrorText", "Open another file…"),
    ErrorAction.MANAGE_MODELS: QT_TRANSLATE_NOOP("ErrorText", "Choose a model"),
    ErrorAction.MANAGE_SERVERS: QT_TRANSLATE_NOOP("ErrorText", "Servers…"),
    ErrorAction.TRY_AGAIN: QT_TRANSLATE_NOOP("ErrorText", "Try again"),
    ErrorAction.OPEN_SETTINGS: _SETTINGS,
    ErrorAction.OPEN_DOWNLOAD_SETTINGS: _SETTINGS,
    ErrorAction.OPEN_DATA_SETTINGS: _SETTINGS,
    ErrorAction.OPEN_LOADING_SETTINGS: _SETTINGS,
    ErrorAction.OPEN_DATA_FOLDER: QT_TRANSLATE_NOOP("ErrorText", "Open the folder"),
    ErrorAction.NEW_CHAT: QT_TRANSLATE_NOOP("ErrorText", "New chat"),
    ErrorAction.COPY_REPORT: QT_TRANSLATE_NOOP("ErrorText", "Copy report"),
    ErrorAction.QUIT: QT_TRANSLATE_NOOP("ErrorText", "Quit"),
}

TEMPLATES: Final[Mapping[ErrorCode, _Template]] = {
    ErrorCode.MODEL_FILE_MISSING: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model file {file} is no longer there."),
        QT_TRANSLATE_NOOP("ErrorText", "It was moved or deleted. It used to be at {path}."),
        ErrorAction.OPEN_MODEL_FILE,
    ),
    ErrorCode.MODEL_FILE_NOT_GGUF: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is not a model file that this program can read."),
        QT_TRANSLATE_NOOP("ErrorText", "Model files are in the GGUF format; their names end in .gguf."),
        ErrorAction.OPEN_MODEL_FILE,
    ),
    ErrorCode.MODEL_FILE_TRUNCATED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is incomplete: {actual_bytes} are there, {expected_bytes} are needed."),
        QT_TRANSLATE_NOOP("ErrorText", "The download was probably cut short. Get the file again."),
        ErrorAction.OPEN_MODEL_FILE,
    ),
    ErrorCode.MODEL_FILE_BROKEN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model file {file} is damaged."),
        QT_TRANSLATE_NOOP("ErrorText", "Get the file again."),
        ErrorAction.OPEN_MODEL_FILE,
    ),
    ErrorCode.MODEL_PART_MISSING: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "A part of this model is missing: {file}."),
        QT_TRANSLATE_NOOP("ErrorText", "Put all parts of the model into one folder and open the first."),
        ErrorAction.OPEN_MODEL_FILE,
    ),
    ErrorCode.MODEL_UNSUPPORTED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is a kind of model that is not supported: {architecture}."),
        QT_TRANSLATE_NOOP("ErrorText", "A newer version of this program may know it."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.MODEL_EMBEDS_ONLY: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} writes no answers: it is a model that finds passages in documents."),
        QT_TRANSLATE_NOOP("ErrorText", "It is used for questions about documents. Choose another model for the chat."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.MODEL_DOES_NOT_FIT: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "This model needs {needed_bytes} of memory, and {free_bytes} are free."),
        QT_TRANSLATE_NOOP("ErrorText", "Close other programs, choose a smaller model or a smaller context."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.MODEL_LOAD_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model {file} could not be loaded."),
        QT_TRANSLATE_NOOP("ErrorText", "Try it again, or choose another model."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.MODEL_HASH_WRONG: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model file {file} is not the one that was published."),
        QT_TRANSLATE_NOOP("ErrorText", "It was damaged or changed on its way. Get it again."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.MODEL_UNKNOWN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "There is no model named {name} in your list."),
        "",
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.MODEL_NOT_REMOVABLE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{name} came with the program and stays in the list."), "", None
    ),
    ErrorCode.MODEL_NOT_DELETED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model file {file} could not be deleted."),
        QT_TRANSLATE_NOOP("ErrorText", "It may be in use. Close what uses it and try again. Reason: {reason}"),
        None,
    ),
    ErrorCode.MODEL_UNVERIFIABLE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Whether {name} is whole cannot be checked."),
        QT_TRANSLATE_NOOP("ErrorText", "That is known only of models that this program downloaded."),
        None,
    ),
    ErrorCode.LOAD_CANCELLED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Loading was cancelled."), "", ErrorAction.TRY_AGAIN
    ),
    ErrorCode.NO_MODEL: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "No model is loaded."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose one to get an answer."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.PROMPT_EMPTY: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "There is nothing to answer yet."),
        QT_TRANSLATE_NOOP("ErrorText", "Write a message first."),
        None,
    ),
    ErrorCode.PROMPT_TOO_LONG: _Template(
        QT_TRANSLATE_NOOP(
            "ErrorText", "This is too long for the model: {prompt_tokens} tokens, and it can hold {context_tokens}."
        ),
        QT_TRANSLATE_NOOP("ErrorText", "Shorten the message, or set a larger context in the settings."),
        ErrorAction.OPEN_LOADING_SETTINGS,
    ),
    ErrorCode.TEMPLATE_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "This model's own way of writing a conversation does not work."),
        QT_TRANSLATE_NOOP("ErrorText", "The file's chat template is faulty. Another file of this model may be better."),
        ErrorAction.MANAGE_MODELS,
    ),
    ErrorCode.GRAMMAR_INVALID: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The form that was asked of the answer is not a valid one."),
        QT_TRANSLATE_NOOP("ErrorText", "Reason: {reason}"),
        None,
    ),
    ErrorCode.REQUEST_INVALID: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model cannot do what was asked."),
        QT_TRANSLATE_NOOP("ErrorText", "Reason: {reason}"),
        ErrorAction.COPY_REPORT,
    ),
    ErrorCode.DECODE_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model stopped in the middle of its work."),
        QT_TRANSLATE_NOOP("ErrorText", "What was written so far is kept."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.ENGINE_DIED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The model stopped unexpectedly and was started again."),
        QT_TRANSLATE_NOOP("ErrorText", "Your chats are safe. What was written so far is kept."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.ENGINE_START_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The part of the program that runs the model does not start."),
        QT_TRANSLATE_NOOP("ErrorText", "Install the program again if this stays so."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.ENGINE_PROTOCOL_MISMATCH: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Two versions of this program are mixed."),
        QT_TRANSLATE_NOOP("ErrorText", "Close it and start it again; install it again if this stays so."),
        ErrorAction.QUIT,
    ),
    ErrorCode.DATABASE_NEWER: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Your chats were saved by a newer version of this program."),
        QT_TRANSLATE_NOOP("ErrorText", "Install the newer version to open them. Nothing was changed."),
        ErrorAction.QUIT,
    ),
    ErrorCode.DATABASE_BROKEN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The file with your chats is damaged."),
        QT_TRANSLATE_NOOP("ErrorText", "Backups are in the folder beside it. Nothing was changed."),
        ErrorAction.OPEN_DATA_FOLDER,
    ),
    ErrorCode.DATABASE_CLOSED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The program was ending, and this came too late to be saved."),
        QT_TRANSLATE_NOOP("ErrorText", "What was saved before is there at the next start."),
        None,
    ),
    ErrorCode.DATABASE_UPGRADE_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Your chats could not be brought up to this version of the program."),
        QT_TRANSLATE_NOOP("ErrorText", "They are as they were, and the version before this one opens them."),
        ErrorAction.COPY_REPORT,
    ),
    ErrorCode.DISK_FULL: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The disk is full, and this could not be saved."),
        QT_TRANSLATE_NOOP("ErrorText", "Make some room, then try again."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DATA_FOLDER_READ_ONLY: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Nothing can be saved in the folder {path}."),
        QT_TRANSLATE_NOOP("ErrorText", "Allow writing there, or choose another data folder in the settings."),
        ErrorAction.OPEN_DATA_SETTINGS,
    ),
    ErrorCode.DATA_FOLDER_FAILED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The folder {path} cannot be used."),
        QT_TRANSLATE_NOOP("ErrorText", "See whether its disk is connected. Reason: {reason}"),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DATA_FOLDER_PATH_LONG: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Nothing can be saved: the path of the data folder is too long."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another data folder in the settings. This one is {path}."),
        ErrorAction.OPEN_DATA_SETTINGS,
    ),
    ErrorCode.DATA_FOLDER_OF_ANOTHER: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Desktop LLM was started as root, in the home of somebody else."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "Start it without sudo. What root saves in {path}, the one whose chats these are could not change later.",
        ),
        ErrorAction.QUIT,
    ),
    ErrorCode.DATA_FOLDER_TAKEN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "There are chats of Desktop LLM in the folder {path} already."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose an empty folder."),
        ErrorAction.OPEN_DATA_SETTINGS,
    ),
    ErrorCode.DATA_FOLDER_IN_USE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Desktop LLM is already running with the same chats."),
        QT_TRANSLATE_NOOP("ErrorText", "Use the window that is open, or close it first."),
        ErrorAction.QUIT,
    ),
    ErrorCode.CONVERSATION_UNKNOWN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "This chat no longer exists."),
        QT_TRANSLATE_NOOP("ErrorText", "It was deleted for good."),
        ErrorAction.NEW_CHAT,
    ),
    ErrorCode.SETTINGS_BROKEN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "The settings could not be read, so the usual ones are in use."),
        QT_TRANSLATE_NOOP("ErrorText", "The old file is kept at {backup_path}."),
        ErrorAction.OPEN_SETTINGS,
    ),
    ErrorCode.FILE_UNREADABLE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} could not be read."),
        QT_TRANSLATE_NOOP("ErrorText", "Reason: {reason}"),
        None,
    ),
    ErrorCode.FILE_NOT_TEXT: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is not a text file."),
        QT_TRANSLATE_NOOP("ErrorText", "Text files in UTF-8 or UTF-16 can be attached."),
        None,
    ),
    ErrorCode.FILE_NOT_WRITTEN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} could not be saved."),
        QT_TRANSLATE_NOOP("ErrorText", "Reason: {reason}"),
        None,
    ),
    ErrorCode.FILE_READ_ONLY: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} cannot be written: it, or its folder, is read-only."),
        QT_TRANSLATE_NOOP("ErrorText", "Choose another folder or another name."),
        None,
    ),
    ErrorCode.FILE_IN_USE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is open in another program and cannot be replaced."),
        QT_TRANSLATE_NOOP("ErrorText", "Close it there, or choose another name."),
        None,
    ),
    ErrorCode.DOCUMENT_KIND_UNKNOWN: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is a kind of file that this program cannot read."),
        QT_TRANSLATE_NOOP("ErrorText", "Save it as PDF, Word or text, and try that file."),
        None,
    ),
    ErrorCode.DOCUMENT_PASSWORD_NEEDED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is locked with a password."),
        QT_TRANSLATE_NOOP("ErrorText", "Type its password to open it."),
        None,
    ),
    ErrorCode.DOCUMENT_LOCKED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is locked with a password."),
        QT_TRANSLATE_NOOP("ErrorText", "Open it in the program that it came from and save it without the password."),
        None,
    ),
    ErrorCode.DOCUMENT_PASSWORD_WRONG: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "That password does not open {file}."),
        QT_TRANSLATE_NOOP("ErrorText", "Type it again."),
        None,
    ),
    ErrorCode.DOCUMENT_DAMAGED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is damaged and could not be read."),
        QT_TRANSLATE_NOOP("ErrorText", "Open it in the program that it came from and save it again. Reason: {reason}"),
        None,
    ),
    ErrorCode.DOCUMENT_EMPTY: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "There is no text in {file}."),
        "",
        None,
    ),
    ErrorCode.DOCUMENT_NOT_EDITABLE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} cannot be translated in place."),
        QT_TRANSLATE_NOOP(
            "ErrorText", "These kinds can: docx, odt, pptx, xlsx, epub, html, md, txt, srt, vtt, po, xliff."
        ),
        None,
    ),
    ErrorCode.DOCUMENT_TOO_LARGE: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} is too large to be read."),
        QT_TRANSLATE_NOOP("ErrorText", "Reading it takes more than {limit_bytes} of memory. Try a part of it."),
        None,
    ),
    ErrorCode.DOCUMENT_TIMEOUT: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Reading {file} took too long and was stopped."),
        QT_TRANSLATE_NOOP("ErrorText", "Try a part of it."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DOCUMENT_CHANGED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} changed while it was being read."),
        QT_TRANSLATE_NOOP("ErrorText", "Try again when it is saved."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DOCUMENT_READER_DIED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "{file} could not be read; something in it is faulty."),
        QT_TRANSLATE_NOOP("ErrorText", "Open it in the program that it came from and save it again."),
        ErrorAction.TRY_AGAIN,
    ),
    ErrorCode.DOCUMENT_CANCELLED: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Reading {file} was stopped."),
        "",
        None,
    ),
    ErrorCode.BUG: _Template(
        QT_TRANSLATE_NOOP("ErrorText", "Something went wrong in this program, and it is our fault."),
        QT_TRANSLATE_NOOP("ErrorText", "Your chats are safe. A report helps to mend it."),
        ErrorAction.COPY_REPORT,
    ),
    **HUB_TEMPLATES,
    **SERVER_TEMPLATES,
    **WRITING_TEMPLATES,
}
