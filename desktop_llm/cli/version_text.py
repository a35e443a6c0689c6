"""Lines of English for the terminal on texts that a model wrote: what is missing in them, what was invented."""

from collections.abc import Iterator, Mapping
from typing import Final

from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning, WrittenVersion

_FAULTS: Final[Mapping[VersionFault, str]] = {
    VersionFault.EMPTY: "The model wrote nothing.",
    VersionFault.CUT: "The text is cut off.",
    VersionFault.REPEATS: "The text repeats itself.",
    VersionFault.WRONG_LANGUAGE: "The text is in {language}.",
    VersionFault.PART_KEPT: "The model gave nothing usable for this part, which stays as it was: {text}",
    VersionFault.UNCHANGED: "Nothing was changed.",
    VersionFault.NUMBER_MISSING: "The number {text} is missing.",
    VersionFault.NUMBER_ADDED: "Invented? You did not give the number {text}.",
    VersionFault.DATE_ADDED: "Invented? You did not give the date {text}.",
    VersionFault.NAME_MISSING: "The name {text} is missing.",
    VersionFault.NAME_ADDED: "Invented? You did not give the name {text}.",
    VersionFault.QUOTE_ADDED: "Invented? You did not give these words: “{text}”.",
    VersionFault.POINT_MISSING: "Missing: {text}",
    VersionFault.POINT_UNCHECKED: "Look for yourself whether this is said: {text}",
    VersionFault.TOO_SHORT: "It is much shorter than you wanted: {text} words.",
    VersionFault.TOO_LONG: "It is much longer than you wanted: {text} words.",
}
_SHOWN_CHARACTERS: Final = 120


def warning_lines(version: WrittenVersion) -> Iterator[str]:
    for warning in version.warnings:
        yield fault_line(warning)


def fault_line(warning: VersionWarning) -> str:
    text = " ".join(warning.text.split())
    shown = f"{text[:_SHOWN_CHARACTERS]}…" if len(text) > _SHOWN_CHARACTERS else text
    return _FAULTS[warning.fault].format(text=shown, language=language_name(warning.text) or warning.text)
