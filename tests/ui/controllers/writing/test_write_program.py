from collections.abc import Callable

from desktop_llm.ui.controllers.writing.write_program import PIECES
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, WRITE_KEY
from tests.fakes.imported_pieces import left_to_import
from tests.fakes.writing_window import WritingWindow


def test_the_pane_is_built_once(writing: Callable[[], WritingWindow]) -> None:
    window = writing()
    pane = window.pane
    window.window.show_pane(CHAT_KEY)
    window.window.show_pane(WRITE_KEY)
    assert window.pane is pane


def test_what_is_imported_while_the_window_rests_is_all_that_the_pane_needs() -> None:
    wanted = ["write_controller", "text_versions", "text_files", "text_spelling", "open_text_place", "writing_helper"]
    assert left_to_import(PIECES, [f"desktop_llm.ui.controllers.writing.{name}" for name in wanted]) == []
