from msgspec import Struct

from desktop_llm.assist.remembered_values import RememberedValues
from desktop_llm.storage.summary_cache import summary_cache_in_memory


class Note(Struct, frozen=True):
    text: str


def test_a_value_is_found_again() -> None:
    notes = RememberedValues(summary_cache_in_memory(), Note)
    notes.keep("a", Note("here"))
    assert notes.find(["a", "b"]) == {"a": Note("here")}


def test_what_cannot_be_understood_is_not_known_and_a_new_value_takes_its_place() -> None:
    cache = summary_cache_in_memory()
    notes = RememberedValues(cache, Note)
    notes.keep("b", Note("there"))
    cache.keep("a", b"\xff")
    assert notes.find(["a", "b"]) == {"b": Note("there")}
    notes.keep("a", Note("here"))
    assert notes.find(["a"]) == {"a": Note("here")}


def test_after_a_failure_of_the_cache_nothing_is_remembered() -> None:
    cache = summary_cache_in_memory()
    notes = RememberedValues(cache, Note)
    cache.close()
    assert notes.find(["a"]) == {}
    notes.keep("a", Note("here"))
    notes.prune()


def test_without_a_cache_nothing_is_remembered() -> None:
    notes = RememberedValues(None, Note)
    notes.keep("a", Note("here"))
    notes.prune()
    assert notes.find(["a"]) == {}
