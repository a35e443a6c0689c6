"""Words and numbers in the user's language: translation files, sizes, counts. Runs on the GUI thread.

Texts stand in the code as English literals inside `translate()` or `QT_TRANSLATE_NOOP()`, where lupdate finds them.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

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


def language_name(code: str) -> str:
    """The name of a language by its ISO 639 code ("de" is German); a code that nobody knows stays as it is."""
    language = QLocale.codeToLanguage(code)
    return code if language is QLocale.Language.AnyLanguage else QLocale.languageToString(language)


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
