import pytest

from desktop_llm.documents.document import Box
from desktop_llm.documents.readers.pdf_page import PdfPage, turned, without_leaders
from tests.fakes.pdf_lines import line, row


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_box_comes_back_from_being_turned(angle: int) -> None:
    left, bottom, right, top = turned(angle, 10, 20, 110, 32)
    page = PdfPage(number=1, width=600, height=800, lines=(), angle=angle)
    upright = line("x")
    upright = type(upright)(text="x", left=left, bottom=bottom, right=right, top=top, baseline=bottom, size=10)
    assert left < right
    assert bottom < top
    assert page.box_of(upright) == Box(left=10, bottom=20, right=110, top=32)


def test_text_that_runs_upwards_is_upright_when_turned() -> None:
    lower, upper = turned(90, 100, 50, 110, 60), turned(90, 100, 200, 110, 210)
    assert lower[0] < upper[0]
    assert lower[1] == upper[1]


def test_cells_are_lines_of_their_own() -> None:
    assert [part.text for part in row([(72, "left"), (300, "right")], 700).parts()] == ["left", "right"]
    assert [part.text for part in line("one").parts()] == ["one"]


def test_leaders_become_one_sign() -> None:
    assert without_leaders("Costs . . . . . . 17") == "Costs … 17"
    assert without_leaders("Costs.......17") == "Costs … 17"
    assert without_leaders("Wait... what?") == "Wait... what?"
    assert line("Costs . . . . . . 17").has_leaders
