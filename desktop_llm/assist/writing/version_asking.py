"""Asks for several texts at once, and once more for those that are no good. A job's thread."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerEnded, AnswerGrew
from desktop_llm.engine.messages import Generate

Retry = Callable[[int, AnswerEnded], Generate | None]
"""From the number of a question and its answer to what is asked instead; None: the answer is taken."""


class TextGrown(Struct, frozen=True):
    """The answer to a question as far as it is there. It begins anew where it is asked for again."""

    index: int
    text: str


class TextEnded(Struct, frozen=True):
    """first: the answer that was not good enough, if it was asked for twice."""

    index: int
    answer: AnswerEnded
    first: AnswerEnded | None = None


def ask_for_texts(desk: AnswerDesk, questions: Sequence[Generate], retry: Retry) -> Iterator[TextGrown | TextEnded]:
    """What comes, as it comes. What is raised is what the desk raises."""
    waiting = deque(range(len(questions)))
    texts: dict[int, str] = {}
    first: dict[int, AnswerEnded] = {}
    n_out = 0
    while waiting or n_out:
        while waiting and desk.has_room:
            index = waiting.popleft()
            desk.submit(str(index), questions[index])
            n_out += 1
        news = desk.wait()
        index = int(news.key)
        if isinstance(news, AnswerGrew):
            texts[index] = texts.get(index, "")[: news.start] + news.text
            yield TextGrown(index, texts[index])
            continue
        again = retry(index, news) if index not in first else None
        if again is not None:
            first[index] = news
            desk.submit(str(index), again)
            continue
        n_out -= 1
        yield TextEnded(index, news, first.get(index))


def of_version(command: Generate, index: int) -> Generate:
    """The same question for another version: the first is the likeliest text, the others are drawn."""
    if not index:
        return command
    temperature = max(0.8, command.sampling.temperature or 0.0)
    return replace(command, sampling=replace(command.sampling, temperature=temperature, seed=index + 1))
