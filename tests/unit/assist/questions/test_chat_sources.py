from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.questions.attached_documents import attachment_of
from desktop_llm.assist.questions.chat_sources import ChatSources
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import database_in_memory
from desktop_llm.storage.records import (
    AnswerSources,
    Attachment,
    AttachmentUse,
    Message,
    MessageState,
    ReadDocument,
    ReadParts,
)
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.written_documents import written_document

MILL = attachment_of(
    written_document(
        "# The mill",
        "The mill was built by Anna Meyer in 1912. It burnt down in 1931.",
        "In 2019 the town of Brixen sold it to a company from Lyon for 4.2 million euros.",
        name="mill.md",
    )
)
PART = Attachment(
    "mill.md",
    "It burnt down in 1931.",
    "en",
    (replace(MILL.blocks[1], start=0, end=22),),
    AttachmentUse.EXCERPT,
    ReadParts(1, 3),
)


@pytest.fixture
def store() -> Iterator[ConversationStore]:
    database = database_in_memory()
    yield ConversationStore(database)
    database.close()


def answered(store: ConversationStore, text: str, *attachments: Attachment, after: str | None = None) -> Message:
    """A question with these attachments, and its answer."""
    conversation_id = store.message(after).conversation_id if after else store.create_conversation("A chat").id
    question = store.add_user_message(conversation_id, after, "What about it?", attachments)
    answer = store.start_answer(conversation_id, question.id, "m")
    store.journal(answer.id, text)
    store.finish_answer(answer.id, MessageState.COMPLETE)
    return store.message(answer.id)


def sources_of(store: ConversationStore, answer: Message) -> AnswerSources:
    found = ChatSources(store).find(answer.id)
    assert found is not None
    assert found.sources is not None
    assert found == store.message(answer.id)
    return found.sources


def test_each_sentence_has_its_passage_and_what_no_passage_says_is_marked(store: ConversationStore) -> None:
    answer = answered(store, "**Anna Meyer** built the mill in 1912. Penguins prefer colder weather altogether.", MILL)
    built, penguins = sources_of(store, answer).sentences
    assert [passage.quote for passage in built.passages] == ["The mill was built by Anna Meyer in 1912."]
    assert built.text == "Anna Meyer built the mill in 1912."
    assert penguins.passages == ()
    assert CheckKind.NO_SUPPORT in [doubt.kind for doubt in penguins.doubts]


def test_a_sentence_in_other_words_leads_to_what_means_the_same_if_a_model_for_that_is_installed(
    store: ConversationStore,
) -> None:
    answer = answered(store, "Property there is expensive.", MILL)
    (bare,) = sources_of(store, answer).sentences
    assert bare.passages == ()
    found = ChatSources(store, None, MoneyEmbedder).find(answer.id)
    assert found is not None
    assert found.sources is not None
    (sentence,) = found.sources.sentences
    assert ["4.2 million" in passage.quote for passage in sentence.passages] == [True]


def test_a_quote_stands_literally_in_the_block_that_it_names(store: ConversationStore) -> None:
    answer = answered(store, "- It was sold for 4.2 million euros.\n- It burnt down in 1931.", MILL)
    passages = [passage for sentence in sources_of(store, answer).sentences for passage in sentence.passages]
    assert len(passages) > 1
    for passage in passages:
        attachment = store.message(passage.message_id).attachments[passage.attachment_index]
        block = next(block for block in attachment.blocks if block.id == passage.block_id)
        text = attachment.text[block.start : block.end]
        assert text[passage.start : passage.end] == passage.quote


def test_what_was_read_is_kept_with_the_answer(store: ConversationStore) -> None:
    kept = replace(MILL, use=AttachmentUse.KEPT, parts=ReadParts(0, 3))
    answer = answered(store, "It burnt down in 1931.", kept, PART)
    assert sources_of(store, answer).documents == (ReadDocument("mill.md", ReadParts(1, 3)),)
    whole = answered(store, "It burnt down in 1931.", MILL)
    assert sources_of(store, whole).documents == (ReadDocument("mill.md"),)


def test_of_a_kept_document_only_the_parts_that_were_sent_are_sources(store: ConversationStore) -> None:
    kept = replace(MILL, use=AttachmentUse.KEPT, parts=ReadParts(0, 3))
    answer = answered(store, "Anna Meyer was its builder in 1912.", kept, PART)
    (sentence,) = sources_of(store, answer).sentences
    assert sentence.passages == ()


def test_a_later_answer_about_the_document_has_sources_too_and_small_talk_has_none(store: ConversationStore) -> None:
    first = answered(store, "It burnt down in 1931.", MILL)
    second = answered(store, "The town of Brixen sold the mill in 2019.", after=first.id)
    assert sources_of(store, second).sentences[0].passages[0].quote.startswith("In 2019")
    third = answered(store, "You are welcome, have a pleasant evening.", after=second.id)
    assert ChatSources(store).find(third.id) is None


@pytest.mark.parametrize("text", ["", "```\nprint(1)\n```"])
def test_an_answer_without_sentences_has_no_list(store: ConversationStore, text: str) -> None:
    found = ChatSources(store).find(answered(store, text, MILL).id)
    assert found is None or (found.sources is not None and found.sources.sentences == ())


def test_code_has_no_sources(store: ConversationStore) -> None:
    code = Attachment("a.py", "print(1931)", "", (replace(MILL.blocks[1], kind="code", start=0, end=11),))
    assert ChatSources(store).find(answered(store, "It prints 1931 when it runs.", code).id) is None


def test_an_answer_that_goes_on_is_without_its_old_sources(store: ConversationStore) -> None:
    answer = answered(store, "It burnt down in 1931.", MILL)
    assert sources_of(store, answer).sentences
    assert store.resume_answer(answer.id).sources is None


def test_a_passage_is_shown_with_the_whole_document_around_it(store: ConversationStore) -> None:
    kept = replace(MILL, use=AttachmentUse.KEPT, parts=ReadParts(0, 3))
    answer = answered(store, "It burnt down in 1931.", kept, PART)
    sources_of(store, answer)
    shown = ChatSources(store).passage(answer.id, 0, 0)
    assert shown is not None
    assert shown.before + shown.quoted.quote + shown.after == MILL.text


def test_a_passage_that_is_not_there_is_none(store: ConversationStore) -> None:
    answer = answered(store, "It burnt down in 1931.", MILL)
    sources = ChatSources(store)
    assert sources.passage(answer.id, 0, 0) is None
    sources.find(answer.id)
    assert sources.passage(answer.id, 0, 7) is None
    assert sources.passage(answer.id, 9, 0) is None
