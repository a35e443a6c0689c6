"""`desktop-llm translate`: text in, its translation out as it is made; and checks of a translation that is there."""

import argparse
import queue
import sys
from functools import partial
from pathlib import Path

import msgspec

from desktop_llm.assist.model_profiles import capable_models
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.glossary_file import TBX_SUFFIX, terms_of_document, terms_of_file
from desktop_llm.assist.translation.segment_languages import detected_language
from desktop_llm.assist.translation.text_segments import SegmentedText, rewrapped, segmented_text
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_check import checked_translations
from desktop_llm.assist.translation.translation_request import Segment, Term, Tone, TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    SegmentTranslated,
    Translation,
    TranslationEvent,
    TranslationPlanned,
)
from desktop_llm.cli.arguments import AddParser, add_engine_options, language_argument
from desktop_llm.cli.extract import read_documents
from desktop_llm.cli.job_run import print_text, run_job, say
from desktop_llm.cli.kept_store import kept_store
from desktop_llm.cli.progress_line import ProgressLine
from desktop_llm.cli.session import chosen_engine, data_folder
from desktop_llm.cli.translate_document import add_document_options, goes_into_a_file, translate_document
from desktop_llm.cli.translation_text import json_segment, json_translation, note_lines, warning_lines
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError
from desktop_llm.hub.catalogue import Purpose, load_catalogue
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.storage.summary_cache import open_summary_cache

_STANDARD_INPUT = "-"
_MOST_NAMED_MODELS = 3


def add_translate_command(add_parser: AddParser) -> None:
    parser = add_parser("translate", help="translate a text, or check a translation")
    parser.add_argument(
        "--to", metavar="LANG", type=language_argument, default=None, help="into this language: de, German"
    )
    parser.add_argument(
        "--from", dest="source", metavar="LANG", type=language_argument, default=None, help="detected, if not given"
    )
    parser.add_argument("--glossary", metavar="F", type=Path, default=None, help="terms: CSV, TBX, or lines like a = b")
    parser.add_argument("--tone", choices=[str(tone) for tone in Tone], default=str(Tone.NEUTRAL))
    add_engine_options(parser)
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object at the end")
    parser.add_argument(
        "--check", metavar=("SOURCE", "TARGET"), nargs=2, type=Path, default=None, help="only compare these two files"
    )
    add_document_options(parser)
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default=None, help="a text or a document; - reads standard input"
    )
    parser.set_defaults(run=run_translate, usage_error=parser.error)


