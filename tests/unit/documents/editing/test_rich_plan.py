import random

from msgspec import structs

from desktop_llm.documents.editing.rich_plan import Plan, is_same, plan_of
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell, TextRun
from tests.fakes.rich_files import new, run, saying

FILE = [saying(Paragraph(origin=f"p{n}"), word) for n, word in enumerate(["one", "two", "three", "four"], 1)]


def places(plan: Plan) -> list[str]:
    return [step.place for step in plan.steps]


def test_the_same_text_changes_nothing() -> None:
    plan = plan_of(FILE, FILE)
    assert plan.is_unchanged
    assert places(plan) == ["p1", "p2", "p3", "p4"]


def test_runs_that_look_the_same_are_the_same() -> None:
    assert is_same(FILE[0], saying(FILE[0], run("o"), run(""), run("ne")))
    assert not is_same(FILE[0], structs.replace(FILE[0], kind=ParagraphKind.QUOTE))
    assert is_same(FILE[0], structs.replace(FILE[0], cell=TableCell(table=1, row=1, column=1)))


def test_a_new_paragraph_is_like_the_one_before_it_or_else_the_one_behind() -> None:
    plan = plan_of(FILE, [new("zero"), FILE[0], new("and a half"), *FILE[1:]])
    assert places(plan) == ["", "p1", "", "p2", "p3", "p4"]
    assert [step.neighbour for step in plan.steps[:3]] == ["p1", "p1", "p1"]
    assert plan.removed == ()


def test_of_a_divided_paragraph_one_part_keeps_the_place_and_both_its_letters() -> None:
    halves = [saying(FILE[1], "t"), saying(FILE[1], "wo")]
    plan = plan_of(FILE, [FILE[0], *halves, *FILE[2:]])
    assert places(plan) == ["p1", "p2", "", "p3", "p4"]
    assert [step.sources for step in plan.steps[1:3]] == [("p2",), ("p2",)]


def test_a_line_put_before_a_paragraph_leaves_that_unchanged() -> None:
    plan = plan_of(FILE, [FILE[0], saying(FILE[1]), *FILE[1:]])
    assert places(plan) == ["p1", "", "p2", "p3", "p4"]
    assert plan.steps[2].is_unchanged


def test_a_paragraph_that_another_one_took_in_lends_it_its_letters() -> None:
    plan = plan_of(FILE, [FILE[0], saying(FILE[1], "twothree"), FILE[3]])
    assert plan.removed == ("p3",)
    assert plan.steps[1].sources == ("p2", "p3")


def test_what_is_in_another_order_is_new() -> None:
    plan = plan_of(FILE, [FILE[3], *FILE[:3]])
    assert places(plan) == ["", "p1", "p2", "p3"]
    assert plan.steps[0].sources == ("p4",)
    assert plan.removed == ("p4",)


def test_a_kept_block_is_moved() -> None:
    kept = Paragraph(runs=(TextRun(text="[picture]"),), kind=ParagraphKind.KEPT, origin="p5")
    plan = plan_of([*FILE, kept], [kept, *FILE])
    assert [step.moved for step in plan.steps] == ["p5", "", "", "", ""]


def test_a_paragraph_does_not_keep_its_place_when_it_comes_into_a_table() -> None:
    inside = structs.replace(FILE[0], cell=TableCell(table=0, row=0, column=0))
    assert places(plan_of(FILE, [inside, *FILE[1:]])) == ["", "p2", "p3", "p4"]


def test_whatever_comes_every_place_is_given_once_and_in_order() -> None:
    dice = random.Random(7)
    file = [saying(Paragraph(origin=f"p{n}"), str(n)) for n in range(40)]
    for _ in range(200):
        wanted = [dice.choice([*file, new("x")]) for _ in range(dice.randrange(60))]
        plan = plan_of(file, wanted)
        numbers = [int(place[1:]) for place in places(plan) if place]
        assert numbers == sorted(set(numbers))
        assert {*places(plan)} - {""} | {*plan.removed} == {each.origin for each in file}
