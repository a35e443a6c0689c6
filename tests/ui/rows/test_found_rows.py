import pytest

from desktop_llm.hub.programs.found_model import FoundModel, Program
from desktop_llm.ui.model_rows import RowAction, RowKind, RowLevel
from desktop_llm.ui.rows.fit_sentences import FitText
from desktop_llm.ui.rows.found_rows import found_rows, program_name


def found(number: int, program: Program = Program.OLLAMA) -> FoundModel:
    return FoundModel(program=program, name=f"Model {number}", path=f"/models/{number}", size_bytes=2_000_000_000)


def test_without_models_there_is_no_section() -> None:
    assert found_rows([]) == []


def test_a_model_says_whose_it_is_and_is_used_where_it_is() -> None:
    heading, row = found_rows([found(1)])
    assert (heading.kind, heading.text) == (RowKind.SECTION, "They are used where they are; nothing is copied.")
    assert (row.title, row.facts, row.tip) == ("Model 1", "2.0 GB · from Ollama", "/models/1")
    assert [button.action for button in row.buttons] == [RowAction.USE]


def test_how_it_fits_is_said_once_it_is_known() -> None:
    _, row = found_rows([found(1)], {"/models/1": FitText("Fits in memory", RowLevel.GOOD)})
    assert (row.status, row.level) == ("Fits in memory", RowLevel.GOOD)
    assert found_rows([found(1)])[1].status == ""


def test_many_are_folded() -> None:
    many = [found(number) for number in range(20)]
    *_, more = rows = found_rows(many)
    assert len(rows) == 1 + 4 + 1
    assert (more.title, more.activation) == ("16 more", RowAction.SHOW_MORE)
    assert len(found_rows(many, is_unfolded=True)) == 1 + 20


@pytest.mark.parametrize("program", Program)
def test_every_program_has_a_name(program: Program) -> None:
    assert program_name(program)
