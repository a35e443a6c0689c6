"""Letters on a system that has no font at all: those that come along for formulas. GUI thread."""

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo


def with_letters(font: QFont) -> QFont:
    """The font as it is, or where the system would draw boxes, one of ours in its place."""
    if QFontInfo(font).family():
        return font
    spec = find_spec("ziafont")
    if spec is None or spec.origin is None:
        return font
    file = Path(spec.origin).parent / "fonts" / "DejaVuSans.ttf"
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    readable = QFont(font)
    readable.setFamilies(families)
    return readable
