from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.rows.document_rows import waiting_row
from desktop_llm.ui.widgets.summary.summary_view import ShownItem
from tests.fakes.summaries import sentence


def pane_of(qtbot: QtBot) -> SummarizePane:
    pane = SummarizePane()
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.documents)
    pane.resize(1000, 700)
    pane.show()
    return pane


def paste(qtbot: QtBot, pane: SummarizePane, mime: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.keyClick(pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_it_invites_until_there_is_a_document(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    pane.show_documents(())
    (options,) = pane.findChildren(QWidget, "summary_options")
    assert not options.isVisible()
    pane.show_documents([waiting_row("k", "a.pdf")])
    assert options.isVisible()


def test_the_keyboard_goes_along_from_the_invitation_to_the_focus(qtbot: QtBot) -> None:
    """A document of the last time comes a moment after the pane; Enter must not open a dialog then."""
    pane = pane_of(qtbot)
    pane.show_documents(())
    pane.setFocus()
    focused = pane.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == "summarize_files_button"
    pane.show_documents([waiting_row("k", "a.pdf")])
    focused = pane.window().focusWidget()
    assert focused is not None
    assert focused.objectName() == "summary_focus"


def test_a_hint_stands_where_the_summary_will_be_until_there_is_something(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    pane.show_documents([waiting_row("k", "a.pdf")])
    (hint,) = pane.findChildren(QWidget, "coming_summary")
    (view,) = pane.findChildren(QWidget, "summary_view")
    assert (hint.isVisible(), view.isVisible()) == (True, False)
    pane.add_item(ShownItem(item=sentence("The rent is due.")))
    assert (hint.isVisible(), view.isVisible()) == (False, True)
    pane.show_remarks(["All of it was read."])
    pane.show_remarks(())
    assert (hint.isVisible(), view.isVisible()) == (False, True)
    pane.clear_summary()
    assert hint.isVisible()
    pane.show_remarks(["The document says nothing about that."])
    assert not hint.isVisible()


def test_text_and_files_are_pasted(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    text, files = QMimeData(), QMimeData()
    text.setText("The rent is due.")
    files.setUrls([QUrl.fromLocalFile("/tmp/a.pdf")])
    with qtbot.waitSignal(pane.text_pasted) as pasted:
        paste(qtbot, pane, text)
    with qtbot.waitSignal(pane.paths_added) as added:
        paste(qtbot, pane, files)
    assert (pasted.args, added.args) == (["The rent is due."], [(Path("/tmp/a.pdf"),)])
