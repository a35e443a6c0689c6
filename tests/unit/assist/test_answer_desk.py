import threading
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerEnded, AnswerGrew, JobStoppedError, ModelChangedError
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import CountTokens, Failed, FinishReason, Generate, TextPrompt
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MODEL, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError

DIED = Failed(code=ErrorCode.ENGINE_DIED, facts={"cause": "killed"})
RESTARTING = EngineStatus(state=EngineState.RESTARTING, failure=DIED)
OTHER_READY = replace(READY_STATUS, model=replace(SCRIPTED_MODEL, path="/models/other.gguf"))


@pytest.fixture
def engine() -> ScriptedEngineClient:
    return ScriptedEngineClient(is_manual=True)


@pytest.fixture
def desk(engine: ScriptedEngineClient) -> Iterator[AnswerDesk]:
    desk = AnswerDesk(engine, n_at_once=4)
    yield desk
    desk.close()


def command(text: str = "Hello") -> Generate:
    return Generate(prompt=TextPrompt(text), max_tokens=20)


def texts_asked(engine: ScriptedEngineClient) -> list[str]:
    asked = [request.prompt for request in engine.submitted if isinstance(request, Generate)]
    return [prompt.text for prompt in asked if isinstance(prompt, TextPrompt)]


def in_background(task: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=task)
    thread.start()
    return thread


def test_several_answers_are_told_as_they_come(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command("A"))
    desk.submit("b", command("B"))
    first, second = engine.open_ids
    engine.say(second, text="two")
    engine.finish(second)
    engine.say(first, text="one")
    engine.finish(first, FinishReason.LENGTH)
    news = [desk.wait() for _ in range(4)]
    assert news[0] == AnswerGrew("b", "two")
    assert [(each.key, each.text, each.reason) for each in news if isinstance(each, AnswerEnded)] == [
        ("b", "two", FinishReason.STOP),
        ("a", "one", FinishReason.LENGTH),
    ]
    assert desk.n_open == 0


def test_there_is_room_for_as_many_as_were_allowed(desk: AnswerDesk) -> None:
    for name in "abc":
        desk.submit(name, command())
    assert desk.has_room
    desk.submit("d", command())
    assert not desk.has_room


