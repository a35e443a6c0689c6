"""One line of English per failure, and sizes, for the terminal. The window has its own, translated texts."""

import re
from collections.abc import Mapping
from typing import Final

from desktop_llm.engine.messages import LoadNote
from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact

_LINES: Final[Mapping[ErrorCode, str]] = {
    ErrorCode.MODEL_FILE_MISSING: "There is no file {path}.",
    ErrorCode.MODEL_FILE_NOT_GGUF: "{path} is not a model file (GGUF).",
    ErrorCode.MODEL_FILE_TRUNCATED: "{path} is incomplete: {actual_bytes} of {expected_bytes} are there.",
    ErrorCode.MODEL_FILE_BROKEN: "{path} is damaged: {reason}.",
    ErrorCode.MODEL_PART_MISSING: "A part of the model is missing: {path}.",
    ErrorCode.MODEL_UNSUPPORTED: "This version cannot run models of the kind {architecture}.",
    ErrorCode.MODEL_EMBEDS_ONLY: "{path} writes no answers: it finds passages for questions about documents.",
    ErrorCode.MODEL_DOES_NOT_FIT: "The model does not fit: {needed_bytes} of memory needed, {free_bytes} free.",
    ErrorCode.MODEL_LOAD_FAILED: "The model could not be loaded: {reason}.",
    ErrorCode.MODEL_HASH_WRONG: "{path} is damaged: its checksum is wrong.",
    ErrorCode.MODEL_UNKNOWN: "There is no model {name}; `desktop-llm models list` shows what there is.",
    ErrorCode.MODEL_NOT_REMOVABLE: "{name} comes with the program and stays.",
    ErrorCode.MODEL_NOT_DELETED: "{path} could not be deleted: {reason}.",
    ErrorCode.MODEL_UNVERIFIABLE: "Whether {name} is whole cannot be checked: it was not downloaded by this program.",
    ErrorCode.LOAD_CANCELLED: "Loading was stopped.",
    ErrorCode.NO_MODEL: "No model is loaded.",
    ErrorCode.PROMPT_EMPTY: "There is nothing to answer: the prompt is empty.",
    ErrorCode.PROMPT_TOO_LONG: "The prompt does not fit: {prompt_tokens} tokens, the context holds {context_tokens}.",
    ErrorCode.TEMPLATE_FAILED: "The model's chat template failed: {reason}.",
    ErrorCode.GRAMMAR_INVALID: "The grammar is not valid: {reason}.",
    ErrorCode.REQUEST_INVALID: "The request is not valid: {reason}.",
    ErrorCode.DECODE_FAILED: "The model stopped computing: {reason}.",
    ErrorCode.ENGINE_DIED: "The engine ended unexpectedly: {cause}.",
    ErrorCode.ENGINE_START_FAILED: "The engine could not be started: {reason}.",
    ErrorCode.ENGINE_PROTOCOL_MISMATCH: "The engine is of another version ({actual}, not {expected}); install again.",
    ErrorCode.SERVER_ADDRESS_WRONG: "{url} is not the address of a server; it looks like https://gpu-box.example/v1.",
    ErrorCode.SERVER_UNKNOWN: "There is no such server in the settings.",
    ErrorCode.SERVER_NOT_CHOSEN: "The conversation got another model meanwhile; nothing was sent.",
    ErrorCode.SERVER_NOT_RUNNING: "No server answers at {host}.",
    ErrorCode.SERVER_NOT_FOUND: "There is no computer named {host} in reach.",
    ErrorCode.SERVER_UNREACHABLE: "{host} cannot be reached: {reason}.",
    ErrorCode.SERVER_UNTRUSTED: "The encrypted connection to {host} could not be made: {reason}.",
    ErrorCode.SERVER_SLOW: "{host} said nothing for {timeout_s} seconds.",
    ErrorCode.SERVER_CUT: "The connection to {host} broke off.",
    ErrorCode.SERVER_KEY_WRONG: "{host} does not accept the key.",
    ErrorCode.SERVER_MODEL_UNKNOWN: "{host} has no model named {model}.",
    ErrorCode.SERVER_MODEL_UNNAMED: "{host} has several models; name one with --model: {models}.",
    ErrorCode.SERVER_CONTEXT_FULL: "This is too long for the model on {host}: {reason}.",
    ErrorCode.SERVER_BUSY: "{host} is busy or still starting.",
    ErrorCode.SERVER_FAILED: "Something went wrong on {host} (status {status}): {reason}.",
    ErrorCode.SERVER_REFUSED: "{host} refused the request (status {status}): {reason}.",
    ErrorCode.SERVER_CANNOT: "{host} cannot be asked for {what}; nothing was sent.",
    ErrorCode.SERVER_ANSWER_WRONG: "What {host} answers cannot be understood: {reason}.",
    ErrorCode.DATABASE_NEWER: "{path} was written by a newer version of this program.",
    ErrorCode.DATABASE_BROKEN: "{path} is damaged: {reason}.",
    ErrorCode.DATABASE_CLOSED: "The program was ending; this came too late to be saved in {path}.",
    ErrorCode.DATABASE_UPGRADE_FAILED: "{path} could not be brought up to date: {reason}.",
    ErrorCode.DATA_FOLDER_FAILED: "The data folder cannot be used: {path}: {reason}.",
    ErrorCode.DISK_FULL: "The disk is full: {path}.",
    ErrorCode.DATA_FOLDER_READ_ONLY: "The data folder cannot be written: {path}.",
    ErrorCode.DATA_FOLDER_IN_USE: "The data folder is in use by another program: {path}.",
    ErrorCode.DATA_FOLDER_PATH_LONG: "The path of the data folder is too long: {path}.",
    ErrorCode.DATA_FOLDER_OF_ANOTHER: "The data folder belongs to another user, and root would lock them out: {path}.",
    ErrorCode.DATA_FOLDER_TAKEN: "There are chats in this folder already: {path}.",
    ErrorCode.CONVERSATION_UNKNOWN: "There is no conversation {id}.",
    ErrorCode.WRITTEN_TEXT_UNKNOWN: "There is no text {id}.",
    ErrorCode.SETTINGS_BROKEN: "The settings could not be used: {reason}.",
    ErrorCode.ACTIONS_BROKEN: "The writing actions could not be read ({reason}); the file is at {backup_path} now.",
    ErrorCode.FILE_UNREADABLE: "{path} cannot be read: {reason}.",
    ErrorCode.FILE_NAME_NOT_TEXT: "The name of {path} has letters that cannot be read; give it another one first.",
    ErrorCode.FILE_NOT_TEXT: "{path} is not text in UTF-8.",
    ErrorCode.FILE_NOT_WRITTEN: "{path} could not be written: {reason}.",
    ErrorCode.FILE_READ_ONLY: "{path} cannot be written: it, or its folder, is read-only.",
    ErrorCode.FILE_IN_USE: "{path} is open in another program and cannot be replaced.",
    ErrorCode.DOCUMENT_KIND_UNKNOWN: "{path} is of a kind that cannot be read.",
    ErrorCode.DOCUMENT_PASSWORD_NEEDED: "{path} is locked with a password; name it with --password.",
    ErrorCode.DOCUMENT_LOCKED: "{path} is locked with a password, which only its own program can take off.",
    ErrorCode.DOCUMENT_PASSWORD_WRONG: "This password does not open {path}.",
    ErrorCode.DOCUMENT_DAMAGED: "{path} is damaged: {reason}.",
    ErrorCode.DOCUMENT_EMPTY: "{path} holds no text.",
    ErrorCode.DOCUMENT_NOT_EDITABLE: (
        "{path} is of a kind that cannot be translated in place. These can: docx, odt, pptx, xlsx, epub, html, md, "
        "txt, srt, vtt, po, xliff."
    ),
    ErrorCode.DOCUMENT_TOO_LARGE: "{path} is too large to be read: it takes more than {limit_bytes} of memory.",
    ErrorCode.DOCUMENT_TIMEOUT: "{path} was not read within {limit_s} seconds.",
    ErrorCode.DOCUMENT_CHANGED: "{path} changed while it was read.",
    ErrorCode.DOCUMENT_READER_DIED: "{path} could not be read: the program that reads it ended: {cause}.",
    ErrorCode.DOCUMENT_CANCELLED: "Reading {path} was stopped.",
    ErrorCode.HUB_UNREACHABLE: "{address} cannot be reached: {reason}.",
    ErrorCode.HUB_TIMEOUT: "{address} does not answer.",
    ErrorCode.HUB_OFFLINE: "The program is set to stay offline (in the settings, or by HF_HUB_OFFLINE).",
    ErrorCode.HUB_TLS: "The connection to {address} is not safe: {reason}.",
    ErrorCode.HUB_PROXY_FAILED: "The proxy does not let the program through to {address}: {reason}.",
    ErrorCode.HUB_ADDRESS_WRONG: "{address} is not the address of a server; one looks like https://example.org.",
    ErrorCode.HUB_NOT_FOUND: "There is no {name} on the Hub, or it is private.",
    ErrorCode.HUB_NOT_LET_IN: "Your account has not been given {name} yet: accept its conditions at {address}.",
    ErrorCode.HUB_GATED: "Accept the conditions of {name} at {address}, then set DESKTOP_LLM_HUB_TOKEN.",
    ErrorCode.HUB_FORBIDDEN: "The Hub does not give {name} to this account, or the token's permissions leave it out.",
    ErrorCode.HUB_TOKEN_WRONG: "The Hub does not accept the access token (DESKTOP_LLM_HUB_TOKEN or the settings').",
    ErrorCode.HUB_RATE_LIMITED: "There were too many requests; try again in {wait_s} seconds.",
    ErrorCode.HUB_SERVER_ERROR: "The Hub answered with status {status}.",
    ErrorCode.HUB_ANSWER_WRONG: "The Hub's answer cannot be used: {reason}.",
    ErrorCode.HUB_FILE_CHANGED: "{name} was changed on the Hub meanwhile.",
    ErrorCode.DOWNLOAD_DAMAGED: "{path} arrived damaged twice and was not kept.",
    ErrorCode.DOWNLOAD_UNVERIFIABLE: "The Hub publishes no checksum of {path}, so it is not downloaded.",
    ErrorCode.DOWNLOAD_NAME_UNSAFE: "{path} is not a safe name for a file.",
    ErrorCode.DISK_TOO_SMALL: "The disk is too small: {needed_bytes} needed, {free_bytes} free in {path}.",
    ErrorCode.DISK_HOLDS_NO_SUCH_SIZE: "The disk of {path} cannot hold a file this large; FAT32 ends at 4 GB.",
    ErrorCode.BUG: "Something went wrong inside the program: {reason}.",
}


