import time
from datetime import UTC, datetime

import pytest
from msgspec import structs
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_llm.storage.records import Folder, TitleSource
from desktop_llm.storage.written_records import WrittenDocument, WrittenHit
from desktop_llm.ui.conversation_wishes import ConversationRename
from desktop_llm.ui.item_models.conversation_list_model import ROW_ROLE, ConversationListModel, RowKind
from tests.fakes.conversations import NOW_S, conversation, hit

NOW = datetime.fromtimestamp(NOW_S, tz=UTC)


def titles(model: ConversationListModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def model(qapp: object) -> ConversationListModel:
    return ConversationListModel()


def test_conversations_stand_under_their_age(model: ConversationListModel) -> None:
    ages = {"a": 0.0, "b": 1.0, "c": 2.0, "d": 7.0, "e": 8.0}
    model.show_conversations([conversation(key, age_days=age) for key, age in ages.items()], now=NOW)
    assert titles(model) == [
        "Today", "Chat a", "Yesterday", "Chat b", "Last week", "Chat c", "Chat d", "Older", "Chat e",
    ]  # fmt: skip


def test_the_newest_stands_first(model: ConversationListModel) -> None:
    model.show_conversations([conversation("old", age_days=0.2), conversation("new", age_days=0.1)], now=NOW)
    assert titles(model) == ["Today", "Chat new", "Chat old"]


def test_what_is_pinned_stands_above_folders_and_ages(model: ConversationListModel) -> None:
    chats = [conversation("a"), conversation("p", age_days=30, is_pinned=True), conversation("f", folder_id="1")]
    model.show_conversations(chats, [Folder("1", "Work")], now=NOW)
    assert titles(model) == ["Pinned", "Chat p", "Work", "Chat f", "Today", "Chat a"]


def test_a_folder_that_is_closed_hides_its_conversations(model: ConversationListModel) -> None:
    model.show_conversations([conversation("f", folder_id="1")], [Folder("1", "Work")], now=NOW)
    model.toggle_folder("1")
    assert titles(model) == ["Work"]
    model.toggle_folder("1")
    assert titles(model) == ["Work", "Chat f"]


def test_a_conversation_of_a_folder_that_is_gone_is_not_lost(model: ConversationListModel) -> None:
    model.show_conversations([conversation("a", folder_id="gone")], [], now=NOW)
    assert titles(model) == ["Today", "Chat a"]


def test_a_new_title_keeps_the_rows_that_qt_knows(model: ConversationListModel, qtbot: QtBot) -> None:
    chats = [conversation("a"), conversation("b", age_days=0.1), conversation("c", age_days=3)]
    model.show_conversations(chats, now=NOW)
    kept = QPersistentModelIndex(model.index_of("c"))
    changed = [chats[0], structs.replace(chats[1], title="Better"), chats[2]]
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_conversations(changed, now=NOW)
    assert kept.isValid()
    assert kept.data() == "Chat c"


def test_a_conversation_that_moves_up_leaves_the_others_in_place(model: ConversationListModel) -> None:
    chats = [conversation(key, age_days=age) for key, age in (("a", 0.1), ("b", 0.2), ("c", 3.0), ("d", 4.0))]
    model.show_conversations(chats, now=NOW)
    kept = QPersistentModelIndex(model.index_of("d"))
    model.show_conversations([*chats[:1], structs.replace(chats[1], updated_at=NOW_S), *chats[2:]], now=NOW)
    assert titles(model) == ["Today", "Chat b", "Chat a", "Last week", "Chat c", "Chat d"]
    assert kept.data() == "Chat d"


def test_a_typed_title_is_shown_and_asked_for(model: ConversationListModel, qtbot: QtBot) -> None:
    model.show_conversations([conversation("a")], now=NOW)
    with qtbot.waitSignal(model.rename_requested) as wish:
        assert model.setData(model.index_of("a"), "  Trip  ")
    assert wish.args == [ConversationRename("a", "Trip")]
    assert model.index_of("a").data() == "Trip"


def test_an_empty_title_changes_nothing(model: ConversationListModel, qtbot: QtBot) -> None:
    model.show_conversations([conversation("a")], now=NOW)
    with qtbot.assertNotEmitted(model.rename_requested):
        assert not model.setData(model.index_of("a"), "  ")
    assert model.index_of("a").data() == "Chat a"


def test_hits_take_the_place_of_the_list_and_give_it_back(model: ConversationListModel) -> None:
    model.show_conversations([conversation("a"), conversation("b")], now=NOW)
    model.show_hits([hit("b", "the \x02rent\x03 is due")])
    row = model.row_at(model.index(0, 0))
    assert row is not None
    assert (row.kind, row.id, row.message_id) == (RowKind.HIT, "b", "m1")
    model.show_hits(None)
    assert model.rowCount() == 3


def test_a_search_without_hits_says_so(model: ConversationListModel) -> None:
    model.show_hits([])
    assert titles(model) == ["Nothing found"]
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags


def test_a_hit_is_read_out_without_its_marks(model: ConversationListModel) -> None:
    model.show_hits([hit("b", "the \x02rent\x03 is due")])
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Chat b. the rent is due"


def test_markup_in_a_title_is_no_markup_in_its_tip(model: ConversationListModel) -> None:
    model.show_conversations([conversation("a", "<img src='http://x/y.png'>")], now=NOW)
    tip = model.index_of("a").data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img" in tip


def test_sections_cannot_be_chosen_and_titles_can_be_edited(model: ConversationListModel) -> None:
    model.show_conversations([conversation("a")], now=NOW)
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsEditable


def test_the_model_keeps_qts_rules_through_every_change(
    model: ConversationListModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(model)
    chats = [conversation(str(number), age_days=number) for number in range(12)]
    model.show_conversations(chats, [Folder("1", "Work")], now=NOW)
    model.show_conversations([structs.replace(chats[3], folder_id="1"), *chats[5:]], [Folder("1", "Work")], now=NOW)
    model.toggle_folder("1")
    model.show_hits([hit("5", "x")])
    model.show_hits(None)
    model.show_conversations([], now=NOW)
    assert model.rowCount() == 0


def test_five_thousand_conversations_are_shown_in_a_blink(model: ConversationListModel) -> None:
    chats = [conversation(str(number), age_days=number / 50) for number in range(5000)]
    model.show_conversations(chats, now=NOW)
    changed = [*chats[:2500], structs.replace(chats[2500], updated_at=NOW_S), *chats[2501:]]
    begun_s = time.perf_counter()
    model.show_conversations(changed, now=NOW)
    assert time.perf_counter() - begun_s < 0.5
    assert model.row_at(model.index(1, 0)) == model.index(1, 0).data(ROW_ROLE)
    assert model.rowCount(QModelIndex()) == 5004


def test_texts_are_found_beside_chats() -> None:
    model = ConversationListModel()
    text = WrittenDocument(id="t", title="", title_source=TitleSource.FIRST_WORDS, created_at=0, updated_at=0)
    model.show_hits([hit("b", "the \x02rent\x03 is due"), WrittenHit(text, "a \x02rent\x03")])
    rows = [model.row_at(model.index(number, 0)) for number in range(model.rowCount())]
    assert [(row.kind, row.id) for row in rows if row] == [(RowKind.HIT, "b"), (RowKind.TEXT_HIT, "t")]
    assert model.index(1, 0).data() == "New text"
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "New text. a rent"


def marked(model: ConversationListModel) -> list[str]:
    rows = [model.row_at(model.index(number, 0)) for number in range(model.rowCount())]
    return [row.title for row in rows if row is not None and row.has_unsent]


def test_chats_with_a_message_that_was_not_sent_are_marked(model: ConversationListModel, qtbot: QtBot) -> None:
    chats = [conversation("a"), conversation("b", folder_id="1"), conversation("c", is_pinned=True)]
    model.show_conversations(chats, [Folder("1", "Work")], now=NOW)
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.rowsInserted):
        model.show_unsent(frozenset({"b", "c", "gone"}))
    assert marked(model) == ["Chat c", "Chat b"]
    model.show_conversations(chats[:2], [Folder("1", "Work")], now=NOW)
    assert marked(model) == ["Chat b"]
    model.show_unsent(frozenset())
    assert marked(model) == []


def test_a_closed_folder_is_marked_for_the_chats_that_it_hides(model: ConversationListModel) -> None:
    chats = [conversation("a", folder_id="1"), conversation("b", folder_id="2", is_pinned=True)]
    model.show_conversations(chats, [Folder("1", "Work"), Folder("2", "Home")], now=NOW)
    model.show_unsent(frozenset({"a", "b"}))
    model.toggle_folder("1")
    model.toggle_folder("2")
    assert marked(model) == ["Chat b", "Work"]
    model.toggle_folder("1")
    assert marked(model) == ["Chat b", "Chat a"]


def test_the_mark_is_told_by_tip_and_screen_reader(model: ConversationListModel) -> None:
    chats = [conversation("a", "Trip <b>"), conversation("b", folder_id="1"), conversation("c", "Plain", age_days=1)]
    model.show_conversations(chats, [Folder("1", "Work")], now=NOW)
    model.toggle_folder("1")
    model.show_unsent(frozenset({"a", "b"}))

    def told(title: str) -> tuple[str, str | None]:
        index = model.index(titles(model).index(title), 0)
        return index.data(Qt.ItemDataRole.AccessibleTextRole), index.data(Qt.ItemDataRole.ToolTipRole)

    sentence = "Your message in it is not sent yet."
    assert told("Trip <b>") == (f"Trip <b>. {sentence}", f"<p>Trip &lt;b&gt;</p><p>{sentence}</p>")
    sentence = "A message in one of its chats is not sent yet."
    assert told("Work") == (f"Folder Work with 1 entries. {sentence}", f"<p>Work</p><p>{sentence}</p>")
    assert told("Plain") == ("Plain", "<p>Plain</p>")
