import json

import msgspec

from desktop_llm.assist.questions.document_answer import AnswerBasis, DocumentAnswer
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem, UnreadPart
from desktop_llm.cli.answer_text import answer_lines, basis_text, json_answer, unanswered_text
from desktop_llm.documents.document import Place, UnreadReason

WHOLE = AnswerBasis(n_passages=3, n_read_passages=3)
PARTS = AnswerBasis(n_passages=300, n_read_passages=12)
EXTRACT = SummaryItem(text="It burnt.", kind=ItemKind.POINT, line=0, is_extract=True)


def test_an_answer_from_everything_needs_no_word_beside_it() -> None:
    assert list(answer_lines(DocumentAnswer(basis=WHOLE))) == []
    assert basis_text(WHOLE) == "all of it"


def test_an_answer_from_parts_says_so() -> None:
    (line,) = answer_lines(DocumentAnswer(basis=PARTS))
    assert "12 of 300 passages were read, those that fit the question" in line


def test_parts_that_no_word_led_to_are_told() -> None:
    basis = msgspec.structs.replace(PARTS, is_by_words=False)
    assert "No passage has words of the question" in next(iter(answer_lines(DocumentAnswer(basis=basis))))
    assert json_answer(DocumentAnswer(basis=basis)).basis.chosen == "first"


def test_what_was_not_read_and_what_stands_in_is_told() -> None:
    unread = UnreadPart(document="a.pdf", place=Place(page=3), reason=UnreadReason.DAMAGED)
    basis = AnswerBasis(n_passages=3, n_read_passages=3, unread=(unread,))
    written = msgspec.structs.replace(EXTRACT, is_extract=False)
    not_read, stands_in = answer_lines(DocumentAnswer(items=(written, EXTRACT), basis=basis))
    assert not_read == "a.pdf: Not read: page 3: it is damaged."
    assert "sentences of the documents stand beside it" in stands_in


def test_where_only_the_documents_speak_that_is_told() -> None:
    (line,) = answer_lines(DocumentAnswer(items=(EXTRACT,), basis=WHOLE))
    assert line == "The model wrote nothing usable; these are sentences of the documents that fit the question."


def test_no_answer_claims_no_more_than_was_read() -> None:
    assert unanswered_text(WHOLE).startswith("The documents")
    assert unanswered_text(PARTS).startswith("What was read")


def test_json_tells_the_same() -> None:
    answer = json.loads(msgspec.json.encode(json_answer(DocumentAnswer(items=(EXTRACT,), basis=PARTS))))
    assert answer["is_answered"]
    assert answer["answer"][0]["is_extract"]
    assert answer["basis"] == {"passages": 300, "read": 12, "chosen": "by_words", "unread": []}
