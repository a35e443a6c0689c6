from desktop_llm.engine.client import stream_events
from desktop_llm.engine.messages import Finished, Generate, PromptProgress, TextGrew, TextPrompt
from desktop_llm.engine.scripted_client import ScriptedAnswer, ScriptedEngineClient

ASK = Generate(request_id="1", prompt=TextPrompt("Hi"))


def test_events_are_streamed_to_the_last_one() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a", "b")))
    kinds = [type(event) for event in stream_events(client, ASK)]
    assert kinds == [PromptProgress, TextGrew, TextGrew, Finished]
    assert client.aborted_ids == []


def test_a_stream_that_is_left_early_aborts_its_request() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a",), is_endless=True))
    events = stream_events(client, ASK)
    assert isinstance(next(events), PromptProgress)
    events.close()  # type: ignore[attr-defined] # it is a generator
    assert client.aborted_ids == ["1"]
    assert client.open_ids == []


def test_a_stream_that_ended_aborts_nothing_when_it_is_closed() -> None:
    client = ScriptedEngineClient()
    events = stream_events(client, ASK)
    for _ in events:
        pass
    events.close()  # type: ignore[attr-defined] # it is a generator
    assert client.aborted_ids == []
