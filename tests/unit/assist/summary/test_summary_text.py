import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.summary.summary_result import ItemKind
from desktop_llm.assist.summary.summary_text import Draft, Layout, SummaryText


def read(answer: str, layout: Layout = Layout.LIST, *, is_cut: bool = False, step: int = 7) -> list[Draft]:
    """As it comes from an engine: a few characters at a time."""
    text = SummaryText(layout, "en")
    drafts: list[Draft] = []
    for start in range(0, len(answer), step):
        drafts += text.feed(answer[start : start + step])
    return [*drafts, *text.close(is_cut=is_cut)]


def texts(drafts: list[Draft]) -> list[str]:
    return [draft.text for draft in drafts]


def lines(drafts: list[Draft]) -> list[str]:
    joined: dict[int, list[str]] = {}
    for draft in drafts:
        joined.setdefault(draft.line, []).append(draft.text)
    return [" ".join(parts) for parts in joined.values()]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "1. ", "(2) ", "a) ", "  - ", ""])
def test_a_list_is_points_whatever_its_marks(mark: str) -> None:
    drafts = read(f"{mark}The mill was sold.\n{mark}The price was 4.2 million euros.\n")
    assert texts(drafts) == ["The mill was sold.", "The price was 4.2 million euros."]
    assert [draft.kind for draft in drafts] == [ItemKind.POINT, ItemKind.POINT]
    assert [draft.line for draft in drafts] == [0, 1]


def test_a_second_sentence_stays_in_its_line() -> None:
    drafts = read("- The mill was sold. Two members voted against it.\n- The price was high.")
    assert [(draft.kind, draft.line) for draft in drafts] == [
        (ItemKind.POINT, 0),
        (ItemKind.SENTENCE, 0),
        (ItemKind.POINT, 1),
    ]


def test_prose_where_a_list_was_asked_for_becomes_points() -> None:
    drafts = read("The mill was sold. The price was high. The town was asked.")
    assert [(draft.kind, draft.line) for draft in drafts] == [
        (ItemKind.POINT, 0),
        (ItemKind.POINT, 1),
        (ItemKind.POINT, 2),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "Here is a summary of the document:\n\nThe mill was sold.",
        "Summary: The mill was sold.",
        "**Summary:** The mill was sold.",
        "```\nThe mill was sold.\n```",
        "## The mill was *sold*.\n",
        "The mill was **sold**.\n---\n",
        "<document>\nThe mill was sold.\n</document>",
    ],
)
def test_what_stands_around_the_text_is_left_out(answer: str) -> None:
    assert texts(read(answer, Layout.PROSE)) == ["The mill was sold."]


def test_identifiers_keep_their_underscores() -> None:
    assert texts(read("The function __init__ calls set_up_all.")) == ["The function __init__ calls set_up_all."]


def test_prose_is_handed_on_sentence_by_sentence() -> None:
    text = SummaryText(Layout.PROSE, "en")
    assert texts(list(text.feed("The mill was sold. Two members"))) == ["The mill was sold."]
    assert texts(list(text.feed(" voted against it. The"))) == ["Two members voted against it."]
    assert list(text.close(is_cut=True)) == []


@pytest.mark.parametrize("step", range(1, 9))
def test_words_stay_apart_wherever_prose_is_cut(step: int) -> None:
    drafts = read("The mill was sold. Anna Meyer built it.", Layout.PROSE, step=step)
    assert texts(drafts) == ["The mill was sold.", "Anna Meyer built it."]


@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_a_list_within_prose_is_points_also_where_a_point_has_several_sentences(mark: str) -> None:
    drafts = read(f"{mark}The mill was sold. It was old.\n{mark}Anna Meyer built it.\n", Layout.PROSE, step=3)
    assert [(draft.text, draft.kind, draft.line) for draft in drafts] == [
        ("The mill was sold.", ItemKind.POINT, 0),
        ("It was old.", ItemKind.SENTENCE, 0),
        ("Anna Meyer built it.", ItemKind.POINT, 1),
    ]


def test_a_number_by_itself_may_be_the_answer() -> None:
    assert texts(read("12.", Layout.PROSE)) == ["12."]


def test_numbers_of_points_that_never_come_are_no_answer() -> None:
    text = SummaryText(Layout.PROSE, "en")
    assert [*text.feed("1.\n2.\n3.\n"), *text.close(is_cut=True)] == []
    assert not text.is_counting
    assert [*text.feed("4.\n")] == []
    assert text.is_counting


def test_paragraphs_are_lines() -> None:
    assert lines(read("One is here. Two is here.\n\nThree is here.", Layout.PROSE)) == [
        "One is here. Two is here.",
        "Three is here.",
    ]


