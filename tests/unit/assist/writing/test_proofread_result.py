from desktop_llm.assist.writing.proofread_result import SentencesRead


def test_sentences_are_read_unless_it_is_told() -> None:
    assert not SentencesRead(job_id="j", start=0, end=1, changes=(), n_done=1).is_unread
