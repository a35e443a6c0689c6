from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, Theme, WindowPlacement
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.notice_bar import NoticeBar
from desktop_llm.ui.window_shell import PaneFrame, WindowShell
from tests.fakes.small_program import prepared_settings

MakeShell = Callable[[], WindowShell]


@pytest.fixture
def make_shell(qtbot: QtBot, qapp: QApplication, folder: DataFolder) -> Iterator[MakeShell]:
    shells: list[WindowShell] = []

    def make() -> WindowShell:
        shells.append(WindowShell(qapp, folder))
        qtbot.addWidget(shells[-1].window)
        return shells[-1]

    yield make
    for shell in shells:
        shell.deleteLater()


def test_the_first_painting_is_told_once(make_shell: MakeShell, qtbot: QtBot) -> None:
    shell = make_shell()
    with qtbot.waitSignal(shell.first_painted):
        shell.window.show()
    with qtbot.assertNotEmitted(shell.first_painted):
        shell.window.repaint()


def test_a_window_that_is_shown_anew_tells_again_that_it_is_painted(make_shell: MakeShell, qtbot: QtBot) -> None:
    shell = make_shell()
    with qtbot.waitSignal(shell.first_painted):
        shell.window.show()
    shell.window.hide()
    with qtbot.waitSignal(shell.first_painted):
        shell.show_anew()


def test_a_window_that_is_wanted_is_no_longer_an_icon(make_shell: MakeShell, qtbot: QtBot) -> None:
    shell = make_shell()
    shell.window.showMinimized()
    shell.bring_to_front()
    assert shell.window.isVisible()
    assert not shell.window.isMinimized()


def test_the_window_comes_as_it_was_left(make_shell: MakeShell, folder: DataFolder) -> None:
    prepared_settings(folder, Settings(theme=Theme.DARK, window=WindowPlacement(is_sidebar_shown=False)))
    shell = make_shell()
    shell.window.show()
    assert current_palette().is_dark
    sidebar = shell.window.findChild(QWidget, "sidebar")
    assert sidebar is not None
    assert not sidebar.isVisible()
    assert shell.settings_failure is None


def test_a_look_that_is_chosen_holds_at_once(make_shell: MakeShell) -> None:
    shell = make_shell()
    shell.apply_look(Settings(theme=Theme.DARK, font_size_pt=15.0))
    assert current_palette().is_dark
    assert QApplication.font().pointSizeF() == 15.0
    shell.apply_look(Settings(theme=Theme.LIGHT))
    assert not current_palette().is_dark


def test_broken_settings_are_no_reason_not_to_come_up(make_shell: MakeShell, folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.settings.write_text("{broken", "utf-8")
    shell = make_shell()
    assert shell.settings == Settings()
    assert shell.settings_failure is not None
    assert shell.settings_failure.code is ErrorCode.SETTINGS_BROKEN
    assert Path(str(shell.settings_failure.facts["backup_path"])).read_text("utf-8") == "{broken"


def test_a_pane_that_comes_later_fills_its_place_and_gets_the_focus(qtbot: QtBot) -> None:
    frame = PaneFrame()
    qtbot.addWidget(frame)
    frame.resize(300, 200)
    pane = QLineEdit()
    pane.setMinimumHeight(200)
    frame.show()
    frame.fill(pane)
    frame.setFocus()
    qtbot.waitUntil(lambda: pane.width() == 300)
    assert frame.focusProxy() is pane


def test_a_place_whose_pane_did_not_come_says_so_until_one_comes(qtbot: QtBot) -> None:
    frame = PaneFrame()
    qtbot.addWidget(frame)
    frame.show()
    frame.show_failure("why")
    frame.show_failure("why")
    (notice,) = frame.findChildren(NoticeBar)
    assert notice.isVisible()
    frame.fill(QWidget())
    qtbot.waitUntil(lambda: frame.findChildren(NoticeBar) == [])


def test_the_window_speaks_the_language_that_was_chosen(
    make_shell: MakeShell, folder: DataFolder, compiled_translations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_llm.ui.window_shell.resource", lambda _name: compiled_translations)
    prepared_settings(folder, Settings(language="zh_CN"))
    try:
        (chat,) = make_shell().window.findChildren(QPushButton, "pane_chat")
        assert chat.text().strip() == "对话"
    finally:
        QLocale.setDefault(QLocale.c())