def test_what_was_said_is_not_said_again() -> None:
    answer = "- The mill was sold to a company from Lyon.\n" * 3 + "- To a company from Lyon the mill was sold.\n"
    assert texts(read(answer)) == ["The mill was sold to a company from Lyon."]


def test_a_stammer_is_left_out() -> None:
    assert texts(read("- The the the the the the.\n- No, no, never was the mill sold.\n")) == [
        "No, no, never was the mill sold."
    ]


def test_an_answer_that_begins_again_is_not_told_again() -> None:
    text = SummaryText(Layout.PROSE, "en")
    assert texts(list(text.feed("The mill was sold. Two mem"))) == ["The mill was sold."]
    text.start_over()
    drafts = [*text.feed("The mill was sold. Two members voted against it."), *text.close(is_cut=False)]
    assert texts(drafts) == ["Two members voted against it."]


def test_the_task_said_back_is_no_answer() -> None:
    text = SummaryText(Layout.PROSE, "en", "This is one section of a document. Summarize it.")
    drafts = [*text.feed("This is one section of a document. The mill was sold."), *text.close(is_cut=False)]
    assert texts(drafts) == ["The mill was sold."]


def test_similar_lines_with_other_figures_are_kept() -> None:
    answer = "".join(
        f"- In the year {year} the old mill by the river made 120 tons of flour.\n" for year in (2019, 2020)
    )
    assert len(read(answer)) == 2


def test_a_sentence_that_was_cut_off_is_dropped() -> None:
    assert texts(read("- The mill was sold.\n- The price was four mill", is_cut=True)) == ["The mill was sold."]


def test_a_single_sentence_that_was_cut_off_is_kept_and_shows_it() -> None:
    assert texts(read("The mill was sold to a compa", Layout.PROSE, is_cut=True)) == ["The mill was sold to a…"]


@pytest.mark.parametrize(
    "answer",
    [
        "Q: What was sold?\nA: The mill was sold.",
        "**Q1:** What was sold?\n**A1:** The mill was sold.",
        "1. What was sold?\nThe mill was sold.",
        "Question: What was sold? Answer: The mill was sold.",
    ],
)
def test_questions_are_followed_by_their_answers(answer: str) -> None:
    drafts = read(answer, Layout.QUESTIONS)
    assert [(draft.text, draft.kind, draft.line) for draft in drafts] == [
        ("What was sold?", ItemKind.QUESTION, 0),
        ("The mill was sold.", ItemKind.SENTENCE, 1),
    ]


@pytest.mark.parametrize("answer", ["NONE", "None.", "- none", "nothing", "N/A"])
def test_a_model_may_say_that_there_is_nothing(answer: str) -> None:
    text = SummaryText(Layout.LIST, "en")
    assert [*text.feed(answer), *text.close(is_cut=False)] == []
    assert text.says_nothing


def test_a_table_is_read_as_lines() -> None:
    assert texts(read("| Date | Event |\n|---|---|\n| 1912 | The mill was built |\n")) == [
        "Date – Event",
        "1912 – The mill was built",
    ]


@given(st.text(max_size=300), st.sampled_from(list(Layout)), st.integers(1, 50))
def test_pieces_make_no_difference(answer: str, layout: Layout, step: int) -> None:
    whole = "".join("".join(texts(read(answer, layout, step=1000))).split())
    pieces = "".join("".join(texts(read(answer, layout, step=step))).split())
    if layout is not Layout.PROSE:  # prose is split again at each piece
        assert pieces == whole
    assert len(pieces) <= len("".join(answer.split()))


def test_heads_of_tables_are_no_points() -> None:
    drafts = read("- Feature\n- JAN\n- N #13349\n- Rent: 500\n- 契約は三年\n")
    assert texts(drafts) == ["Rent: 500", "契約は三年"]


def test_a_sentence_that_says_of_a_thing_that_it_is_the_thing_is_left_out() -> None:
    said = "The zoo R-Forge bug list is a list of issues in the zoo R-Forge bug list."
    assert texts(read(f"- {said}\n- The mill was sold.\n")) == ["The mill was sold."]
    repeated = "Your key is secure against being stolen, and it is secure against being lost."
    assert texts(read(f"- {repeated}\n")) == [repeated]


def test_a_sentence_that_was_cut_off_before_it_said_anything_is_left_out() -> None:
    assert texts(read("Debian is a de", Layout.PROSE, is_cut=True)) == []


def test_names_in_quotation_marks_are_no_points() -> None:
    assert texts(read('- "git-clone(1)"\n- “The mill was sold last year.”\n')) == ["“The mill was sold last year.”"]
