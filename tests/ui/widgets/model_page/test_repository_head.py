import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication, QLabel, QListView, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.model_rows import ModelRow, RepositoryContent, RowAction, RowLevel, RowWish
from desktop_llm.ui.theme import Theme, apply_theme
from desktop_llm.ui.widgets.model_page.repository_head import RepositoryHead
from tests.fakes.model_row_examples import REPOSITORY


@pytest.fixture
def head(qtbot: QtBot, qapp: QApplication) -> RepositoryHead:
    apply_theme(qapp, Theme.LIGHT)
    head = RepositoryHead()
    qtbot.addWidget(head)
    show(head, REPOSITORY)
    head.show()
    return head


def show(head: RepositoryHead, content: RepositoryContent) -> None:
    head.show_repository(content)
    head.resize(720, head.heightForWidth(720))


def label(head: RepositoryHead, name: str) -> QLabel:
    found = head.findChild(QLabel, name)
    assert found is not None
    return found


def rows(head: RepositoryHead, name: str) -> QListView:
    found = head.findChild(QListView, name)
    assert found is not None
    return found


def test_facts_and_licence_come_first(head: RepositoryHead) -> None:
    assert label(head, "repository_facts").text() == REPOSITORY.facts
    assert label(head, "repository_licence").property("look") == "dim"
    show(head, structs.replace(REPOSITORY, licence="No licence is stated.", licence_level=RowLevel.WARNING))
    assert label(head, "repository_licence").property("look") == "warning"
    show(head, structs.replace(REPOSITORY, licence=""))
    assert not label(head, "repository_licence").isVisible()


def test_a_size_is_downloaded_by_its_button(head: RepositoryHead, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(visible_buttons(head, "row_download")) == 2)
    with qtbot.waitSignal(head.action_requested) as wish:
        visible_buttons(head, "row_download")[0].click()
    assert wish.args == [RowWish("small", RowAction.DOWNLOAD)]


def visible_buttons(head: RepositoryHead, name: str) -> list[QPushButton]:
    buttons = [each for each in head.findChildren(QPushButton, name) if each.isVisible()]
    return sorted(buttons, key=lambda button: button.mapTo(head, button.rect().topLeft()).y())


def test_the_files_are_one_click_deeper(head: RepositoryHead, qtbot: QtBot) -> None:
    assert not rows(head, "repository_files").isVisible()
    fold = head.findChild(QToolButton, "repository_files_fold")
    assert fold is not None
    assert fold.text() == "All files by name (1)"
    before = head.heightForWidth(720)
    with qtbot.waitSignal(head.height_changed):
        fold.click()
    assert rows(head, "repository_files").isVisible()
    assert head.heightForWidth(720) > before


def test_hundreds_of_files_scroll_in_their_own_place(head: RepositoryHead, qtbot: QtBot) -> None:
    many = tuple(ModelRow(key=str(number), title=f"file-{number}.gguf") for number in range(300))
    fold = head.findChild(QToolButton, "repository_files_fold")
    assert fold is not None
    fold.setChecked(True)
    show(head, structs.replace(REPOSITORY, file_rows=many))
    files = rows(head, "repository_files")
    assert files.height() < 1000
    qtbot.waitUntil(lambda: files.verticalScrollBar().maximum() > 0)


def test_the_sizes_are_all_shown(head: RepositoryHead, qtbot: QtBot) -> None:
    sizes = rows(head, "repository_sizes")
    qtbot.waitUntil(lambda: sizes.visualRect(sizes.model().index(1, 0)).bottom() < sizes.height())
    assert sizes.verticalScrollBar().maximum() == 0


def test_its_page_is_asked_for_with_its_address(head: RepositoryHead, qtbot: QtBot) -> None:
    page = head.findChild(QPushButton, "repository_page")
    assert page is not None
    with qtbot.waitSignal(head.page_requested) as asked:
        page.click()
    assert asked.args == [REPOSITORY.page_url]
    show(head, structs.replace(REPOSITORY, page_url=""))
    assert not page.isVisible()


def test_the_height_is_right_at_once_when_something_goes(head: RepositoryHead, qapp: QApplication) -> None:
    head.show_repository(structs.replace(REPOSITORY, page_url="", card="", rows=REPOSITORY.rows[:1]))
    at_once = head.heightForWidth(720)
    qapp.sendPostedEvents()
    assert head.heightForWidth(720) == at_once


def test_without_a_card_nobody_is_said_to_say_something(head: RepositoryHead) -> None:
    (heading,) = [each for each in head.findChildren(QLabel) if each.text() == "What its makers say"]
    assert heading.isVisible()
    show(head, structs.replace(REPOSITORY, card=""))
    assert not heading.isVisible()


def test_a_list_that_was_too_low_for_a_moment_keeps_no_scroll_bar(head: RepositoryHead, qtbot: QtBot) -> None:
    sizes = rows(head, "repository_sizes")
    sizes.setFixedHeight(40)
    qtbot.waitUntil(lambda: sizes.verticalScrollBar().maximum() > 0)
    show(head, REPOSITORY)
    qtbot.waitUntil(lambda: sizes.verticalScrollBar().maximum() == 0)
    assert not sizes.verticalScrollBar().isVisible()
