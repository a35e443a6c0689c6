from desktop_llm.errors import ErrorCode
from desktop_llm.hub.hub_records import Gating, RepositorySummary
from desktop_llm.ui.error_text import error_text
from desktop_llm.ui.model_rows import RowAction, RowKind, RowLevel
from desktop_llm.ui.rows.result_rows import SearchPhase, SearchState, owner_of, result_rows

RESULT = RepositorySummary(
    id="ibm-granite/granite-4.1-3b-GGUF", downloads=12_345, licence="apache-2.0", n_parameters=3_400_000_000
)


def test_a_result_says_what_it_is_in_one_look() -> None:
    (row,) = result_rows(SearchState(phase=SearchPhase.DONE, results=(RESULT,), memory_bytes=16 * 10**9))
    assert (row.title, row.text) == ("granite 4.1 3b", "by ibm-granite")
    assert row.facts == "about 2.0 GB · Apache-2.0 · 12 thousand downloads"
    assert (row.activation, row.is_opening, row.status) == (RowAction.DETAILS, True, "")


def test_what_is_probably_too_large_is_said_before_it_is_opened() -> None:
    (row,) = result_rows(SearchState(phase=SearchPhase.DONE, results=(RESULT,), memory_bytes=10**9))
    assert (row.status, row.level) == ("Probably too large for this computer", RowLevel.WARNING)


def test_what_the_program_recommends_has_the_same_name_everywhere() -> None:
    known = RepositorySummary(id="unsloth/granite-4.1-3b-GGUF")
    (row,) = result_rows(SearchState(phase=SearchPhase.DONE, results=(known,)))
    assert row.title == "Granite 4.1 3B"


def test_a_gated_one_is_marked() -> None:
    gated = RepositorySummary(id="a/b", gating=Gating.MANUAL)
    (row,) = result_rows(SearchState(phase=SearchPhase.DONE, results=(gated,)))
    assert row.tag == "needs an account"


def test_results_stay_while_more_are_fetched_and_when_that_fails() -> None:
    searching = result_rows(SearchState(phase=SearchPhase.SEARCHING, results=(RESULT,)))
    assert [row.title for row in searching] == ["granite 4.1 3b", "Searching…"]
    failure = error_text(ErrorCode.HUB_UNREACHABLE)
    failed = result_rows(SearchState(phase=SearchPhase.FAILED, results=(RESULT,), failure=failure))
    assert failed[0].title == "granite 4.1 3b"
    assert (failed[1].kind, failed[1].title) == (RowKind.NOTE, failure.sentence)
    assert [button.action for button in failed[1].buttons] == [RowAction.RETRY]


def test_the_end_says_whether_there_is_more() -> None:
    (_, more) = result_rows(SearchState(phase=SearchPhase.DONE, results=(RESULT,), has_more=True))
    assert more.activation is RowAction.SHOW_MORE
    (nothing,) = result_rows(SearchState(phase=SearchPhase.DONE))
    assert nothing.title == "Nothing was found."


def test_an_owner_is_what_stands_before() -> None:
    assert owner_of("a/b") == "a"
    assert owner_of("plain") == ""


def test_nothing_found_says_what_was_left_out() -> None:
    (row,) = result_rows(SearchState(phase=SearchPhase.DONE, is_gated_included=False))
    assert "need an account" in row.text
