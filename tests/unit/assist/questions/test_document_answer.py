from desktop_llm.assist.questions.document_answer import AnswerBasis


def test_an_answer_from_everything_is_told_from_one_from_parts() -> None:
    assert AnswerBasis(n_passages=3, n_read_passages=3).is_whole
    assert not AnswerBasis(n_passages=3, n_read_passages=2).is_whole
