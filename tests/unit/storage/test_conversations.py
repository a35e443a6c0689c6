import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice, SamplingParams
from desktop_llm.storage.conversations import TRASH_DAYS, ConversationStore
from desktop_llm.storage.records import (
    AttachedBlock,
    Attachment,
    AttachmentUse,
    Conversation,
    MessageState,
    Timings,
    TitleSource,
)
from tests.fakes.clock import Clock

_DAY_S = 24 * 60 * 60


def _titles(conversations: tuple[Conversation, ...]) -> list[str]:
    return [conversation.title for conversation in conversations]


def test_the_latest_changed_conversation_comes_first(store: ConversationStore) -> None:
    first = store.create_conversation("First")
    store.create_conversation("Second")
    assert _titles(store.conversations()) == ["Second", "First"]
    store.add_user_message(first.id, None, "Hello")
    assert _titles(store.conversations()) == ["First", "Second"]


def test_pinned_conversations_come_before_all_others(store: ConversationStore) -> None:
    old = store.create_conversation("Old")
    store.create_conversation("New")
    store.set_pinned(old.id, is_pinned=True)
    assert _titles(store.conversations()) == ["Old", "New"]
    store.set_pinned(old.id, is_pinned=False)
    assert _titles(store.conversations()) == ["New", "Old"]


