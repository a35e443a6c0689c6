"""Entry point of the process that checks spelling, until the program closes the pipe.

Its library holds Python's lock for as long as it looks for suggestions, a fifth of a second; no window could wait that
long. It keeps the last dictionary.
"""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, assert_never, cast

from desktop_llm.documents.language import MIN_CHARACTERS, language_of
from desktop_llm.documents.spelling_messages import (
    SPELLING_MEMORY_BYTES,
    FindLanguage,
    FindWrongWords,
    LanguageFound,
    SpellingAnswer,
    SpellingCommand,
    SpellingDictionary,
    SpellingFailed,
    SuggestWords,
    WordsSuggested,
    WrongWordsFound,
    command_decoder,
)
from desktop_llm.processes.message_pipe import commands_of, write_message
from desktop_llm.processes.own_limits import forbid_network, limit_own_memory
from desktop_llm.processes.worker_process import begin_worker

_log = logging.getLogger(__name__)

_MOST_SUGGESTIONS: Final = 6


def run_spelling_process() -> int:
    """Run the process; returns its exit status when the program closes the pipe."""
    commands, answers = begin_worker()
    forbid_network()
    limit_own_memory(SPELLING_MEMORY_BYTES)
    desk = SpellingDesk()
    for command in commands_of(commands, command_decoder):
        write_message(answers, _answer(desk, command))
    return 0


def _answer(desk: "SpellingDesk", command: SpellingCommand) -> SpellingAnswer:
    try:
        return desk.answer(command)
    except Exception as error:  # noqa: BLE001 # the outermost edge of one command: a dictionary may be anything
        _log.info("a dictionary cannot be used: %s", type(error).__name__)
        return SpellingFailed(reason=type(error).__name__)


class _Hunspell(Protocol):
    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...


class SpellingDesk:
    """The dictionary that is open."""

    def __init__(self) -> None:
        self._dictionary: SpellingDictionary | None = None
        self._hunspell: _Hunspell | None = None

    def answer(self, command: SpellingCommand) -> SpellingAnswer:
        match command:
            case FindWrongWords():
                hunspell = self._opened(command.dictionary)
                return WrongWordsFound(words=tuple(word for word in command.words if not hunspell.spell(word)))
            case SuggestWords():
                suggested = self._opened(command.dictionary).suggest(command.word)
                return WordsSuggested(words=suggested[:_MOST_SUGGESTIONS])
            case FindLanguage():
                is_enough = len(command.text.strip()) >= MIN_CHARACTERS
                return LanguageFound(code=language_of(command.text).code if is_enough else "")
            case _:
                assert_never(command)

    def _opened(self, dictionary: SpellingDictionary) -> _Hunspell:
        if self._hunspell is None or dictionary != self._dictionary:
            import hunspell  # pyright: ignore[reportMissingTypeStubs]

            if not Path(dictionary.folder, f"{dictionary.name}.dic").is_file():
                raise FileNotFoundError(dictionary.name)
            make = cast("Callable[..., _Hunspell]", vars(hunspell)["Hunspell"])  # it has no types
            self._hunspell = make(dictionary.name, hunspell_data_dir=dictionary.folder)
            self._dictionary = dictionary
        return self._hunspell


if __name__ == "__main__":
    sys.exit(run_spelling_process())
