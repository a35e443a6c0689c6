from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.version_column import ShownVersion, VersionUse
from desktop_llm.ui.widgets.writing.version_view import VersionView, VersionWish

VERSIONS = tuple(ShownVersion(f"Text {number}.", f"<b>new</b> {number}", is_done=True) for number in (1, 2, 3))


def view(qtbot: QtBot, width: int = 320) -> VersionView:
    made = VersionView("test", (VersionUse.REPLACE, VersionUse.COPY, VersionUse.LEAVE))
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show()
    return made


def words(made: VersionView) -> list[str]:
    """Of the versions that are seen, in their order."""
    seen = [each for each in made.findChildren(QTextEdit) if each.isVisible()]
    return [each.toPlainText() for each in sorted(seen, key=lambda each: each.mapTo(made, each.pos()).x())]


def click(qtbot: QtBot, made: VersionView, name: str) -> None:
    qtbot.mouseClick(made.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_with_room_for_all_they_stand_side_by_side(qtbot: QtBot) -> None:
    made = view(qtbot, width=900)
    made.show_versions(VERSIONS)
    assert words(made) == ["new 1", "new 2", "new 3"]
    assert not made.findChild(QAbstractButton, "next_branch_button").isVisible()
    with qtbot.waitSignal(made.use_requested) as used:
        click(qtbot, made, "test_replace_button_3")
    assert used.args == [VersionWish(VersionUse.REPLACE, 2)]


def test_without_it_one_steps_through_them(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_versions(VERSIONS)
    assert words(made) == ["new 1"]
    click(qtbot, made, "next_branch_button")
    assert words(made) == ["new 2"]
    with qtbot.waitSignal(made.use_requested) as used:
        click(qtbot, made, "test_copy_button_2")
    assert used.args == [VersionWish(VersionUse.COPY, 1)]
    made.resize(900, 400)
    qtbot.waitUntil(lambda: words(made) == ["new 1", "new 2", "new 3"])


def test_the_difference_of_all_is_shown_or_hidden_at_once(qtbot: QtBot) -> None:
    made = view(qtbot, width=900)
    made.show_versions(VERSIONS)
    box = made.findChild(QCheckBox, "test_difference_box")
    assert box is not None
    box.click()
    assert words(made) == ["Text 1.", "Text 2.", "Text 3."]


def test_what_there_is_can_always_be_kept(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_versions((ShownVersion("The n"),))
    with qtbot.waitSignal(made.use_requested) as used:
        click(qtbot, made, "test_leave_button")
    assert used.args == [VersionWish(VersionUse.LEAVE)]


def test_fewer_versions_begin_at_the_first(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_versions(VERSIONS)
    click(qtbot, made, "next_branch_button")
    made.show_versions(VERSIONS[:1])
    assert words(made) == ["new 1"]
    assert not made.findChild(QAbstractButton, "next_branch_button").isVisible()
