from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from desktop_llm.assist.answer_journal import AnswerJournal
from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.questions.attached_documents import attachment_of
from desktop_llm.assist.questions.document_collections import FittingDocuments
from desktop_llm.assist.questions.question_parts import FindInFolder, QuestionParts, kept_for_questions
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import database_in_memory
from desktop_llm.storage.passage_index import passage_index_in_memory
from desktop_llm.storage.records import Attachment, AttachmentUse
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.scripted_servers import engines_with
from tests.fakes.written_documents import long_document, written_document

CHRONICLE = replace(attachment_of(long_document(n_chapters=40)), use=AttachmentUse.KEPT)
NOTE = attachment_of(written_document("Ask Anna.", name="note.md"))
WHAT_BUILT = "What did the family number 503 build?"


class Chatting:
    """A conversation, and what is added to its questions."""

    def __init__(self, store: ConversationStore, journal: AnswerJournal, *, n_ctx_tokens: int = 4096) -> None:
        engines = engines_with(AnsweringEngine(lambda _: "ok", n_ctx_tokens=n_ctx_tokens))
        self.store = store
        self.index = passage_index_in_memory()
        chat = Chat(store, engines, journal, lambda _id: None)
        self._chat, self._engines = chat, engines
        self.parts = QuestionParts(chat, engines, self.index)
        self.conversation_id = ""

    def use_folders(self, find: FindInFolder) -> None:
        self.parts = QuestionParts(self._chat, self._engines, self.index, find_in_folder=find)

    def ask(self, text: str, *attachments: Attachment) -> Question:
        """The question with its parts, which is stored and answered."""
        asked = self.parts.with_parts(
            Question(text=text, attachments=attachments, conversation_id=self.conversation_id or None)
        )
        if not self.conversation_id:
            self.conversation_id = self.store.create_conversation("A chat").id
        leaf = self.store.conversation(self.conversation_id).leaf_id
        message = self.store.add_user_message(self.conversation_id, leaf, text, asked.attachments)
        answer = self.store.start_answer(self.conversation_id, message.id, "m")
        self.store.journal(answer.id, "It was a bridge.")
        return asked


@pytest.fixture
def store() -> Iterator[ConversationStore]:
    database = database_in_memory()
    yield ConversationStore(database)
    database.close()


@pytest.fixture
def journal(store: ConversationStore) -> Iterator[AnswerJournal]:
    journal = AnswerJournal(store, write_interval_s=0.01)
    yield journal
    journal.close()


@pytest.fixture
def chatting(store: ConversationStore, journal: AnswerJournal) -> Iterator[Chatting]:
    chatting = Chatting(store, journal)
    yield chatting
    chatting.index.close()


def excerpts(question: Question) -> list[Attachment]:
    return [item for item in question.attachments if item.use is AttachmentUse.EXCERPT]


def test_a_question_without_long_documents_stays_as_it_is(chatting: Chatting) -> None:
    assert chatting.ask("Hello", NOTE).attachments == (NOTE,)
    assert chatting.ask("And now?").attachments == ()


def test_the_parts_that_fit_the_question_go_along_and_how_many_there_are_is_said(chatting: Chatting) -> None:
    kept, part = chatting.ask(WHAT_BUILT, CHRONICLE).attachments
    assert kept.use is AttachmentUse.KEPT
    assert kept.text == CHRONICLE.text
    assert "family number 503 " in part.text
    assert part.parts is not None
    assert kept.parts is not None
    assert 0 < part.parts.n_read < part.parts.n_all == kept.parts.n_all
    assert part.parts.is_by_words
    assert len(part.text.split()) < 3000


def test_a_later_question_brings_what_it_needs_and_nothing_twice(chatting: Chatting) -> None:
    (first,) = excerpts(chatting.ask(WHAT_BUILT, CHRONICLE))
    (second,) = excerpts(chatting.ask("And the family number 2202?"))
    assert "family number 2202 " in second.text
    assert "family number 503 " not in second.text
    assert excerpts(chatting.ask(WHAT_BUILT)) == [] or first.text not in excerpts(chatting.ask(WHAT_BUILT))[0].text


