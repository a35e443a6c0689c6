import pytest
from msgspec import structs

from desktop_llm.ui.model_rows import ModelRow, RowAction, RowKind, RowLevel
from desktop_llm.ui.rows.local_rows import LocalModel, LocalState, local_rows

GRANITE = LocalModel(
    id="granite",
    name="Granite 4.1 3B",
    path="/models/granite.gguf",
    size_bytes=2_000_000_000,
    text="Summaries",
    fit="Fits in memory, about 9 words a second",
    fit_level=RowLevel.GOOD,
    facts=("Apache-2.0", "Q4_K_M"),
    is_checkable=True,
    frees_bytes=2_000_000_000,
)


def row(model: LocalModel, used_id: str = "", asked_id: str = "") -> ModelRow:
    heading, one = local_rows([model], used_id, asked_id)
    assert heading.kind is RowKind.SECTION
    return one


def actions(of: ModelRow) -> list[RowAction]:
    return [button.action for button in (*of.buttons, *of.menu)]


def test_a_model_says_everything_and_can_be_used() -> None:
    shown = row(GRANITE)
    assert (shown.status, shown.level) == ("Fits in memory, about 9 words a second", RowLevel.GOOD)
    assert shown.facts == "2.0 GB · Apache-2.0 · Q4_K_M"
    assert actions(shown) == [RowAction.USE, RowAction.VERIFY, RowAction.SHOW_FILE, RowAction.REMOVE]
    assert shown.menu[-1].text == "Delete, frees 2.0 GB"
    assert shown.activation is RowAction.USE


def test_the_model_in_use_is_marked_and_not_offered() -> None:
    shown = row(GRANITE, used_id="granite")
    assert shown.tag == "in use"
    assert RowAction.USE not in actions(shown)
    assert shown.activation is None


def test_a_file_of_somebody_else_is_only_forgotten() -> None:
    shown = row(structs.replace(GRANITE, frees_bytes=0))
    assert shown.menu[-1].text == "Remove from this list"


def test_the_starter_model_stays() -> None:
    assert RowAction.REMOVE not in actions(row(structs.replace(GRANITE, is_removable=False)))


def test_a_deletion_is_asked_first_and_enter_keeps() -> None:
    shown = row(GRANITE, asked_id="granite")
    assert shown.title == "Delete Granite 4.1 3B and free 2.0 GB?"
    assert actions(shown) == [RowAction.KEEP, RowAction.REMOVE_FOR_GOOD]
    assert shown.activation is RowAction.KEEP


@pytest.mark.parametrize(
    ("state", "level", "offered"),
    [
        (LocalState.MISSING, RowLevel.ERROR, [RowAction.REMOVE]),
        (
            LocalState.DAMAGED,
            RowLevel.ERROR,
            [RowAction.REPAIR, RowAction.VERIFY, RowAction.SHOW_FILE, RowAction.REMOVE],
        ),
        (LocalState.CHECKING, RowLevel.PLAIN, [RowAction.USE, RowAction.SHOW_FILE, RowAction.REMOVE]),
        (LocalState.WHOLE, RowLevel.GOOD, [RowAction.USE, RowAction.VERIFY, RowAction.SHOW_FILE, RowAction.REMOVE]),
        (LocalState.FAILED, RowLevel.ERROR, [RowAction.USE, RowAction.VERIFY, RowAction.SHOW_FILE, RowAction.REMOVE]),
    ],
)
def test_what_is_offered_follows_how_the_file_is(state: LocalState, level: RowLevel, offered: list[RowAction]) -> None:
    shown = row(structs.replace(GRANITE, state=state, progress=0.4, failure="The disk does not answer."))
    assert shown.level is level
    assert shown.status
    assert actions(shown) == offered
    assert (shown.progress is not None) == (state is LocalState.CHECKING)
    assert (shown.activation is None) == (state in {LocalState.MISSING, LocalState.DAMAGED})


def test_no_model_at_all_is_said() -> None:
    _heading, note = local_rows([], "")
    assert note.kind is RowKind.NOTE
    assert note.title == "There is no model yet."
