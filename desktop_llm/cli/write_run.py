"""What the ways of `desktop-llm write` that proofread share: the job, run to its end."""

import argparse
import queue
from collections.abc import Sequence
from functools import partial

from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.writing.personal_dictionary import known_words
from desktop_llm.assist.writing.proofread import ProofreadJob
from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadEvent, ProofreadPlanned, SentencesRead
from desktop_llm.assist.writing.text_change import TextChange, in_order
from desktop_llm.cli.job_run import run_job, say
from desktop_llm.cli.kept_store import kept_store
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine, data_folder
from desktop_llm.cli.write_text import closing_line, doubtful_lines, note_lines, unread_lines
from desktop_llm.documents.sentences import Span
from desktop_llm.engine.client import EngineClient
from desktop_llm.storage.summary_cache import open_summary_cache


def proofread(options: argparse.Namespace, text: str, kept: Sequence[Span] = ()) -> "ProofreadRun":
    """With the model that the options name; says what is left to do. Raises DesktopLlmError."""
    request = ProofreadRequest(
        text=text,
        mode=options.mode,
        language=options.lang or "",
        known_words=known_words(data_folder().personal_dictionary),
        kept=tuple(kept),
    )
    with chosen_engine(options) as engine, kept_store(open_summary_cache) as cache:
        run = ProofreadRun(engine, request, cache)
    run.say_what_is_left()
    return run


class ProofreadRun:
    """The job, run to its end; an interrupt stops it, and what is there stays."""

    def __init__(self, engine: EngineClient, request: ProofreadRequest, cache: AnswerCache | None) -> None:
        """Raises RequestFailedError."""
        self.planned: ProofreadPlanned | None = None
        self._text = request.text
        self._changes: list[TextChange] = []
        self._unread: list[SentencesRead] = []
        self._n_dropped = 0
        events: queue.SimpleQueue[ProofreadEvent] = queue.SimpleQueue()
        job = ProofreadJob(engine, request, events.put, cache, is_awaited=True)
        with ProgressLine() as line:
            self.exit_status = run_job(job, events, partial(self._take, line))

    @property
    def changes(self) -> list[TextChange]:
        """In the order of the text."""
        return in_order(self._changes)

    def say_what_is_left(self) -> None:
        """What a person should look at, and what was not read."""
        for text in (*doubtful_lines(self._text, self.changes), *unread_lines(self._text, self._unread)):
            say(text)
        if self.planned is not None:
            say(closing_line(self.changes, self.planned.n_words, self._n_dropped))

    def _take(self, line: ProgressLine, event: ProofreadEvent) -> None:
        match event:
            case ProofreadPlanned():
                self.planned = event
                self._changes, self._unread, self._n_dropped = [], [], 0
                line.show("")
                for text in note_lines(event):
                    say(text)
            case SentencesRead():
                self._changes += event.changes
                self._n_dropped += event.n_dropped
                self._unread += [event] if event.is_unread else []
                if self.planned is not None:
                    line.show(f"read {event.n_done} of {self.planned.n_sentences} sentences")
            case _:
                pass
