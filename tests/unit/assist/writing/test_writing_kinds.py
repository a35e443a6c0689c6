import pytest

from desktop_llm.assist.writing.writing_kinds import writing_kind, writing_kinds


def test_every_kind_says_what_is_asked_and_how_long_it_is() -> None:
    kinds = writing_kinds()
    assert [kind.id for kind in kinds] == ["email", "reply", "article", "report", "letter", "minutes", "post", "speech"]
    assert all(kind.instruction and kind.name and 50 < kind.n_words < 500 for kind in kinds)


def test_a_kind_is_found_by_its_id() -> None:
    assert writing_kind("letter").name == "Letter"
    with pytest.raises(KeyError):
        writing_kind("novel")
