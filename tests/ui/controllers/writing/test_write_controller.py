from collections.abc import Callable

from desktop_llm.ui.controllers.writing.write_controller import read_text
from tests.fakes.writing_window import WritingWindow

Open = Callable[[], WritingWindow]


def test_the_text_that_was_written_last_is_open(writing: Open) -> None:
    window = writing()
    window.write("First")
    window.stop()
    again = writing()
    again.wait_for(lambda: again.text == "First")
    (document,) = again.documents.documents()
    assert read_text(again.documents, document.id).text.text == "First"
