from collections.abc import Callable

from desktop_llm.ui.controllers.writing.write_program import PIECES
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, WRITE_KEY
from tests.fakes.writing_window import WritingWindow


def test_the_pane_is_built_once(writing: Callable[[], WritingWindow]) -> None:
    window = writing()
    pane = window.pane
    window.window.show_pane(CHAT_KEY)
    window.window.show_pane(WRITE_KEY)
    assert window.pane is pane
    assert len(set(PIECES)) == len(PIECES)