_NOTES: Final[Mapping[LoadNote, str]] = {
    LoadNote.FEWER_GPU_LAYERS: "The graphics card takes fewer layers than planned; the processor does the rest.",
    LoadNote.NO_GPU_LAYERS: "The graphics card could not be used, so the processor does all the work.",
}


# What a model, a file or a server says is untrusted: escape sequences in it could rewrite what a terminal shows.
_CONTROL_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _Phrased(dict[str, str]):
    """Facts for a sentence; one that is missing shows as a question mark rather than raising."""

    def __missing__(self, name: str) -> str:
        return "?"


def error_line(error: DesktopLlmError) -> str:
    """One sentence without line breaks."""
    return phrased(_LINES[error.code], error.facts)


def note_line(note: LoadNote) -> str:
    """What did not go as planned while a model was loaded."""
    return _NOTES[note]


def phrased(template: str, facts: Mapping[str, Fact]) -> str:
    """One sentence with its facts in it, without line breaks, and fit for a terminal: files and servers name facts."""
    words = _Phrased({name: _fact_text(name, value) for name, value in facts.items()})
    return safe_text(" ".join(template.format_map(words).split()))


def safe_text(text: str) -> str:
    """What a terminal may be shown of a text that somebody else wrote."""
    return _CONTROL_CHARACTERS.sub("", text)


def file_size(size_bytes: int) -> str:
    """1.2 GB, 105 MB: powers of ten, as file managers show."""
    if size_bytes >= 1_000_000_000:
        return f"{size_bytes / 1e9:.1f} GB"
    return f"{size_bytes / 1e6:.0f} MB"


def duration(seconds: float) -> str:
    """2 h 5 min, 1 min 50 s, 8 s."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def count_text(count: int) -> str:
    """3.1B, 135M, 12.3K, 999: as sizes of models are told."""
    for unit, size in (("B", 10**9), ("M", 10**6), ("K", 10**3)):
        if count >= size:
            number = count / size
            return f"{number:.0f}{unit}" if number >= 100 else f"{number:.1f}".removesuffix(".0") + unit
    return str(count)


def _fact_text(name: str, value: Fact) -> str:
    if name.endswith("_bytes") and isinstance(value, int):
        return file_size(value)
    if isinstance(value, float):
        return f"{value:.3g}"
    return str(value).rstrip(".")