def test_a_later_question_without_a_word_of_the_documents_brings_nothing(chatting: Chatting) -> None:
    chatting.ask(WHAT_BUILT, CHRONICLE)
    assert chatting.ask("Merci!").attachments == ()


def test_where_no_word_helps_the_beginning_is_read_and_that_is_said(chatting: Chatting) -> None:
    (part,) = excerpts(chatting.ask("Worum geht es?", CHRONICLE))
    assert part.parts is not None
    assert not part.parts.is_by_words
    assert "Chapter 1" in part.text


def test_parts_of_an_earlier_version_of_a_question_are_chosen_anew(chatting: Chatting) -> None:
    asked = chatting.ask(WHAT_BUILT, CHRONICLE)
    again = chatting.parts.with_parts(replace(asked, text="What did the family number 2202 build?"))
    (part,) = excerpts(again)
    assert "family number 2202 " in part.text
    assert "family number 503 " not in part.text


def test_a_long_chat_leaves_less_room_for_parts(store: ConversationStore, journal: AnswerJournal) -> None:
    wide = Chatting(store, journal)
    (many,) = excerpts(wide.ask("Which bridge did the family build in that year?", CHRONICLE))
    narrow = Chatting(store, journal)
    narrow.ask("word " * 2500)
    (few,) = excerpts(narrow.ask("Which bridge did the family build in that year?", CHRONICLE))
    assert many.parts is not None
    assert few.parts is not None
    assert few.parts.n_read < many.parts.n_read


def test_a_document_without_a_question_is_refused(chatting: Chatting) -> None:
    with pytest.raises(RequestFailedError) as caught:
        chatting.ask(" ", CHRONICLE)
    assert caught.value.code is ErrorCode.PROMPT_EMPTY


def test_short_texts_stay_whole_beside_long_ones() -> None:
    long = replace(CHRONICLE, use=AttachmentUse.WHOLE)
    assert [item.use for item in kept_for_questions((long, NOTE), 4096)] == [AttachmentUse.KEPT, AttachmentUse.WHOLE]
    assert [item.use for item in kept_for_questions((NOTE, NOTE), 4096)] == [AttachmentUse.KEPT] * 2


# Folders


FOLDER = Attachment("papers", "/home/anna/papers", use=AttachmentUse.FOLDER)


@pytest.fixture
def asking(store: ConversationStore, journal: AnswerJournal) -> Iterator[Chatting]:
    """A folder of two documents."""
    asking = Chatting(store, journal)
    documents = (long_document(), written_document("The rent is 1,250 euros a month.", name="lease.md"))

    def find(path: str, question: str) -> FittingDocuments | None:
        is_by_words = any(word in question for word in ("family", "rent"))
        fitting = FittingDocuments(documents=documents, n_documents=9, n_passages=900, is_by_words=is_by_words)
        return fitting if path == FOLDER.text else None

    asking.use_folders(find)
    yield asking
    asking.index.close()


def test_a_folder_brings_parts_of_its_documents_and_says_of_how_many_passages(asking: Chatting) -> None:
    folder, *parts = asking.ask("How high is the rent?", FOLDER).attachments
    assert folder.use is AttachmentUse.FOLDER
    assert [part.name for part in parts] == ["lease.md"]
    assert folder.parts is not None
    assert (folder.parts.n_read, folder.parts.n_all) == (1, 900)


def test_a_later_question_is_asked_of_the_folder_too(asking: Chatting) -> None:
    asking.ask("How high is the rent?", FOLDER)
    (part,) = excerpts(asking.ask("What did the family number 503 build?"))
    assert part.name == "chronicle.md"
    assert asking.ask("Merci!").attachments == ()


def test_a_folder_that_is_no_longer_known_is_said_before_anything_is_sent(asking: Chatting) -> None:
    with pytest.raises(DocumentError):
        asking.ask("How high is the rent?", replace(FOLDER, text="/gone"))
