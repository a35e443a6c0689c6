"""What a licence allows, in a sentence, before anything is downloaded. Pure.

Only what is certain is said: of licences that the program does not know it says that they have to be read.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.model_rows import RowLevel

_FREE: Final = QT_TRANSLATE_NOOP("Licence", "{name}: free for any use, also at work.")
_NAMED: Final = QT_TRANSLATE_NOOP("Licence", "{name}: free for any use, also at work, if its makers are named.")
_NO_WORK: Final = QT_TRANSLATE_NOOP("Licence", "{name}: not for work, nor to earn money with.")
_CONDITIONS: Final = QT_TRANSLATE_NOOP(
    "Licence", "{name}: has conditions of its own. Read them before using it at work."
)
_FORBIDS: Final = QT_TRANSLATE_NOOP("Licence", "{name}: free to use, except for what its licence lists as harmful.")
_TURNOVER: Final = QT_TRANSLATE_NOOP("Licence", "{name}: free only for those who earn less than it names.")
_NONE: Final = QT_TRANSLATE_NOOP("Licence", "No licence is stated. Ask its makers before using it at work.")

# The Hub's ids: https://huggingface.co/docs/hub/repositories-licenses
_NAMES: Final[Mapping[str, str]] = {
    "apache-2.0": "Apache-2.0",
    "mit": "MIT",
    "bsd": "BSD",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "isc": "ISC",
    "unlicense": "Unlicense",
    "cc0-1.0": "CC0-1.0",
    "cc-by-4.0": "CC-BY-4.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0",
    "cc-by-nc-4.0": "CC-BY-NC-4.0",
    "cc-by-nc-sa-4.0": "CC-BY-NC-SA-4.0",
    "cc-by-nc-nd-4.0": "CC-BY-NC-ND-4.0",
    "gemma": "Gemma",
    "llama2": "Llama 2",
    "llama3": "Llama 3",
    "llama3.1": "Llama 3.1",
    "llama3.2": "Llama 3.2",
    "llama3.3": "Llama 3.3",
    "llama4": "Llama 4",
    "lfm1.0": "LFM 1.0",
}
_FREE_IDS: Final = frozenset(
    {"apache-2.0", "mit", "isc", "unlicense", "cc0-1.0", "bsd", "bsd-2-clause", "bsd-3-clause"}
)
_NAMED_IDS: Final = frozenset({"cc-by-4.0", "cc-by-sa-4.0", "cc-by-3.0", "cc-by-2.0"})


class LicenceText(Struct, frozen=True):
    """The name alone, and the sentence. A warning where not everything is allowed to everybody."""

    name: str
    sentence: str
    level: RowLevel = RowLevel.PLAIN


def licence_text(licence: str, own_name: str = "") -> LicenceText:
    """`licence` is the Hub's id, empty if none is stated; `own_name` is what a licence of its own is called."""
    if not licence or licence == "unknown":
        return LicenceText(translate("Licence", "no licence stated"), translate("Licence", _NONE), RowLevel.WARNING)
    own = translate("Licence", "a licence of its own")
    name = (own_name or own) if licence == "other" else _NAMES.get(licence, licence)
    template, level = _template(licence)
    sentence = translate("Licence", template).format(name=name)
    return LicenceText(name, sentence[:1].upper() + sentence[1:], level)


def _template(licence: str) -> tuple[str, RowLevel]:
    if licence in _FREE_IDS:
        return _FREE, RowLevel.PLAIN
    if licence in _NAMED_IDS:
        return _NAMED, RowLevel.PLAIN
    if licence.startswith("cc-by-nc"):
        return _NO_WORK, RowLevel.WARNING
    if "openrail" in licence or "rail" in licence.split("-"):
        return _FORBIDS, RowLevel.WARNING
    return (_TURNOVER if licence.startswith("lfm") else _CONDITIONS), RowLevel.WARNING
