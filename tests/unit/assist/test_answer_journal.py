import threading
from collections.abc import Iterator

import pytest

from desktop_llm.assist.answer_journal import AnswerEnd, AnswerJournal
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.records import MessageState, Timings

WAIT_S = 10.0


class MemoryStore:
    """An answer store in memory whose disk can be full."""

    def __init__(self) -> None:
        self.is_full = False
        self.faulty_ids: set[str] = set()
        self.deleted_ids: set[str] = set()
        self.asked_ids: list[str] = []
        self.texts: dict[str, str] = {}
        self.states: dict[str, MessageState] = {}
        self.n_writes = 0
        self.changed = threading.Condition()

    def journal(self, message_id: str, text: str, thinking: str) -> None:
        with self.changed:
            self._require_room()
            self._require_known(message_id)
            self.texts[message_id] = self.texts.get(message_id, "") + thinking + text
            self.n_writes += 1
            self.changed.notify_all()

    def finish_answer(self, message_id: str, state: MessageState, timings: Timings | None = None) -> None:
        with self.changed:
            self._require_room()
            self._require_known(message_id)
            self.states[message_id] = state
            self.changed.notify_all()

    def wait_for_text(self, message_id: str, text: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.texts.get(message_id) == text, WAIT_S), self.texts

    def wait_for_state(self, message_id: str) -> MessageState:
        with self.changed:
            assert self.changed.wait_for(lambda: message_id in self.states, WAIT_S)
            return self.states[message_id]

    def _require_room(self) -> None:
        self.changed.notify_all()
        if self.is_full:
            raise StorageError(ErrorCode.DISK_FULL, path="/full")

    def _require_known(self, message_id: str) -> None:
        self.asked_ids.append(message_id)
        if message_id in self.faulty_ids:
            raise RuntimeError("a fault of ours")
        if message_id in self.deleted_ids:
            raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=message_id)


class Reports:
    """What `on_written` was told, in order."""

    def __init__(self) -> None:
        self.errors: list[StorageError | None] = []
        self._changed = threading.Condition()

    def __call__(self, error: StorageError | None) -> None:
        with self._changed:
            self.errors.append(error)
            self._changed.notify_all()

    def wait_for_one(self) -> StorageError | None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.errors, WAIT_S)
            return self.errors[0]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def journal(store: MemoryStore) -> Iterator[AnswerJournal]:
    journal = AnswerJournal(store, write_interval_s=0.01)
    yield journal
    journal.close()


def test_streamed_text_reaches_the_store_while_the_answer_still_runs(
    journal: AnswerJournal, store: MemoryStore
) -> None:
    journal.grow("a", "Hel", "")
    journal.grow("a", "lo", "")

    store.wait_for_text("a", "Hello")


def test_a_steady_stream_does_not_put_the_write_off(store: MemoryStore) -> None:
    journal = AnswerJournal(store, write_interval_s=0.01)
    with store.changed:
        while store.n_writes < 3:
            journal.grow("a", "x", "")
            assert store.changed.wait(0.001) or store.n_writes < 3
    journal.close()


def test_text_is_gathered_rather_than_written_piece_by_piece(store: MemoryStore) -> None:
    journal = AnswerJournal(store, write_interval_s=60)
    for _ in range(1000):
        journal.grow("a", "x", "")
    journal.close()

    assert store.texts["a"] == "x" * 1000
    assert store.n_writes == 1


def test_the_end_is_told_after_text_and_state_are_on_disk(journal: AnswerJournal, store: MemoryStore) -> None:
    reports = Reports()
    journal.grow("a", "Hello", "")
    journal.end(AnswerEnd("a", MessageState.COMPLETE, None, reports))

    assert reports.wait_for_one() is None
    assert store.texts == {"a": "Hello"}
    assert store.states == {"a": MessageState.COMPLETE}


def test_a_full_disk_is_told_once_and_the_answer_is_written_when_there_is_room(
    journal: AnswerJournal, store: MemoryStore
) -> None:
    reports = Reports()
    store.is_full = True
    journal.grow("a", "Hello", "")
    journal.end(AnswerEnd("a", MessageState.STOPPED, None, reports))
    error = reports.wait_for_one()
    store.is_full = False

    assert error is not None
    assert error.code is ErrorCode.DISK_FULL
    assert store.wait_for_state("a") is MessageState.STOPPED
    assert store.texts == {"a": "Hello"}
    assert len(reports.errors) == 1


def test_closing_writes_what_is_left(store: MemoryStore) -> None:
    journal = AnswerJournal(store, write_interval_s=60)
    journal.grow("a", "Hello", "")
    journal.close()

    assert store.texts == {"a": "Hello"}


def test_the_answer_of_a_deleted_chat_is_tried_once(store: MemoryStore) -> None:
    journal = AnswerJournal(store, write_interval_s=60)
    reports = Reports()
    store.deleted_ids.add("gone")
    journal.grow("gone", "Hello", "")
    journal.end(AnswerEnd("gone", MessageState.COMPLETE, None, reports))
    error = reports.wait_for_one()
    journal.grow("a", "Hello", "")
    journal.close()

    assert error is not None
    assert error.code is ErrorCode.CONVERSATION_UNKNOWN
    assert store.asked_ids == ["gone", "a"]


@pytest.mark.logs_errors
def test_a_failure_of_who_waits_does_not_end_the_journal(journal: AnswerJournal, store: MemoryStore) -> None:
    def fail(_error: StorageError | None) -> None:
        raise RuntimeError("the window is gone")

    journal.end(AnswerEnd("a", MessageState.COMPLETE, None, fail))
    journal.grow("b", "Hello", "")

    store.wait_for_text("b", "Hello")


@pytest.mark.logs_errors
def test_a_fault_with_one_answer_keeps_its_text_and_no_other_answer(journal: AnswerJournal, store: MemoryStore) -> None:
    reports = Reports()
    store.faulty_ids.add("a")
    journal.grow("a", "Hel", "")
    journal.grow("b", "Hello", "")
    store.wait_for_text("b", "Hello")
    journal.grow("a", "lo", "")
    journal.end(AnswerEnd("a", MessageState.COMPLETE, None, reports))
    error = reports.wait_for_one()
    store.faulty_ids.clear()

    assert error is not None
    assert error.code is ErrorCode.DATA_FOLDER_FAILED
    store.wait_for_text("a", "Hello")
    assert store.wait_for_state("a") is MessageState.COMPLETE
