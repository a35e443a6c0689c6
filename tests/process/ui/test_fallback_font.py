import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.fallback_font import with_letters
from tests.fakes.engine_requests import CHECKOUT

PROGRAM = """
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication
from desktop_llm.ui.fallback_font import with_letters

def tell(font):
    metrics = QFontMetrics(font)
    print(QFontInfo(font).family(), metrics.horizontalAdvance("iiii") < metrics.horizontalAdvance("MMMM"), sep="|")

app = QApplication([])
tell(app.font())
tell(with_letters(app.font()))
tell(with_letters(app.font()))
"""


@pytest.fixture
def without_fonts(tmp_path: Path) -> dict[str, str]:
    fonts = tmp_path / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{tmp_path / 'nowhere'}</dir></fontconfig>", "utf-8")
    return dict(CHECKOUT) | {"FONTCONFIG_FILE": str(fonts), "QT_QPA_PLATFORM": "offscreen"}


def test_where_there_is_no_font_letters_are_brought_along(without_fonts: dict[str, str]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=without_fonts, capture_output=True, text=True, check=True, timeout=60
    )
    before, after, again = told.stdout.splitlines()
    assert before.endswith("|False")
    assert after == again == "DejaVu Sans|True"


def test_the_fonts_of_a_system_that_has_some_stay(qapp: QApplication) -> None:
    assert with_letters(qapp.font()) == qapp.font()
