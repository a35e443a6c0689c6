import threading
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_llm.assist.questions.text_embedding import Embedders, EngineEmbedder
from desktop_llm.engine.messages import EmbedTexts, Failed, LoadModel
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.paths import DataFolder
from tests.fakes.tiny_gguf import described_file

MINILM = ModelEntry(id="m", name="all-MiniLM", path="/models/minilm.gguf", size_bytes=5, is_for_embedding=True)
NOMIC = ModelEntry(id="n", name="Nomic", path="/models/nomic-embed-text-v1.5.gguf", size_bytes=6, is_for_embedding=True)


class Engines:
    """Makes engines and keeps them."""

    def __init__(
        self, prepare: Callable[[ScriptedEngineClient], None] = lambda _: None, *, is_manual: bool = False
    ) -> None:
        self.made: list[ScriptedEngineClient] = []
        self._prepare = prepare
        self._is_manual = is_manual

    def __call__(self) -> ScriptedEngineClient:
        self.made.append(ScriptedEngineClient(is_manual=self._is_manual))
        self._prepare(self.made[-1])
        return self.made[-1]

    def embedded(self) -> list[str]:
        return [
            text
            for engine in self.made
            for asked in engine.submitted
            if isinstance(asked, EmbedTexts)
            for text in asked.texts
        ]


def test_the_engine_starts_with_the_first_text_and_embeds_many_in_small_batches() -> None:
    engines = Engines()
    embedder = EngineEmbedder(MINILM, engines)
    assert engines.made == []
    vectors = embedder.embed_passages(["a" * n for n in range(1, 40)])
    assert [array("f", vector)[1] for vector in vectors] == list(range(1, 40))
    (engine,) = engines.made
    load, *asked = engine.submitted
    assert load == LoadModel(request_id=load.request_id, path=MINILM.path, is_for_embedding=True)
    assert len(asked) == 3
    embedder.close()
    assert engine.is_closed


def test_a_model_gets_the_words_that_it_was_trained_with() -> None:
    engines = Engines()
    embedder = EngineEmbedder(NOMIC, engines)
    embedder.embed_question("Who?")
    embedder.embed_passages(["Anna."])
    assert engines.embedded() == ["search_query: Who?", "search_document: Anna."]


def test_a_model_that_does_not_load_is_told_and_its_engine_ended() -> None:
    def break_load(engine: ScriptedEngineClient) -> None:
        engine.load_failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"path": "x", "reason": "y"})

    engines = Engines(break_load)
    with pytest.raises(RequestFailedError) as caught:
        EngineEmbedder(MINILM, engines).embed_question("Who?")
    assert caught.value.code is ErrorCode.MODEL_LOAD_FAILED
    assert engines.made[0].is_closed


def test_closing_ends_the_wait_for_vectors_and_makes_no_engine_any_more() -> None:
    engines = Engines(is_manual=True)
    embedder = EngineEmbedder(MINILM, engines)
    caught: list[RequestFailedError] = []

    def embed() -> None:
        with pytest.raises(RequestFailedError) as raised:
            embedder.embed_passages(["a"] * 100)
        caught.append(raised.value)

    thread = threading.Thread(target=embed)
    thread.start()
    while not (engines.made and engines.made[0].open_ids):
        pass
    (engine,) = engines.made
    engine.deliver_all(engine.open_ids[0])
    while not engine.open_ids:
        pass
    embedder.close()
    thread.join(10)
    assert engine.is_closed
    assert [error.code for error in caught] == [ErrorCode.ENGINE_DIED]
    with pytest.raises(RequestFailedError):
        embedder.embed_question("Who?")
    assert len(engines.made) == 1


def test_a_model_that_is_added_is_used_and_one_that_is_removed_no_longer(tmp_path: Path) -> None:
    store = ModelStore(DataFolder(tmp_path / "data"))
    embedders = Embedders(store, Engines())
    assert embedders.current() is None
    entry = store.add(described_file(tmp_path, "bert", {"bert.pooling_type": 1}))
    assert entry.is_for_embedding
    embedder = embedders.current()
    assert embedder is not None
    assert embedders.current() is embedder
    store.remove(entry.id)
    assert embedders.current() is None
    embedders.close()
