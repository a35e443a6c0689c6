import json

import pytest

from desktop_llm.assist.writing.proofread_answer import ProposedChange, answer_schema, begun_changes, proposed_changes
from tests.fakes.proofreading import answer, proposal


def test_an_answer_is_a_list_of_changes() -> None:
    text = answer([proposal(2, "a teh", "a the")])
    wanted = ProposedChange(n=2, orig="a teh", text="a the", category="spelling", reason="error")
    assert proposed_changes(text) == (wanted,)
    assert proposed_changes(f"```json\n{text}\n```") == (wanted,)
    assert proposed_changes('{"changes": []}') == ()


@pytest.mark.parametrize(
    "text", ["", "Sure!", "{", '{"changes": [{"n": 1, "or', "[]", '{"change": []}', '{"changes": 3}']
)
def test_anything_else_is_none(text: str) -> None:
    assert proposed_changes(text) is None


def test_a_change_that_is_malformed_is_left_out_and_the_others_stay() -> None:
    text = answer([{"n": 1}, {"n": [1], "orig": 2, "text": None}, proposal(3, "a", "b")])
    assert [change.n for change in proposed_changes(text) or ()] == [3]


def test_of_a_list_that_does_not_end_the_whole_changes_are_taken() -> None:
    whole = answer([proposal(1, 'a {"x": [1]}', "a"), {"n": [1]}, proposal(2, "b", "\\"), proposal(3, "c", "d")])
    taken = {len(begun_changes(whole[:length])) for length in range(len(whole) + 1)}
    assert taken == {0, 1, 2, 3}
    assert [change.n for change in begun_changes(whole[:-4])] == [1, 2]
    assert begun_changes("Sure!") == begun_changes('{"changes": [{"n": 1, "or') == begun_changes("[" * 9999) == ()


def test_the_schema_wants_the_number_and_the_sentence_first() -> None:
    entry = json.loads(answer_schema(3))["properties"]["changes"]["items"]
    assert list(entry["properties"]) == ["n", "orig", "text", "category", "reason"]


def test_the_schema_allows_a_change_for_each_sentence_with_a_few_words_about_it_and_no_more() -> None:
    changes = json.loads(answer_schema(3))["properties"]["changes"]
    assert changes["maxItems"] == 3
    assert changes["items"]["properties"]["reason"]["maxLength"] <= 80