def test_room_may_come_with_the_answers(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.allow_at_once(6, is_gradual=True)
    n_fitting: list[int] = []
    for _ in range(4):
        while desk.has_room:
            desk.submit("a", command())
        n_fitting.append(desk.n_open)
        engine.finish(engine.open_ids[0])
        desk.wait()
    assert n_fitting == [1, 4, 6, 6]


def test_a_loop_is_stopped(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    (request_id,) = engine.open_ids
    for _ in range(30):
        engine.say(request_id, text="The mill was sold. ")
    news = desk.wait()
    while not isinstance(news, AnswerEnded):
        if engine.aborted_ids and engine.open_ids:
            engine.deliver_all(request_id)
        news = desk.wait()
    assert news.is_looping
    assert len(news.text) < 30 * len("The mill was sold. ")


def test_what_a_dead_engine_took_with_it_is_asked_again(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.model()
    desk.submit("a", command("A"))
    desk.submit("b", command("B"))
    first, second = engine.open_ids
    engine.say(first, text="half an ans")
    engine.fail(first, DIED)
    engine.fail(second, DIED)
    engine.set_status(RESTARTING)
    engine.set_status(READY_STATUS)
    news = [desk.wait()]
    thread = in_background(lambda: news.extend(desk.wait() for _ in range(4)))
    while len(texts_asked(engine)) < 4:
        pass
    for request_id in engine.open_ids:
        engine.say(request_id, text="whole")
        engine.finish(request_id)
    thread.join(10)
    assert texts_asked(engine) == ["A", "B", "A", "B"]
    assert [(each.key, each.text) for each in news if isinstance(each, AnswerEnded)] == [("a", "whole"), ("b", "whole")]


def test_after_a_death_there_is_half_as_much_at_once(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    engine.set_status(RESTARTING)
    engine.set_status(READY_STATUS)
    assert desk.count_tokens([]) == []
    engine.set_status(READY_STATUS)
    thread = in_background(lambda: desk.count_tokens(["one two"]))
    while not engine.open_ids:
        pass
    engine.deliver_all(engine.open_ids[0])
    thread.join(10)
    desk.submit("a", command())
    assert desk.has_room
    desk.submit("b", command())
    assert not desk.has_room


def test_an_engine_that_does_not_come_back_ends_the_wait(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    engine.fail(engine.open_ids[0], DIED)
    engine.set_status(EngineStatus(state=EngineState.FAILED, failure=DIED))
    with pytest.raises(RequestFailedError) as caught:
        desk.wait()
    assert caught.value.code is ErrorCode.ENGINE_DIED


def test_a_request_that_fails_by_itself_does_not_end_the_others(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    engine.fail(engine.open_ids[0], Failed(code=ErrorCode.PROMPT_TOO_LONG))
    ended = desk.wait()
    assert isinstance(ended, AnswerEnded)
    assert ended.failure is not None
    assert ended.failure.code is ErrorCode.PROMPT_TOO_LONG


def test_a_failure_of_all_requests_is_raised(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    engine.fail(engine.open_ids[0], Failed(code=ErrorCode.TEMPLATE_FAILED, facts={"reason": "it is broken"}))
    with pytest.raises(RequestFailedError) as caught:
        desk.wait()
    assert caught.value.code is ErrorCode.TEMPLATE_FAILED


def test_another_model_is_noticed(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.model()
    desk.submit("a", command())
    engine.set_status(EngineStatus(state=EngineState.LOADING))
    engine.set_status(OTHER_READY)
    with pytest.raises(ModelChangedError):
        desk.wait()


def test_what_another_model_was_asked_is_not_asked_of_the_new_one(
    engine: ScriptedEngineClient, desk: AnswerDesk
) -> None:
    desk.model()
    desk.submit("a", command("A"))
    desk.submit("b", command("B"))
    lost, waiting = engine.open_ids
    engine.finish(lost, FinishReason.ABORT)
    engine.set_status(EngineStatus(state=EngineState.LOADING))
    engine.set_status(OTHER_READY)
    with pytest.raises(ModelChangedError):
        desk.wait()
    assert desk.n_open == 0
    assert engine.aborted_ids == [waiting]
    desk.model()
    engine.set_status(OTHER_READY)
    desk.submit("a", command("A of the other model"))
    engine.finish(engine.open_ids[-1])
    assert desk.wait() == AnswerEnded(key="a", text="")
    assert texts_asked(engine) == ["A", "B", "A of the other model"]


def test_an_answer_that_nobody_here_stopped_is_asked_for_again(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.model()
    desk.submit("a", command("A"))
    (request_id,) = engine.open_ids
    engine.say(request_id, text="half an ans")
    engine.set_status(EngineStatus(state=EngineState.LOADING))
    engine.finish(request_id, FinishReason.ABORT)
    engine.set_status(READY_STATUS)
    news = [desk.wait()]
    thread = in_background(lambda: news.extend(desk.wait() for _ in range(2)))
    while len(texts_asked(engine)) < 2:
        pass
    engine.say(engine.open_ids[0], text="whole")
    engine.finish(engine.open_ids[0])
    thread.join(10)
    assert news[-1] == AnswerEnded(key="a", text="whole")


def test_an_engine_that_is_closed_ends_the_wait(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    engine.finish(engine.open_ids[0], FinishReason.ABORT)
    engine.set_status(EngineStatus(state=EngineState.STOPPED))
    with pytest.raises(RequestFailedError) as caught:
        desk.wait()
    assert caught.value.code is ErrorCode.NO_MODEL


def test_without_a_model_nothing_is_waited_for() -> None:
    desk = AnswerDesk(ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY)))
    with pytest.raises(RequestFailedError) as caught:
        desk.model()
    assert caught.value.code is ErrorCode.NO_MODEL
    desk.close()


def test_a_model_on_its_way_is_waited_for() -> None:
    engine = ScriptedEngineClient(status=EngineStatus(state=EngineState.LOADING))
    desk = AnswerDesk(engine)
    thread = in_background(lambda: engine.set_status(READY_STATUS))
    assert desk.model() == SCRIPTED_MODEL
    thread.join(10)
    desk.close()


def test_a_stop_ends_the_wait_and_what_is_out(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command())
    (request_id,) = engine.open_ids
    desk.stop()
    with pytest.raises(JobStoppedError):
        desk.wait()
    assert engine.aborted_ids == [request_id]
    with pytest.raises(JobStoppedError):
        desk.count_tokens(["a"])


def test_tokens_are_counted_in_slices(engine: ScriptedEngineClient) -> None:
    engine = ScriptedEngineClient()
    desk = AnswerDesk(engine)
    texts = ["one two three " * 1000] * 10 + ["four"]
    assert desk.count_tokens(texts) == [3000] * 10 + [1]
    sizes = [len(request.prompts) for request in engine.submitted if isinstance(request, CountTokens)]
    assert sum(sizes) == 11
    assert max(sizes) < 11
    desk.close()


def test_counting_goes_on_after_a_death(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    counts: list[int] = []
    thread = in_background(lambda: counts.extend(desk.count_tokens(["one two"])))
    while not engine.open_ids:
        pass
    engine.fail(engine.open_ids[0], DIED)
    engine.set_status(RESTARTING)
    engine.set_status(READY_STATUS)
    while not engine.open_ids:
        pass
    engine.deliver_all(engine.open_ids[0])
    thread.join(10)
    assert counts == [2]


def test_the_answers_of_a_closed_desk_are_not_wanted(engine: ScriptedEngineClient) -> None:
    desk = AnswerDesk(engine)
    desk.submit("a", replace(command(), max_tokens=5))
    asked = engine.open_ids
    desk.close()
    assert engine.aborted_ids == asked


def test_scripted_answers_reach_the_desk() -> None:
    desk = AnswerDesk(ScriptedEngineClient(ScriptedAnswer(text=("a", "b"))))
    desk.submit("key", command())
    assert [type(desk.wait()) for _ in range(3)] == [AnswerGrew, AnswerGrew, AnswerEnded]
    desk.close()


def test_an_answer_that_was_given_up_is_stopped_and_not_told(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command("A"))
    desk.submit("b", command("B"))
    first, second = engine.open_ids
    desk.give_up("a")
    engine.deliver_all(first)
    engine.say(second, text="two")
    assert engine.aborted_ids == [first]
    assert desk.wait() == AnswerGrew("b", "two")


def test_pieces_tell_where_they_stand(engine: ScriptedEngineClient, desk: AnswerDesk) -> None:
    desk.submit("a", command("A"))
    (request_id,) = engine.open_ids
    engine.say(request_id, text="one")
    engine.say(request_id, text=" two")
    assert [desk.wait(), desk.wait()] == [AnswerGrew("a", "one", 0), AnswerGrew("a", " two", 3)]
