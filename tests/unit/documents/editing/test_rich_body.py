from desktop_llm.documents.editing.rich_body import CellPlace, Grid, RichBody, like_others, stretches_of
from desktop_llm.documents.editing.rich_runs import Part, Stretch
from desktop_llm.documents.rich_text import PLAIN, Paragraph, TableCell
from tests.fakes.word_nodes import node


class Line:
    def __init__(self, *texts: str, kept: str = "") -> None:
        self.stretches = [Stretch(text, PLAIN, None, kept) for text in texts]


def body(*texts: str) -> RichBody[Line]:
    """A line for each text; something that is kept where there is none."""
    made: RichBody[Line] = RichBody(node("<w:body/>"))
    for text in texts:
        made.add(node("<w:p/>"), Paragraph(), None, Line(text) if text else None)
    return made


def test_paragraphs_have_numbers_by_their_origins() -> None:
    made = body("a", "", "c")
    assert [each.origin for each in made.paragraphs] == ["p1", "p2", "p3"]
    assert made.original("p3") is made.paragraphs[2]
    assert (made.number("p3"), made.number("p4"), made.number("")) == (2, None, None)
    assert list(made.lines) == ["p1", "p3"]


def test_what_stands_in_cells_is_added_with_its_place() -> None:
    made = body("a")
    grid = Grid(node("<w:tbl/>"), [node("<w:tr/>")], {(0, 0): node("<w:tc><w:p/><w:p/></w:tc>")}, {(0, 0): (1, 2)}, 2)

    def take(child: object, place: CellPlace) -> None:
        made.add(child, Paragraph(), place, Line("in"))  # type: ignore[arg-type]  a node

    made.add_table(grid, take)
    made.add_table(grid, take)
    assert [each.cell for each in made.paragraphs[1:]] == [
        TableCell(table=number, row=0, column=0, n_columns=2) for number in (0, 0, 1, 1)
    ]
    assert made.places["p2"].node is grid.cells[0, 0]


def test_the_next_line_is_the_one_before_or_else_the_one_behind() -> None:
    made = body("a", "", "c", "d", "e")
    assert made.next_line("p4", {"p1", "p2", "p5"}) == ("p1", True)
    assert made.next_line("p3", {"p2", "p5"}) == ("p5", False)
    assert made.next_line("p3", set()) == ("", False)


def test_the_nearest_of_some_paragraphs_is_before_or_else_behind() -> None:
    made = body(*"abcdef")
    assert made.nearest([1, 4], "p4") == made.nearest([1, 4], "p2") == "p2"
    assert made.nearest([1, 4], "p1") == made.nearest([1, 4], "") == "p2"
    assert made.nearest([], "p1") == ""


def test_new_words_look_like_those_of_a_line_and_old_ones_as_they_did() -> None:
    line = Line("a")
    old = Stretch("x", PLAIN, None)
    parts = like_others([Part("x", PLAIN, old=old), Part("y", PLAIN)], line)
    assert [(part.old, part.like) for part in parts] == [(old, None), (None, line.stretches[0])]
    (part,) = like_others([Part("y", PLAIN)], Line("a", kept="k1"))
    assert part.like is None  # like a picture no word looks
    assert stretches_of({"p1": line}, ["p1", "p9"]) == line.stretches
