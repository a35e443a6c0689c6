"""Words and numbers in the user's language: translation files, sizes, counts. Runs on the GUI thread.

Texts stand in the code as English literals inside `translate()` or `QT_TRANSLATE_NOOP()`, where lupdate finds them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cmp_to_key
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCollator, QCoreApplication, QDate, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

T = TypeVar("T")
_BYTES_PER_MB = 1_000_000
_BYTES_PER_GB = 1_000_000_000


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802  the name that lupdate looks for
    """A text that stands in a table and is translated where it is shown."""
    return text


def translate(context: str, text: str) -> str:
    """The text in the language that was installed, else unchanged."""
    return QCoreApplication.translate(context, text)


def install_translations(app: QApplication, folder: Path, locale: QLocale | None = None) -> tuple[QTranslator, ...]:
    """Load the program's and Qt's own texts for `locale`, and set the direction of reading.

    Files are `desktop_llm_<language>.qm`. Returns what was installed; a language without a file stays English.
    """
    language = locale or QLocale.system()
    app.setLayoutDirection(language.textDirection())
    sources = (("desktop_llm", str(folder)), ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)))
    # Qt's own texts follow only where ours exist: half-translated dialogs are worse than English ones.
    installed: list[QTranslator] = []
    for name, directory in sources:
        translator = QTranslator(app)
        if not translator.load(language, name, "_", directory):
            break
        app.installTranslator(translator)
        installed.append(translator)
    if not installed:
        app.setLayoutDirection(QLocale(QLocale.Language.English).textDirection())
    return tuple(installed)


def number_text(number: int) -> str:
    return _locale().toString(number)


def decimal_text(number: float, decimals: int = 1) -> str:
    return _locale().toString(float(number), "f", decimals)


def about_text(number: int) -> str:
    """A large count in few words: 940, 12 thousand, 1.2 million, 3 billion."""
    units = (
        (1_000_000_000, translate("About", "{number} billion")),
        (1_000_000, translate("About", "{number} million")),
        (1_000, translate("About", "{number} thousand")),
    )
    for size, text in units:
        count = number / size
        if count >= 0.9995:
            return text.format(number=_short_decimal(count))
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
    return _locale().toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")


def in_text_order(values: Iterable[T], text_of: Callable[[T], str]) -> list[T]:
    """Sorted by these texts, in the order of the person's alphabet."""
    order = cmp_to_key(QCollator(_locale()).compare)
    return sorted(values, key=lambda value: order(text_of(value)))


def language_code() -> str:
    """Of the person's language, after ISO 639-1."""
    return QLocale.languageToCode(_locale().language())


def _locale() -> QLocale:
    """The C locale groups no digits; its words are English, so its numbers are too."""
    locale = QLocale()
    return QLocale(QLocale.Language.English) if locale.language() is QLocale.Language.C else locale


def size_text(size_bytes: int) -> str:
    """A size as people read it: 98 MB, 0.2 GB, 4.1 GB."""
    if size_bytes < _BYTES_PER_MB:
        return translate("Size", "{number} kB").format(number=number_text(round(size_bytes / 1000)))
    if size_bytes < _BYTES_PER_GB // 10:
        return translate("Size", "{number} MB").format(number=number_text(round(size_bytes / _BYTES_PER_MB)))
    return translate("Size", "{number} GB").format(number=decimal_text(size_bytes / _BYTES_PER_GB))
