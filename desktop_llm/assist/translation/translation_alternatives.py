"""Other translations of one sentence: the model is asked several times at once, and chooses otherwise each time.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections.abc import Callable
from typing import Final
from uuid import uuid4

from msgspec import Struct

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerEnded, ModelChangedError
from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.translation.glossary import terms_in
from desktop_llm.assist.translation.translation_attempt import judged
from desktop_llm.assist.translation.translation_budget import answer_tokens
from desktop_llm.assist.translation.translation_prompts import (
    Exchange,
    Wish,
    asked_text,
    stop_texts,
    translation_prompt,
)
from desktop_llm.assist.translation.translation_request import Pair, Term, Tone
from desktop_llm.assist.translation.translation_result import TranslationFault
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate
from desktop_llm.params import SamplingParams

_TEMPERATURES: Final = (0.5, 0.8, 1.0, 1.2, 1.4)
_USELESS: Final = frozenset(
    {
        TranslationFault.EMPTY,
        TranslationFault.CUT,
        TranslationFault.REPEATS,
        TranslationFault.UNTRANSLATED,
        TranslationFault.WRONG_LANGUAGE,
        TranslationFault.TOO_LONG,
        TranslationFault.TOO_SHORT,
    }
)


class AlternativesRequest(Struct, frozen=True, kw_only=True):
    """`current` is the translation that is there; `before` what stands before the sentence, translated."""

    text: str
    current: str
    source: str
    target: str
    tone: Tone = Tone.NEUTRAL
    glossary: tuple[Term, ...] = ()
    before: Pair | None = None


class AlternativeFound(Struct, frozen=True):
    """One that differs from what is there and from those before it."""

    job_id: str
    text: str


AlternativesSink = Callable[[AlternativeFound | JobEnded], None]


class AlternativesJob:
    """One sentence. `sink` is called on the job's thread; the last event is JobEnded."""

    def __init__(self, engine: EngineClient, request: AlternativesRequest, sink: AlternativesSink) -> None:
        self.job_id = f"alternatives-{uuid4().hex}"
        self._desk = AnswerDesk(engine, len(_TEMPERATURES))
        self._request = request
        self._sink = sink
        self._told = {_plain(request.current), _plain(request.text)}

    def stop(self) -> None:
        self._desk.stop()

    def run(self) -> None:
        """Block until all answers are there."""
        self._sink(run_at_desk(self.job_id, self._desk, self._ask))

    def _ask(self) -> None:
        """From the beginning with each model that is loaded meanwhile; what was told stays."""
        while True:
            try:
                self._ask_model()
            except ModelChangedError:
                continue
            return

    def _ask_model(self) -> None:
        request = self._request
        profile = profile_of(self._desk.model())
        wish = Wish(
            text=request.text,
            source=request.source,
            target=request.target,
            tone=request.tone,
            terms=terms_in(request.text, request.glossary),
        )
        history: list[Exchange] = []
        if request.before is not None and profile.takes_history:
            earlier = Wish(text=request.before.source, source=wish.source, target=wish.target, tone=wish.tone)
            history = [Exchange(asked_text(profile, earlier), request.before)]
        prompt = translation_prompt(profile, wish, history)
        n_tokens = self._desk.count_tokens([request.text])[0]
        for number, temperature in enumerate(_TEMPERATURES):
            sampling = SamplingParams(temperature=temperature, top_k=40, top_p=0.95, min_p=0.05, seed=number + 1)
            limit = answer_tokens(n_tokens)
            command = Generate(prompt=prompt, sampling=sampling, max_tokens=limit, stop=stop_texts(profile))
            self._desk.submit(str(number), command)
        self._gather(wish)

    def _gather(self, wish: Wish) -> None:
        n_open = len(_TEMPERATURES)
        while n_open:
            news = self._desk.wait()
            if not isinstance(news, AnswerEnded):
                continue
            n_open -= 1
            attempt = judged(wish, news)
            text = " ".join(attempt.piece.target.split())
            is_useless = any(warning.fault in _USELESS for warning in attempt.faults)
            if text and not is_useless and _plain(text) not in self._told:
                self._told.add(_plain(text))
                self._sink(AlternativeFound(self.job_id, text))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
