"""Words and numbers in the user's language: translation files, sizes, counts. Runs on the GUI thread.

Texts stand in the code as English literals inside `translate()` or `QT_TRANSLATE_NOOP()`, where lupdate finds them;
docs/translations.md tells the rest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cmp_to_key, reduce
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QCollator, QCoreApplication, QDate, QLibraryInfo, QLocale, QObject, QTime, QTranslator
from PySide6.QtWidgets import QApplication

T = TypeVar("T")
_BYTES_PER_MB = 1_000_000
_BYTES_PER_GB = 1_000_000_000
_ENGLISH: Final = "en"
WINDOW_LANGUAGES: Final[Mapping[str, str]] = {_ENGLISH: "English", "zh_CN": "简体中文"}
"""What the window can speak, by the codes of the translation files; each is called as its speakers call it."""

_COUNT_BY_MYRIADS: Final = (QLocale.Language.Chinese, QLocale.Language.Japanese, QLocale.Language.Korean)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802  the name that lupdate looks for
    """A text that stands in a table and is translated where it is shown."""
    return text


_BY_THOUSANDS: Final = (
    (1_000_000_000, QT_TRANSLATE_NOOP("About", "{number} billion")),
    (1_000_000, QT_TRANSLATE_NOOP("About", "{number} million")),
    (1_000, QT_TRANSLATE_NOOP("About", "{number} thousand")),
)
_BY_MYRIADS: Final = (
    (100_000_000, QT_TRANSLATE_NOOP("About", "{number} hundred million")),
    (10_000, QT_TRANSLATE_NOOP("About", "{number} ten thousand")),
)


def translate(context: str, text: str) -> str:
    """The text in the language that was installed, else unchanged."""
    return QCoreApplication.translate(context, text)


def install_translations(
    app: QApplication, folder: Path, language: str | None, owner: QObject
) -> tuple[QTranslator, ...]:
    """Load the program's and Qt's own texts, and set the direction of reading and how numbers and dates are written.

    `language` is one of WINDOW_LANGUAGES; None is the first of the system's languages that is one of them, else
    English. Files are `desktop_llm_<language>.qm`. Returns what was installed, which goes with its owner.
    """
    code = language if language in WINDOW_LANGUAGES else _language_of_system()
    installed = _load(folder, code, owner) if code != _ENGLISH else ()
    spoken = QLocale(code if installed else _ENGLISH)
    for translator in installed:
        app.installTranslator(translator)
    app.setLayoutDirection(spoken.textDirection())
    system = QLocale.system()
    if not _is_same_language(spoken, _in_english_for_c(system)):
        QLocale.setDefault(QLocale(spoken.language(), spoken.script(), system.territory()))
    return installed


def _load(folder: Path, code: str, owner: QObject) -> tuple[QTranslator, ...]:
    """Qt's own texts follow only where ours exist: half-translated dialogs are worse than English ones."""
    sources = (("desktop_llm", str(folder)), ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
    loaded: list[QTranslator] = []
    for name, directory in sources:
        translator = QTranslator(owner)
        if not translator.load(f"{name}_{code}", directory):
            break
        loaded.append(translator)
    return tuple(loaded)


def _language_of_system() -> str:
    """By language and script: what somebody in Singapore reads is what somebody in China does."""
    tags = QLocale.system().uiLanguages()
    for number, tag in enumerate(tags):
        # Qt adds "zh" after "zh-Hant-TW"; alone it would be read as the other script.
        if any(earlier.startswith(f"{tag}-") for earlier in tags[:number]):
            continue
        for code in WINDOW_LANGUAGES:
            if _is_same_language(QLocale(code), QLocale(tag)):
                return code
    return _ENGLISH


def _is_same_language(one: QLocale, other: QLocale) -> bool:
    return one.language() is other.language() and one.script() is other.script()


def sentences_text(sentences: Iterable[str]) -> str:
    """One after the other, with what stands between sentences; empty ones are left out."""
    pattern = translate("Sentences", "{first} {next}")
    return _joined(pattern, sentences)


def spoken_text(parts: Iterable[str]) -> str:
    """For a screen reader: one after the other, with a pause between them."""
    *others, last = [*filter(None, parts)] or [""]
    return _joined(translate("Spoken", "{first}. {next}"), [*(part.rstrip(".。") for part in others), last])


def list_text(items: Iterable[str]) -> str:
    """One after the other, with what stands between the items of a list; empty ones are left out."""
    pattern = translate("List", "{first}, {next}")
    return _joined(pattern, items)


def and_text(items: Sequence[str]) -> str:
    """One, two and three."""
    if len(items) < 2:
        return "".join(items)
    return translate("List", "{first} and {last}").format(first=list_text(items[:-1]), last=items[-1])


def _joined(pattern: str, texts: Iterable[str]) -> str:
    kept = list(filter(None, texts))
    return reduce(lambda first, after: pattern.format(first=first, next=after), kept) if kept else ""


def arrow_text(before: str, after: str) -> str:
    """What becomes of something, or where it goes."""
    return translate("Arrow", "{before} → {after}").format(before=before, after=after)


def labelled_text(label: str, text: str) -> str:
    """What something is, and what of it there is: "Model: small"."""
    return translate("Label", "{label}: {text}").format(label=label, text=text)


def number_text(number: int) -> str:
    return _locale().toString(number)


def decimal_text(number: float, decimals: int = 1) -> str:
    return _locale().toString(float(number), "f", decimals)


def about_text(number: int) -> str:
    """A large count in few words: 940, 12 thousand, 1.2 million, 3 billion."""
    units = _BY_MYRIADS if _locale().language() in _COUNT_BY_MYRIADS else _BY_THOUSANDS
    for size, text in units:
        count = number / size
        if count >= 0.9995:
            return translate("About", text).format(number=_short_decimal(count))
    return number_text(number)


def _short_decimal(count: float) -> str:
    """A digit after the point where it says something: 1.2, but 3 and 12."""
    is_whole = count >= 10 or round(count, 1).is_integer()
    return number_text(round(count)) if is_whole else decimal_text(count)


def duration_text(seconds: float) -> str:
    """About how long, as people say it: 40 seconds, 3 minutes, 2 hours."""
    if seconds < 50:
        return translate("Duration", "{count} seconds").format(count=number_text(max(10, round(seconds / 10) * 10)))
    if seconds < 90:
        return translate("Duration", "1 minute")
    if seconds < 50 * 60:
        return translate("Duration", "{count} minutes").format(count=number_text(round(seconds / 60)))
    if seconds < 90 * 60:
        return translate("Duration", "1 hour")
    return translate("Duration", "{count} hours").format(count=number_text(round(seconds / 3600)))


def date_text(moment: datetime) -> str:
    """The day, in the user's own time: 1 November 2026."""
    local = moment.astimezone()
    # d, MMMM and yyyy: the day, the month by its name and the year, as QLocale.toString() reads them.
    return _locale().toString(QDate(local.year, local.month, local.day), translate("Date", "d MMMM yyyy"))


def moment_text(moment: datetime) -> str:
    """The day and the time of day, in the user's own time: 1 November 2026, 14:05."""
    local = moment.astimezone()
    time = _locale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    return translate("Date", "{day}, {time}").format(day=date_text(moment), time=time)


def in_text_order(values: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """Sorted by these texts, in the order of the person's alphabet."""
    order = cmp_to_key(QCollator(_locale()).compare)
    return sorted(values, key=lambda value: order(text_of(value)))


def language_code() -> str:
    """Of the person's language, after ISO 639-1."""
    return QLocale.languageToCode(_locale().language())


def _locale() -> QLocale:
    return _in_english_for_c(QLocale())


def _in_english_for_c(locale: QLocale) -> QLocale:
    """The C locale groups no digits; its words are English, so its numbers are too."""
    return QLocale(QLocale.Language.English) if locale.language() is QLocale.Language.C else locale


def size_text(size_bytes: int) -> str:
    """A size as people read it: 98 MB, 0.2 GB, 4.1 GB."""
    if size_bytes < _BYTES_PER_MB:
        return translate("Size", "{number} kB").format(number=number_text(round(size_bytes / 1000)))
    if size_bytes < _BYTES_PER_GB // 10:
        return translate("Size", "{number} MB").format(number=number_text(round(size_bytes / _BYTES_PER_MB)))
    return translate("Size", "{number} GB").format(number=decimal_text(size_bytes / _BYTES_PER_GB))
