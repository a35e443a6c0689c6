import pytest

from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import MessageState, TitleSource


def _conversation_with(store: ConversationStore, text: str, title: str = "Untitled") -> str:
    conversation = store.create_conversation(title)
    store.add_user_message(conversation.id, None, text)
    return conversation.id


def _found(store: ConversationStore, typed: str) -> list[str]:
    return [hit.conversation.id for hit in store.search(typed)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("The harbour of Bergen", "harbour"),
        ("The harbour of Bergen", "bergen harb"),
        ("The harbour of Bergen", "HARB"),
        ("Straße nach Zürich", "zurich"),
        ("Un café, por favor", "cafe"),
        ("我们去北京旅行", "北京"),
        ("我们去北京旅行", "去北京旅"),
        ("我们去北京旅行", "京"),
        ("東京タワーに行きます", "タワー"),
        ("東京タワーに行きます", "京タワ"),
        ("한국어를공부해요", "공부"),
        ("สวัสดีชาวโลก", "ชาวโลก"),
        ("mixed 中文 text", "中文 text"),
        ("mixed中文text", "文text"),
        ("price is 1200 kr", "1200"),
        ("write to anna@example.org", "anna@example.org"),
        ("the C++ compiler", "c++ comp"),
        ("שלום עולם", "עולם"),
    ],
)
def test_text_is_found_as_it_is_typed(store: ConversationStore, text: str, typed: str) -> None:
    conversation_id = _conversation_with(store, text)
    _conversation_with(store, "something else entirely 别的")
    assert _found(store, typed) == [conversation_id]


@pytest.mark.parametrize("typed", ["arbour", "harbour rome", "北行", "京北"])
def test_what_is_not_there_is_not_found(store: ConversationStore, typed: str) -> None:
    _conversation_with(store, "The harbour 我们去北京旅行")
    assert _found(store, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        'he"llo',
        '"hello"',
        "'",
        "a AND",
        "NEAR(",
        "title:x",
        "*",
        "^x",
        "-x",
        "(",
        "{a b}",
        "OR",
        "x OR y",
        "\\",
        "%",
        "_",
    ],
)
def test_nothing_typed_is_read_as_syntax(store: ConversationStore, typed: str) -> None:
    _conversation_with(store, "Some text")
    assert _found(store, typed) == []


def test_words_of_the_query_language_are_words(store: ConversationStore) -> None:
    conversation_id = _conversation_with(store, "either this or that, and not near")
    assert _found(store, "OR NOT AND NEAR") == [conversation_id]


def test_titles_come_before_messages(store: ConversationStore) -> None:
    in_text = _conversation_with(store, "Bergen Bergen Bergen")
    in_title = _conversation_with(store, "nothing", title="A week in Bergen")
    assert _found(store, "bergen") == [in_title, in_text]


def test_a_conversation_is_found_once(store: ConversationStore) -> None:
    conversation_id = _conversation_with(store, "Bergen", title="Bergen")
    store.add_user_message(conversation_id, None, "Bergen again")
    (hit,) = store.search("bergen")
    assert hit.message_id is None
    assert hit.snippet == "\x02Bergen\x03"


def test_a_hit_names_its_message_and_marks_the_matches(store: ConversationStore) -> None:
    conversation = store.create_conversation("Untitled")
    store.add_user_message(conversation.id, None, "no such word")
    asked = store.add_user_message(conversation.id, None, f"{'far ' * 100}the 北京\nharbour{' away' * 100}")
    (hit,) = store.search("harb")
    assert hit.message_id == asked.id
    assert "the 北京 \x02harbour\x03 away" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    (hit,) = store.search("北京")
    assert "the \x02北京\x03 harbour" in hit.snippet


def test_marks_in_the_text_are_not_taken_for_matches(store: ConversationStore) -> None:
    _conversation_with(store, "a \x02false\x03 harbour")
    (hit,) = store.search("harbour")
    assert hit.snippet == "a false \x02harbour\x03"


def test_the_trash_is_not_searched(store: ConversationStore) -> None:
    conversation_id = _conversation_with(store, "Bergen", title="Harbour")
    store.delete(conversation_id)
    assert _found(store, "bergen") == _found(store, "harbour") == []
    store.restore(conversation_id)
    assert _found(store, "bergen") == _found(store, "harbour") == [conversation_id]


def test_the_index_follows_titles_and_answers(store: ConversationStore) -> None:
    conversation = store.create_conversation("Old name")
    asked = store.add_user_message(conversation.id, None, "Question")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(answer.id, "An answer about llamas")
    assert _found(store, "llamas") == []
    store.finish_answer(answer.id, MessageState.COMPLETE)
    store.rename(conversation.id, "New name", TitleSource.USER)
    assert _found(store, "llamas") == _found(store, "new") == [conversation.id]
    assert _found(store, "old") == []


def test_all_branches_are_searched(store: ConversationStore) -> None:
    conversation_id = _conversation_with(store, "the old branch")
    store.add_user_message(conversation_id, None, "the new branch")
    assert _found(store, "old") == [conversation_id]


def test_a_single_letter_is_looked_for_in_titles(store: ConversationStore) -> None:
    _conversation_with(store, "zebra")
    in_title = _conversation_with(store, "nothing", title="Zoo")
    assert _found(store, "z") == [in_title]


def test_no_more_hits_than_asked_for(store: ConversationStore) -> None:
    for number in range(5):
        _conversation_with(store, f"Bergen {number}", title="Bergen" if number % 2 else "Untitled")
    assert len(store.search("bergen", limit=3)) == 3
