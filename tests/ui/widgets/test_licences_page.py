import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.licences import LicensedPart
from desktop_llm.ui.widgets.licences_page import LicencesPage

PARTS = tuple(
    LicensedPart(name=name, version="1", licence=licence, text=f"Terms of {name}", purl=f"pkg:generic/{name}@1")
    for name, licence in (("Alpha", "MIT"), ("Beta", "Apache-2.0"), ("Gamma", "MIT"))
)


class Page:
    """The page as a person meets it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.widget = LicencesPage()
        qtbot.addWidget(self.widget)

    def part(self, kind: type[QWidget], name: str) -> QWidget:
        found = self.widget.findChild(kind, name)
        assert found is not None
        return found

    def search(self, text: str) -> None:
        self.part(QLineEdit, "licence_search").setText(text)

    @property
    def listed(self) -> list[str]:
        shown = self.part(QListWidget, "licence_list")
        items = [shown.item(row) for row in range(shown.count())]
        return [item.text().split()[0] for item in items if not item.isHidden()]

    @property
    def head(self) -> str:
        return self.part(QLabel, "licence_head").text()

    @property
    def text(self) -> str:
        return self.part(QPlainTextEdit, "licence_text").toPlainText()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page(qtbot)
    page.widget.show_parts(PARTS)
    return page


def test_the_licences_of_the_chosen_part_are_shown(page: Page) -> None:
    assert page.listed == ["Alpha", "Beta", "Gamma"]
    assert page.text == "Terms of Alpha"
    page.part(QListWidget, "licence_list").setCurrentRow(1)
    assert page.text == "Terms of Beta"
    assert "Apache-2.0" in page.head


def test_names_and_licences_are_searched(page: Page) -> None:
    page.search("mit")
    assert page.listed == ["Alpha", "Gamma"]
    page.search("MIT gam")
    assert page.listed == ["Gamma"]
    assert page.text == "Terms of Gamma"
    page.search("")
    assert page.listed == ["Alpha", "Beta", "Gamma"]
    assert page.text == "Terms of Gamma"


def test_where_nothing_is_found_no_text_is_left_over(page: Page) -> None:
    page.search("no such thing")
    assert page.listed == []
    assert page.text == ""
    assert "Nothing" in page.head


def test_a_program_without_its_list_says_so(page: Page) -> None:
    page.widget.show_parts(())
    assert page.text == ""
    assert "missing" in page.head
