from pytestqt.qtbot import QtBot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    Coverage,
    Summary,
    SummaryItem,
    SummaryItemWritten,
    SummaryPart,
    SummaryPlanned,
    SummaryWritten,
)
from desktop_llm.ui.controllers.summary.summary_display import SummaryDisplay
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from tests.fakes.summaries import block, document_of, sentence, source

REQUEST = SummaryRequest(documents=(document_of(block(1, "The rent is due.")),))
PLANNED = SummaryPlanned(job_id="j", sections=(), is_one_pass=True)


def display_of(qtbot: QtBot) -> tuple[SummaryDisplay, SummaryView]:
    pane = SummarizePane()
    qtbot.addWidget(pane)
    qtbot.addWidget(pane.documents)
    pane.resize(900, 600)
    pane.show()
    (view,) = pane.findChildren(SummaryView)
    return SummaryDisplay(pane), view


def written(item: SummaryItem) -> SummaryItemWritten:
    return SummaryItemWritten(job_id="j", part_index=0, document="lease.pdf", item=item)


def summary_of(*items: SummaryItem) -> SummaryWritten:
    parts = (SummaryPart(document="lease.pdf", items=items),)
    summary = Summary(parts=parts, coverage=Coverage(n_blocks=1, n_read_blocks=1), n_chunks=1)
    return SummaryWritten(job_id="j", summary=summary)


def test_what_is_shown_stays_until_there_is_something_new(qtbot: QtBot) -> None:
    display, view = display_of(qtbot)
    old, new = sentence("The rent is due.", source()), sentence("The rent was paid.", source())
    for event in (PLANNED, written(old), summary_of(old), JobEnded("j", JobState.DONE)):
        if event is PLANNED:
            display.begin(REQUEST)
        display.hear(event)
    before = display.kept
    assert before is not None
    assert before.is_whole
    display.begin(REQUEST)
    for event in (PLANNED, summary_of(), JobEnded("j", JobState.STOPPED)):
        display.hear(event)
    qtbot.waitUntil(lambda: "The rent is due." in view.toPlainText())
    assert display.kept is not None
    assert display.kept.summary == before.summary
    display.begin(REQUEST)
    display.hear(PLANNED)
    display.hear(written(new))
    qtbot.waitUntil(lambda: "The rent was paid." in view.toPlainText())
    assert "is due" not in view.toPlainText()
    assert not display.kept.is_whole


def test_what_was_kept_is_shown_as_it_was(qtbot: QtBot) -> None:
    display, view = display_of(qtbot)
    display.begin(REQUEST)
    display.hear(PLANNED)
    display.hear(written(sentence("The rent is due.", source(page=3))))
    kept = display.kept
    assert kept is not None
    assert [file.path for file in kept.files] == ["/lease.pdf"]
    other, other_view = display_of(qtbot)
    other.restore(kept)
    qtbot.waitUntil(lambda: other_view.toPlainText() == "The rent is due. 3")
    assert other.kept == kept
    assert view.toPlainText() in ("", other_view.toPlainText())
