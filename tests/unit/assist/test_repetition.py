import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.repetition import LoopWatch, is_looping

_PROSE = (
    "The board met on 3 March and agreed to sell the mill. Two members voted against it. The price was 4.2 million "
    "euros, to be paid in three parts; the first is due in May. The workers' council was told in the afternoon, and "
    "asked for a plan that names who stays. The mayor said that the town would not buy the land. "
)


@pytest.mark.parametrize(
    "piece",
    ["The mill was sold. ", "no ", "ha", "!", "- The board met.\n", "Die Mühle wurde verkauft, weil sie alt war. " * 3],
)
def test_the_same_again_and_again_is_a_loop(piece: str) -> None:
    assert is_looping(_PROSE + piece * 200)


def test_a_loop_is_seen_whatever_the_spaces_and_capitals() -> None:
    assert is_looping("The mill  was sold.\nthe mill was\tsold. " * 20)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ha ha ha",
        _PROSE,
        _PROSE * 2,
        "- 2019: 120 tons\n- 2020: 121 tons\n- 2021: 122 tons\n- 2022: 123 tons\n- 2023: 124 tons\n- 2024: 125 tons\n",
    ],
)
def test_prose_and_lists_are_no_loop(text: str) -> None:
    assert not is_looping(text)


@given(st.text(min_size=1, max_size=90), st.text(max_size=300))
def test_whatever_comes_again_often_enough_is_a_loop(piece: str, before: str) -> None:
    squeezed = " ".join(piece.split())
    if squeezed:
        assert is_looping(f"{before} " + f"{squeezed} " * (120 + 500 // len(squeezed)))


def test_an_answer_that_goes_round_in_circles_is_noticed_once_while_it_grows() -> None:
    watch = LoopWatch()
    assert not any(watch.hear(word, "") for word in _PROSE.split())
    noticed = [watch.hear("I am here to help you with that. ", "") for _ in range(100)]
    assert sum(noticed) == 1
    assert noticed.index(True) < 40


def test_thinking_that_goes_round_in_circles_is_noticed_too() -> None:
    watch = LoopWatch()
    assert any(watch.hear("", "Wait, let me think again. ") for _ in range(100))


@pytest.mark.parametrize("text", ["-" * 500, "| a | b |\n" * 50, "\n".join(["la la la, la la la"] * 7)])
def test_lines_tables_and_choruses_in_an_answer_are_no_loop(text: str) -> None:
    watch = LoopWatch()
    assert not any(watch.hear(character, "") for character in text)
