import pytest

from desktop_llm.assist.answer_desk import AnswerDesk, JobStoppedError
from desktop_llm.assist.questions.job_embedder import JobEmbedder
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from tests.fakes.money_embedder import MoneyEmbedder


def test_a_text_gets_its_vector_once() -> None:
    model = MoneyEmbedder()
    embedder = JobEmbedder(model)
    first = embedder.embed_passages(["It costs 5 euros.", "A mill.", "A mill."])
    assert list(embedder.embed_passages(["A mill.", "It costs 5 euros."])) == [first[2], first[0]]
    assert embedder.embed_question("A mill.") == embedder.embed_question("A mill.") == first[1]
    assert (model.n_embedded, model.n_asked) == (2, 1)
    assert embedder.model_key == model.model_key


def test_a_job_that_is_stopped_waits_for_no_further_texts() -> None:
    desk, model = AnswerDesk(ScriptedEngineClient()), MoneyEmbedder()
    embedder = JobEmbedder(model, desk.require_going_on)
    embedder.embed_question("A mill.")
    desk.stop()
    with pytest.raises(JobStoppedError):
        embedder.embed_passages(["A mill."])
    with pytest.raises(JobStoppedError):
        embedder.embed_question("A mill.")
    assert model.n_embedded == 0
    desk.close()