def test_a_conversation_keeps_what_is_set_for_it(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip", instructions="Be brief")
    store.set_sampling(conversation.id, SamplingParams(temperature=0.2))
    store.set_instructions(conversation.id, "Be kind")
    kept = store.conversation(conversation.id)
    assert conversation.instructions == "Be brief"
    assert (kept.instructions, kept.sampling) == ("Be kind", SamplingParams(temperature=0.2))


def test_a_conversation_is_answered_here_until_another_engine_is_chosen_for_it(store: ConversationStore) -> None:
    conversation, other = store.create_conversation("Trip"), store.create_conversation("Budget")
    assert conversation.engine == LOCAL_ENGINE
    elsewhere = EngineChoice("gpu-box", "granite")
    assert store.set_engine(conversation.id, elsewhere).engine == elsewhere
    assert store.conversation(conversation.id).engine == elsewhere
    assert store.conversation(other.id).engine == LOCAL_ENGINE
    assert store.set_engine(conversation.id, LOCAL_ENGINE).engine == LOCAL_ENGINE


def test_a_conversation_remembers_where_its_text_went(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    assert conversation.sent_to == ""
    store.note_sent(conversation.id, "gpu-box:8000")
    store.set_engine(conversation.id, LOCAL_ENGINE)
    assert store.conversation(conversation.id).sent_to == "gpu-box:8000"


def test_a_conversation_can_begin_elsewhere(store: ConversationStore) -> None:
    elsewhere = EngineChoice("gpu-box", "granite")
    assert store.create_conversation("Trip", engine=elsewhere).engine == elsewhere


@pytest.mark.parametrize(
    ("earlier", "later", "title"),
    [
        (TitleSource.FIRST_WORDS, TitleSource.MODEL, "later"),
        (TitleSource.MODEL, TitleSource.MODEL, "later"),
        (TitleSource.MODEL, TitleSource.USER, "later"),
        (TitleSource.USER, TitleSource.USER, "later"),
        (TitleSource.USER, TitleSource.MODEL, "earlier"),
        (TitleSource.USER, TitleSource.FIRST_WORDS, "earlier"),
        (TitleSource.MODEL, TitleSource.FIRST_WORDS, "earlier"),
    ],
)
def test_a_title_gives_way_only_to_an_equal_or_better_source(
    store: ConversationStore, earlier: TitleSource, later: TitleSource, title: str
) -> None:
    conversation = store.create_conversation("first words")
    store.rename(conversation.id, "earlier", earlier)
    assert store.rename(conversation.id, "later", later).title == title
    assert store.conversation(conversation.id).title == title


def test_a_folder_shows_its_conversations_only(store: ConversationStore) -> None:
    work, home = store.create_folder("Work"), store.create_folder("home")
    store.create_conversation("Report", folder_id=work.id)
    trip = store.create_conversation("Trip")
    store.move_to_folder(trip.id, home.id)
    assert _titles(store.conversations(work.id)) == ["Report"]
    assert _titles(store.conversations(home.id)) == ["Trip"]
    assert [folder.name for folder in store.folders()] == ["home", "Work"]
    store.move_to_folder(trip.id, None)
    assert store.conversations(home.id) == ()


def test_a_folder_can_be_renamed(store: ConversationStore) -> None:
    folder = store.create_folder("Wrok")
    store.rename_folder(folder.id, "Work")
    assert [folder.name for folder in store.folders()] == ["Work"]


def test_deleting_a_folder_keeps_its_conversations(store: ConversationStore) -> None:
    folder = store.create_folder("Work")
    conversation = store.create_conversation("Report", folder_id=folder.id)
    store.delete_folder(folder.id)
    assert store.folders() == ()
    assert store.conversation(conversation.id).folder_id is None


def test_a_deleted_conversation_is_in_the_trash_until_it_is_restored(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    store.add_user_message(conversation.id, None, "Hello")
    before = store.conversation(conversation.id)
    store.delete(conversation.id)
    assert store.conversations() == ()
    assert _titles(store.trash()) == ["Trip"]
    store.restore(conversation.id)
    assert store.trash() == ()
    assert store.conversations() == (before,)


def test_the_trash_forgets_after_30_days(store: ConversationStore, clock: Clock) -> None:
    old, recent = store.create_conversation("Old"), store.create_conversation("Recent")
    store.add_user_message(old.id, None, "Hello")
    kept = store.create_conversation("Kept")
    store.delete(old.id)
    clock.now_s += TRASH_DAYS * _DAY_S - 3600
    store.delete(recent.id)
    assert store.purge_trash() == 0
    clock.now_s += 3600
    assert store.purge_trash() == 1
    assert _titles(store.trash()) == ["Recent"]
    assert store.messages(old.id) == ()
    assert store.conversations() == (kept,)


def test_only_what_is_in_the_trash_is_deleted_for_good(store: ConversationStore) -> None:
    deleted, other, kept = (store.create_conversation(title) for title in ("Deleted", "Other", "Kept"))
    store.delete(deleted.id)
    store.delete(other.id)
    assert store.delete_for_good([deleted.id, kept.id, "unknown"]) == 1
    assert _titles(store.trash()) == ["Other"]
    assert _titles(store.conversations()) == ["Kept"]


def test_a_question_is_stored_with_what_goes_with_it(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    block = AttachedBlock("b1", "paragraph", 0, 4, page=3, label="page 3")
    attachments = (
        Attachment("map.txt", "here", language="en", blocks=(block,), use=AttachmentUse.KEPT),
        Attachment("list.txt", "socks"),
    )
    asked = store.add_user_message(conversation.id, None, "Where?", attachments)
    assert store.message(asked.id) == asked
    assert (asked.role, asked.text, asked.attachments) == ("user", "Where?", attachments)
    assert store.conversation(conversation.id).leaf_id == asked.id


def test_an_answer_grows_in_the_journal_and_is_folded_at_its_end(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Where?")
    answer = store.start_answer(conversation.id, asked.id, "Smol", SamplingParams(top_k=1))
    assert (answer.state, answer.text) == (MessageState.STREAMING, "")
    store.journal(answer.id, "", "Hm. ")
    store.journal(answer.id, "To ", "Well.")
    store.journal(answer.id, "Bergen")
    growing = store.path(conversation.id)[-1].message
    assert (growing.state, growing.text, growing.thinking) == (MessageState.STREAMING, "To Bergen", "Hm. Well.")
    store.finish_answer(answer.id, MessageState.COMPLETE, Timings(completion_tokens=5))
    ended = store.message(answer.id)
    assert (ended.state, ended.text, ended.thinking) == (MessageState.COMPLETE, "To Bergen", "Hm. Well.")
    assert ended.timings == Timings(completion_tokens=5)


def test_an_answer_that_goes_on_keeps_the_text_it_had(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Where?")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(answer.id, "To Ber")
    store.finish_answer(answer.id, MessageState.STOPPED)
    resumed = store.resume_answer(answer.id)
    assert (resumed.state, resumed.text) == (MessageState.STREAMING, "To Ber")
    store.journal(answer.id, "gen")
    assert store.recover_interrupted() == 1
    assert store.message(answer.id).text == "To Bergen"


def test_an_answer_cut_off_by_a_crash_is_found_as_interrupted(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Where?")
    whole = store.start_answer(conversation.id, asked.id, "Smol")
    store.finish_answer(whole.id, MessageState.COMPLETE)
    cut = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(cut.id, "To B", "Hm.")
    assert store.recover_interrupted() == 1
    found = store.message(cut.id)
    assert (found.state, found.text, found.thinking) == (MessageState.INTERRUPTED, "To B", "Hm.")
    assert store.message(whole.id).state is MessageState.COMPLETE
    assert store.recover_interrupted() == 0


def test_messages_can_be_left_out_and_taken_in_again(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    first = store.add_user_message(conversation.id, None, "One")
    second = store.add_user_message(conversation.id, first.id, "Two")
    store.set_left_out([first.id], is_left_out=True)
    assert [item.message.is_left_out for item in store.path(conversation.id)] == [True, False]
    store.set_left_out([first.id, second.id], is_left_out=False)
    assert [item.message.is_left_out for item in store.path(conversation.id)] == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 \U0001f600",
        "שלום עולם، مرحبا",
        "\u202eright to left\u202c",
        "line\r\nline\u2028line",
        "'; DROP TABLE messages; --",
        "x" * 1_000_000,
        "你好" * 170_000,
    ],
    ids=["emoji", "rtl", "override", "lines", "sql", "1 MB", "1 MB of Chinese"],
)
def test_any_text_comes_back_as_it_was(store: ConversationStore, text: str) -> None:
    conversation = store.create_conversation(text[:50])
    asked = store.add_user_message(conversation.id, None, text)
    answer = store.start_answer(conversation.id, asked.id, text[:50])
    store.journal(answer.id, text, text)
    store.finish_answer(answer.id, MessageState.COMPLETE)
    assert store.message(asked.id).text == text
    assert (store.message(answer.id).text, store.message(answer.id).thinking) == (text, text)
    assert store.conversation(conversation.id).title == text[:50]


def test_what_utf_8_cannot_hold_is_replaced_everywhere(store: ConversationStore) -> None:
    bad = "a\ud800b\0"
    conversation = store.create_conversation(bad, instructions=bad, engine=EngineChoice(bad, bad))
    assert (conversation.title, conversation.instructions, conversation.model_id) == ("a\ufffdb\ufffd",) * 3
    assert store.rename(conversation.id, bad, TitleSource.USER).title == "a\ufffdb\ufffd"
    store.set_instructions(conversation.id, bad)
    store.set_engine(conversation.id, EngineChoice(bad, bad))
    assert store.create_folder(bad).name == "a\ufffdb\ufffd"
    asked = store.add_user_message(conversation.id, None, bad, (Attachment(bad, bad),))
    answer = store.start_answer(conversation.id, asked.id, bad)
    store.journal(answer.id, bad, bad)
    store.finish_answer(answer.id, MessageState.COMPLETE)
    assert store.message(answer.id).text == "a\ufffdb\ufffd"
    assert [hit.conversation.id for hit in store.search("a\ud800b")] == [conversation.id]


def test_every_method_says_that_an_id_is_unknown(store: ConversationStore) -> None:
    known = store.create_conversation("Trip")
    calls = [
        lambda: store.conversation("x"),
        lambda: store.create_conversation("T", folder_id="x"),
        lambda: store.rename("x", "T", TitleSource.USER),
        lambda: store.set_pinned("x", is_pinned=True),
        lambda: store.set_instructions("x", ""),
        lambda: store.set_sampling("x", SamplingParams()),
        lambda: store.set_engine("x", LOCAL_ENGINE),
        lambda: store.note_sent("x", "host"),
        lambda: store.rename_folder("x", "F"),
        lambda: store.move_to_folder("x", None),
        lambda: store.move_to_folder(known.id, "x"),
        lambda: store.delete("x"),
        lambda: store.restore("x"),
        lambda: store.add_user_message("x", None, "Hello"),
        lambda: store.add_user_message(known.id, "x", "Hello"),
        lambda: store.start_answer(known.id, "x", "Smol"),
        lambda: store.resume_answer("x"),
        lambda: store.journal("x", "Hello"),
        lambda: store.finish_answer("x", MessageState.COMPLETE),
        lambda: store.message("x"),
        lambda: store.siblings("x"),
        lambda: store.select_branch("x"),
    ]
    for number, call in enumerate(calls):
        with pytest.raises(StorageError) as caught:
            call()
        assert (number, caught.value.code, caught.value.facts["id"]) == (number, ErrorCode.CONVERSATION_UNKNOWN, "x")
