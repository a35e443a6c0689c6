from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.version_column import ShownVersion, VersionColumn, VersionUse

DONE = ShownVersion("The new text.", "<s>old</s> <b>new</b>", ("The number 3 is missing.",), is_done=True)


class Column:
    def __init__(self, qtbot: QtBot, number: int = 1) -> None:
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.parent.resize(300, 400)
        self.column = VersionColumn("test", number, (VersionUse.REPLACE, VersionUse.COPY), self.parent)
        self.column.resize(300, 400)
        self.parent.show()

    @property
    def words(self) -> str:
        return self.column.findChild(QTextEdit).toPlainText()

    def button(self, name: str) -> QPushButton:
        found = self.column.findChild(QPushButton, name)
        assert found is not None
        return found


def test_a_version_that_grows_cannot_be_taken(qtbot: QtBot) -> None:
    made = Column(qtbot)
    made.column.show_version(ShownVersion("The new"))
    assert made.words == "The new"
    assert not made.button("test_replace_button").isEnabled()
    made.column.show_version(DONE)
    assert made.button("test_replace_button").isEnabled()


def test_the_difference_is_shown_or_the_text_alone(qtbot: QtBot) -> None:
    made = Column(qtbot)
    made.column.show_version(DONE)
    assert made.words == "old new"
    made.column.show_difference(is_wanted=False)
    assert made.words == "The new text."


def test_what_is_doubtful_stands_below(qtbot: QtBot) -> None:
    made = Column(qtbot)
    warnings = made.column.findChild(QLabel, "test_version_warnings")
    made.column.show_version(DONE)
    assert warnings.isVisible()
    assert warnings.text() == "The number 3 is missing."
    made.column.show_version(ShownVersion("The new text.", is_done=True))
    assert not warnings.isVisible()


def test_what_is_wanted_of_it_is_told(qtbot: QtBot) -> None:
    made = Column(qtbot, number=2)
    made.column.show_version(DONE)
    with qtbot.waitSignal(made.column.use_requested) as used:
        qtbot.mouseClick(made.button("test_copy_button_2"), Qt.MouseButton.LeftButton)
    assert used.args == [VersionUse.COPY]


def test_where_several_stand_side_by_side_each_says_which_it_is(qtbot: QtBot) -> None:
    made = Column(qtbot, number=3)
    title = made.column.findChild(QLabel, "test_version_title_3")
    assert title.text() == "Version 3"
    made.column.show_title(is_shown=False)
    assert not title.isVisible()