def run_translate(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the translation from coming."""
    if options.check:
        return _check(options)
    if not options.file or not options.to:
        options.usage_error("name a FILE (or -) and its language with --to")
    if goes_into_a_file(options):
        return translate_document(options, glossary_of(options.glossary, options.source or "", options.to))
    text = segmented_text(_text_of(options.file))
    request = _request(options, text)
    with chosen_engine(options) as engine, kept_store(open_summary_cache) as cache:
        return _TranslationRun(engine, text, request, cache, is_json=options.is_json).status()


def _request(options: argparse.Namespace, text: SegmentedText) -> TranslationRequest:
    if not text.segments:
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
    source = options.source or detected_language("\n".join(text.texts))
    return TranslationRequest(
        segments=tuple(Segment(text=each) for each in text.texts),
        target=options.to,
        source=options.source or "",
        tone=Tone(options.tone),
        glossary=glossary_of(options.glossary, source, options.to),
    )


def glossary_of(path: Path | None, source: str, target: str) -> tuple[Term, ...]:
    """Raises DocumentError."""
    if path is None:
        return ()
    if path.suffix.lower() == TBX_SUFFIX:
        return terms_of_document(read_documents([path])[0], source, target)
    return terms_of_file(path, source, target)


class _TranslationRun:
    """Prints segments in their order, as far as they are there without a gap."""

    def __init__(
        self,
        engine: EngineClient,
        text: SegmentedText,
        request: TranslationRequest,
        cache: AnswerCache | None,
        *,
        is_json: bool,
    ) -> None:
        self._events: queue.SimpleQueue[TranslationEvent] = queue.SimpleQueue()
        self._job = TranslationJob(engine, request, self._events.put, cache, is_awaited=True)
        self._text = text
        self._request = request
        self._is_json = is_json
        self._planned: TranslationPlanned | None = None
        self._done: list[Translation | None] = [None] * len(text.segments)
        self._n_printed = 0

    def status(self) -> int:
        """Run to the end, also after an interrupt: what is there is printed. Raises RequestFailedError."""
        with ProgressLine() as line:
            try:
                return run_job(self._job, self._events, partial(self._take, line))
            finally:
                line.show("")
                self._print_end()

    def _take(self, line: ProgressLine, event: TranslationEvent) -> None:
        match event:
            case TranslationPlanned():
                self._planned = event
                line.show("")
                for note in note_lines(event, capable_model_names(event)):
                    say(note)
            case SegmentTranslated():
                self._done[event.index] = event.translation
                line.show("")
                self._print_ready()
                self._show_progress(line, event.n_done)
            case _:
                pass

    def _show_progress(self, line: ProgressLine, n_done: int) -> None:
        """Never over what was printed: on a terminal, the text itself shows how far it is."""
        is_on_terminal = self._n_printed > 0 and sys.stdout.isatty()
        if n_done < len(self._done) and not is_on_terminal:
            line.show(f"translated {n_done} of {len(self._done)}")

    def _print_ready(self) -> None:
        while not self._is_json and self._n_printed < len(self._done) and (done := self._done[self._n_printed]):
            target = rewrapped(done.target, self._text.segments[self._n_printed])
            print_text(self._text.before(self._n_printed) + target)
            self._n_printed += 1

    def _print_end(self) -> None:
        if self._is_json:
            content = json_translation(self._done, self._planned, self._request.target)
            print(msgspec.json.encode(content).decode())
        elif self._n_printed:
            is_whole = self._n_printed == len(self._done)
            rest = self._text.before(self._n_printed) if is_whole else ""
            print_text(rest if rest.endswith("\n") else f"{rest}\n")
        for index, done in enumerate(self._done):
            for warning in warning_lines(index + 1, done) if done else ():
                say(warning)


def capable_model_names(planned: TranslationPlanned) -> list[str]:
    """Models that translate the pair: those that are here first, then those that can be had."""
    if not planned.unsupported:
        return []
    here = [entry.name for entry in ModelStore(data_folder()).list()]
    known = [model.name for model in load_catalogue().models if Purpose.TRANSLATE in model.purposes]
    names = [
        *capable_models(planned.source, planned.target, here),
        *capable_models(planned.source, planned.target, known),
    ]
    return list(dict.fromkeys(names))[:_MOST_NAMED_MODELS]


def _check(options: argparse.Namespace) -> int:
    source, target = (segmented_text(_text_of(str(path))) for path in options.check)
    languages = (
        options.source or detected_language(source.text),
        options.to or detected_language(target.text),
    )
    glossary = glossary_of(options.glossary, *languages)
    translations = checked_translations(source.texts, target.texts, *languages, glossary)
    if options.is_json:
        print(msgspec.json.encode({"segments": [json_segment(each) for each in translations]}).decode())
    if len(source.segments) != len(target.segments):
        say(f"The original has {len(source.segments)} paragraphs, the translation {len(target.segments)}.")
    for index, translation in enumerate(translations):
        for line in warning_lines(index + 1, translation):
            say(line)
    is_fine = len(source.segments) == len(target.segments) and not any(each.warnings for each in translations)
    return 0 if is_fine else 1


def _text_of(name: str) -> str:
    """Raises DocumentError (FILE_UNREADABLE, FILE_NOT_TEXT)."""
    try:
        data = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=name, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        path = "standard input" if name == _STANDARD_INPUT else name
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path=path) from error
    return text.replace("\r\n", "\n")
