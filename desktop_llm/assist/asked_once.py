"""Asks what a job needs, several questions at once, and nothing that was answered before. A job's thread."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerEnded, AnswerGrew
from desktop_llm.assist.answer_memory import Answer, AnswerMemory, answer_key
from desktop_llm.engine.messages import ChatPrompt, Generate, ModelDescription, Priority
from desktop_llm.params import SamplingParams

_GREEDY: Final = SamplingParams(temperature=0.0)


def question(prompt: ChatPrompt, max_tokens: int) -> Generate:
    """A request in the background: a chat that goes on meanwhile comes first."""
    return Generate(prompt=prompt, sampling=_GREEDY, max_tokens=max_tokens, priority=Priority.BACKGROUND)


class AskedOnce:
    """Answers of one model. What is raised is what the desk raises."""

    def __init__(self, desk: AnswerDesk, memory: AnswerMemory, model: ModelDescription) -> None:
        self._desk = desk
        self._memory = memory
        self._model = model

    def all(
        self, questions: Sequence[Generate], hear: Callable[[int, str], None] | None = None
    ) -> Iterator[tuple[int, Answer]]:
        """The number of each question and its answer, as they come. Nothing else may be asked meanwhile.

        Whoever gets an answer may add to the questions. `hear` gets answers as far as they are written.
        """
        keys: list[str] = []
        waiting: deque[int] = deque()
        written: dict[int, str] = {}
        n_out = 0
        while waiting or n_out or len(keys) < len(questions):
            added = [answer_key(self._model, each) for each in questions[len(keys) :]]
            known = self._memory.find(added)
            for index, key in enumerate(added, len(keys)):
                if key in known:
                    yield index, replace(known[key], is_remembered=True)
                else:
                    waiting.append(index)
            keys += added
            if not waiting and not n_out:
                continue
            while waiting and self._desk.has_room:
                index = waiting.popleft()
                self._desk.submit(str(index), questions[index])
                n_out += 1
            news = self._desk.wait()
            index = int(news.key)
            if isinstance(news, AnswerGrew):
                if hear is not None:
                    written[index] = written.get(index, "")[: news.start] + news.text
                    hear(index, written[index])
            else:
                written.pop(index, None)
                answer = _answer(news)
                self._memory.keep(keys[index], answer)
                n_out -= 1
                yield index, answer

    def stream(self, asked: Generate) -> Generator[AnswerGrew | Answer]:
        """One answer as it grows, and at last the whole. Closing this early stops the model, and nothing is kept."""
        key = answer_key(self._model, asked)
        known = self._memory.find([key]).get(key)
        if known is not None:
            yield AnswerGrew(key, known.text)
            yield known
            return
        self._desk.submit(key, asked)
        try:
            while isinstance(news := self._desk.wait(), AnswerGrew):
                yield news
            answer = _answer(news)
            self._memory.keep(key, answer)
            yield answer
        finally:
            self._desk.give_up(key)


def _answer(ended: AnswerEnded) -> Answer:
    return Answer(text=ended.text, is_cut=ended.is_cut, is_lost=ended.failure is not None)
