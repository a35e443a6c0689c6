"""`desktop-llm chat`: one question, the answer streams to standard output."""

import argparse
import sys
from typing import TextIO

import msgspec

from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.prompts import message_text
from desktop_llm.assist.repetition import LoopWatch
from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.session import engine_on_server, engine_with_model
from desktop_llm.cli.text import safe_text
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import (
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Failed,
    Finished,
    Generate,
    TextGrew,
    TokensCounted,
    Usage,
)
from desktop_llm.errors import DocumentError, ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams
from desktop_llm.storage.records import Attachment


class ChatAnswer(msgspec.Struct, frozen=True):
    """What `--json` prints."""

    text: str
    thinking: str
    finish_reason: str
    model: str
    usage: Usage


def add_chat_command(add_parser: AddParser) -> None:
    parser = add_parser("chat", help="ask a model and print its answer")
    parser.add_argument("--model", metavar="M", default="", help="name, id or file of the model")
    parser.add_argument(
        "--server",
        metavar="URL",
        default="",
        help="send it to this server instead of answering it here; M is then one of its models",
    )
    parser.add_argument("--system", metavar="S", default="", help="instructions for the model")
    parser.add_argument("--json", dest="is_json", action="store_true", help="print one JSON object at the end")
    parser.add_argument("prompt", metavar="PROMPT", help="the question; a document on standard input goes with it")
    parser.set_defaults(run=run_chat)


def run_chat(options: argparse.Namespace) -> int:
    """Raises DesktopLlmError for whatever keeps the answer from coming."""
    prompt = prompt_of(options.system, options.prompt, standard_input())
    session = engine_on_server(options.server, options.model) if options.server else engine_with_model(options.model)
    with session as (engine, settings):
        refuse_if_too_long(engine, prompt)
        sampling = settings.sampling
        if model := engine.status.model:
            sampling = sampling.over(profile_of(model).chat_sampling)
        answer = answer_of(engine, prompt, sampling, None if options.is_json else sys.stdout)
    if options.is_json:
        print(msgspec.json.encode(answer).decode())
    return 0


def prompt_of(system: str, question: str, document: str) -> ChatPrompt:
    attachments = (Attachment("standard input", document),) if document else ()
    text = message_text(question, attachments)
    if not text.strip():
        raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
    instructions = (ChatTurn("system", system),) if system else ()
    return ChatPrompt((*instructions, ChatTurn("user", text)))


def standard_input() -> str:
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path="standard input") from error


def refuse_if_too_long(engine: EngineClient, prompt: ChatPrompt) -> None:
    """Some servers cut what does not fit, and say nothing. Raises RequestFailedError(PROMPT_TOO_LONG).

    Where nobody can count, a guess that it does not fit is only told.
    """
    model = engine.status.model
    if model is None or not model.n_ctx_tokens:
        return
    for event in stream_events(engine, CountTokens(request_id="count", prompts=(prompt,))):
        if not isinstance(event, TokensCounted) or event.counts[0] < model.n_ctx_tokens:
            continue
        if not event.is_estimate:
            facts = {"prompt_tokens": event.counts[0], "context_tokens": model.n_ctx_tokens}
            raise RequestFailedError(ErrorCode.PROMPT_TOO_LONG, **facts)
        numbers = f"about {event.counts[0]} tokens, and the model holds {model.n_ctx_tokens}"
        print(f"desktop-llm: The prompt may be too long: {numbers}.", file=sys.stderr)


def answer_of(engine: EngineClient, prompt: ChatPrompt, sampling: SamplingParams, output: TextIO | None) -> ChatAnswer:
    text, thinking = "", ""
    loop_watch = LoopWatch()
    command = Generate(request_id="chat", prompt=prompt, sampling=sampling)
    for event in stream_events(engine, command):
        match event:
            case TextGrew():
                text += event.text
                thinking += event.thinking
                _print_piece(output, event.text)
                if loop_watch.hear(event.text, event.thinking):
                    engine.abort(command.request_id)
            case Finished():
                _print_piece(output, "\n")
                if loop_watch.is_looping:
                    print("desktop-llm: Stopped: the model was writing the same again and again.", file=sys.stderr)
                model = engine.status.model
                return ChatAnswer(text, thinking, event.reason, model.shown_name if model else "", event.usage)
            case Failed():
                if text:
                    _print_piece(output, "\n")
                raise RequestFailedError(event.code, **event.facts)
            case _:
                pass
    raise RequestFailedError(ErrorCode.BUG, reason="an answer without an end")


def _print_piece(output: TextIO | None, text: str) -> None:
    if output is None:
        return
    output.write(safe_text(text) if output.isatty() else text)
    output.flush()
