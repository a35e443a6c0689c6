import threading
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor

from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.writing_window import WritingWindow

Open = Callable[[EngineClient], WritingWindow]
BEGUN = "Thank you for your letter of last week. I am writing"
FOLLOWING = " to tell you that the heating works again."


def ghost(window: WritingWindow) -> str:
    return window.editor.textCursor().block().layout().preeditAreaText()


def asked(writing: Open, engine: EngineClient, text: str = BEGUN) -> WritingWindow:
    window = writing(engine)
    window.put_in(text)
    window.editor.setFocus()
    window.give(WindowCommand.SUGGEST_WORDS)
    return window


def held_up(engine: AnsweringEngine) -> threading.Event:
    """It answers when this is set."""
    may_answer = threading.Event()

    def wait(_n: int) -> None:
        may_answer.wait(20)

    engine.on_asked = wait
    return may_answer


def test_words_are_shown_at_the_cursor_and_taken_by_tab(writing: Open) -> None:
    window = asked(writing, AnsweringEngine(lambda _asked: FOLLOWING))
    window.wait_for(lambda: ghost(window) == FOLLOWING)
    assert window.text == BEGUN
    window.qtbot.keyClick(window.editor, Qt.Key.Key_Tab)
    assert window.text == f"{BEGUN} to"
    window.qtbot.keyClick(window.editor, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert window.text == BEGUN + FOLLOWING


def test_going_on_asks_for_more(writing: Open) -> None:
    engine = AnsweringEngine(lambda _asked: FOLLOWING)
    window = asked(writing, engine)
    window.wait_for(lambda: ghost(window) == FOLLOWING)
    window.give(WindowCommand.CONTINUE_TEXT)
    window.wait_for(lambda: len(engine.commands) == 2 and ghost(window) == FOLLOWING)
    assert (engine.commands[1].max_tokens or 0) > (engine.commands[0].max_tokens or 0)


def test_typing_goes_on_without_it(writing: Open) -> None:
    engine = ScriptedEngineClient(is_manual=True)
    window = asked(writing, engine)
    window.write("!")
    assert ghost(window) == ""
    assert window.text == f"{BEGUN}!"


def test_without_words_before_it_says_what_to_do(writing: Open) -> None:
    window = asked(writing, AnsweringEngine(lambda _asked: FOLLOWING), text="")
    assert "Write some words first" in window.toast


def test_a_model_with_nothing_to_add_says_so(writing: Open) -> None:
    window = asked(writing, AnsweringEngine(lambda _asked: ""))
    window.wait_for(lambda: "nothing to add" in window.toast)


def test_without_a_model_one_sentence_says_so(writing: Open) -> None:
    window = asked(writing, ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    window.wait_for(lambda: window.notice.startswith("No model is loaded"))


def test_words_for_a_text_that_is_another_one_by_now_are_not_shown(writing: Open) -> None:
    engine = AnsweringEngine(lambda _asked: FOLLOWING)
    window = writing(engine)
    window.put_in("The heating works.", BEGUN)
    may_answer = held_up(engine)
    window.editor.setFocus()
    window.give(WindowCommand.SUGGEST_WORDS)
    window.wait_for(lambda: bool(engine.asked))
    window.select("works")
    window.editor.textCursor().insertText("burns")
    window.editor.moveCursor(QTextCursor.MoveOperation.End)
    assert ghost(window) == ""
    may_answer.set()
    window.wait_for(lambda: not any(thread.name == "job" for thread in threading.enumerate()))
    window.settle()
    assert ghost(window) == ""
    assert window.toast == ""


def test_words_are_shown_where_meanwhile_only_looks_changed(writing: Open) -> None:
    engine = AnsweringEngine(lambda _asked: FOLLOWING)
    window = writing(engine)
    window.put_in("The heating works.", BEGUN)
    revision = window.editor.document().revision()
    may_answer = held_up(engine)
    window.editor.setFocus()
    window.give(WindowCommand.SUGGEST_WORDS)
    window.wait_for(lambda: bool(engine.asked))
    bold = QTextCharFormat()
    bold.setFontWeight(700)
    looks = QTextCursor(window.editor.document())
    looks.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    looks.mergeCharFormat(bold)
    assert window.editor.document().revision() != revision
    may_answer.set()
    window.wait_for(lambda: ghost(window) == FOLLOWING)
