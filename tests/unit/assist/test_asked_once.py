from concurrent.futures import ThreadPoolExecutor, wait

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerGrew
from desktop_llm.assist.answer_memory import Answer, AnswerMemory
from desktop_llm.assist.asked_once import AskedOnce, question
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Failed, FinishReason, Generate, Priority
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.storage.summary_cache import summary_cache_in_memory


def asked(text: str) -> Generate:
    return question(ChatPrompt((ChatTurn("user", text),)), 20)


def answers_of(engine: ScriptedEngineClient, memory: AnswerMemory | None = None, n_at_once: int = 2) -> AskedOnce:
    desk = AnswerDesk(engine, n_at_once)
    return AskedOnce(desk, memory or AnswerMemory(None), SCRIPTED_MODEL)


def remembering() -> AnswerMemory:
    return AnswerMemory(summary_cache_in_memory())


def test_a_question_waits_for_chats_and_is_always_answered_alike() -> None:
    command = asked("What?")
    assert command.priority is Priority.BACKGROUND
    assert command.sampling.temperature == 0


def test_all_questions_are_answered_with_their_numbers() -> None:
    engine = ScriptedEngineClient(*(ScriptedAnswer(text=(str(n),)) for n in range(5)))
    answers = dict(answers_of(engine).all([asked(f"q{n}") for n in range(5)]))
    assert {index: answer.text for index, answer in answers.items()} == {n: str(n) for n in range(5)}


def test_questions_are_added_while_others_are_out() -> None:
    engine = ScriptedEngineClient(is_manual=True)
    questions = [asked("q0"), asked("q1")]
    answers = answers_of(engine).all(questions)
    with ThreadPoolExecutor(1) as pool:
        for added in ("q2", "q3"):
            coming = pool.submit(next, answers)
            while len(engine.open_ids) < 2:
                wait([coming], timeout=0.01)
            engine.finish(engine.open_ids[1])  # the first one stays out
            coming.result(10)
            questions.append(asked(added))
        coming = pool.submit(next, answers)
        while len(engine.open_ids) < 2:
            wait([coming], timeout=0.01)
        for request_id in engine.open_ids:
            engine.finish(request_id)
        assert {coming.result(10)[0], *(index for index, _ in answers)} == {0, 3}


def test_no_more_are_out_than_may_be() -> None:
    engine = ScriptedEngineClient(is_manual=True)
    desk = AnswerDesk(engine, 2)
    answers = AskedOnce(desk, AnswerMemory(None), SCRIPTED_MODEL).all([asked(f"q{n}") for n in range(4)])
    with ThreadPoolExecutor(1) as pool:
        indexes: list[int] = []
        for _ in range(4):
            coming = pool.submit(next, answers)
            while not engine.open_ids:
                wait([coming], timeout=0.01)
            assert len(engine.open_ids) <= 2
            engine.finish(engine.open_ids[0])
            indexes.append(coming.result(10)[0])
    assert indexes == [0, 1, 2, 3]


def test_answers_are_heard_as_far_as_they_are_written() -> None:
    engine = ScriptedEngineClient(ScriptedAnswer(text=("The ", "mill.")), ScriptedAnswer(text=("A ford.",)))
    heard: list[tuple[int, str]] = []
    answers = answers_of(engine).all([asked("a"), asked("b")], lambda index, text: heard.append((index, text)))
    assert dict(answers) == {0: Answer(text="The mill."), 1: Answer(text="A ford.")}
    assert [text for index, text in heard if index == 0] == ["The ", "The mill."]
    assert [text for index, text in heard if index == 1] == ["A ford."]


def test_what_was_answered_is_not_asked() -> None:
    memory = remembering()
    dict(answers_of(ScriptedEngineClient(ScriptedAnswer(text=("one",))), memory).all([asked("a")]))
    engine = ScriptedEngineClient(ScriptedAnswer(text=("two",)))
    again = answers_of(engine, memory)
    answers = dict(again.all([asked("a"), asked("b")]))
    assert (answers[0].text, answers[1].text) == ("one", "two")
    assert len(engine.submitted) == 1


def test_a_stream_grows_and_ends_with_the_whole() -> None:
    engine = ScriptedEngineClient(ScriptedAnswer(text=("The ", "mill."), reason=FinishReason.LENGTH))
    news = list(answers_of(engine).stream(asked("a")))
    assert [(each.text, each.start) for each in news if isinstance(each, AnswerGrew)] == [("The ", 0), ("mill.", 4)]
    assert news[-1] == Answer(text="The mill.", is_cut=True)


def test_a_stream_that_was_answered_comes_at_once() -> None:
    memory = remembering()
    list(answers_of(ScriptedEngineClient(ScriptedAnswer(text=("one",))), memory).stream(asked("a")))
    engine = ScriptedEngineClient()
    assert list(answers_of(engine, memory).stream(asked("a")))[-1] == Answer(text="one")
    assert engine.submitted == []


def test_a_stream_that_is_closed_early_stops_the_model() -> None:
    memory = remembering()
    engine = ScriptedEngineClient(ScriptedAnswer(text=("one", "two"), is_endless=True))
    stream = answers_of(engine, memory).stream(asked("a"))
    next(stream)
    stream.close()
    assert len(engine.aborted_ids) == 1
    engine.script(ScriptedAnswer(text=("new",)))
    assert list(answers_of(engine, memory).stream(asked("a")))[-1] == Answer(text="new")


def test_one_request_that_fails_is_lost_and_the_others_are_not() -> None:
    too_long = Failed(code=ErrorCode.PROMPT_TOO_LONG)
    engine = ScriptedEngineClient(ScriptedAnswer(failure=too_long), ScriptedAnswer(text=("two",)))
    answers = dict(answers_of(engine).all([asked("a"), asked("b")]))
    assert answers[0].is_lost
    assert answers[1].text == "two"
