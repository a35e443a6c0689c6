"""The program's side of checking spelling: which dictionaries are here, and a process that looks words up in them.

One thread makes all calls but `dictionaries`; they block until the process has answered.
"""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

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
    answer_decoder,
)
from desktop_llm.documents.watched_process import Bounds, WatchedProcess
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.processes.child_process import ChildProgram, worker_command

_WORKER_FLAG: Final = "--spelling"
_USUAL: Final = Bounds(memory_bytes=SPELLING_MEMORY_BYTES, quiet_s=20.0, total_s=20.0)
_SAMPLE_CHARACTERS: Final = 2_000


class SpellingChecker:
    def __init__(self, *, command: tuple[str, ...] | None = None) -> None:
        """Starts no process. `command` replaces the process's command line, for tests."""
        program = ChildProgram(
            name="spelling",
            command=command or worker_command(_WORKER_FLAG),
            decoder=answer_decoder,
            environment={"OPENBLAS_NUM_THREADS": "1"},
        )
        self._process = WatchedProcess(program)

    def wrong_words(self, dictionary: SpellingDictionary, words: Sequence[str]) -> frozenset[str]:
        """Raises DocumentError."""
        match self._ask(FindWrongWords(dictionary=dictionary, words=tuple(words)), dictionary.name):
            case WrongWordsFound(words=wrong):
                return frozenset(wrong)
            case _:
                return frozenset()

    def suggestions(self, dictionary: SpellingDictionary, word: str) -> tuple[str, ...]:
        """The likeliest first. Raises DocumentError."""
        match self._ask(SuggestWords(dictionary=dictionary, word=word), dictionary.name):
            case WordsSuggested(words=words):
                return words
            case _:
                return ()

    def language_of(self, text: str) -> str:
        """An ISO 639-1 code; empty where nobody can tell. Raises DocumentError."""
        match self._ask(FindLanguage(text=text[:_SAMPLE_CHARACTERS]), ""):
            case LanguageFound(code=code):
                return code
            case _:
                return ""

    def close(self) -> None:
        """On the same thread as all other calls."""
        self._process.end()

    def _ask(self, command: SpellingCommand, name: str) -> SpellingAnswer:
        answer: SpellingAnswer = next(self._process.answers(command, name, _USUAL, _is_never_cancelled))
        if isinstance(answer, SpellingFailed):
            raise DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=name, reason=answer.reason)
        return answer


def dictionaries(folders: Sequence[Path] | None = None) -> tuple[SpellingDictionary, ...]:
    """What is installed. `folders` replaces the system's, for tests. Any thread."""
    found: dict[str, SpellingDictionary] = {}
    for folder in _usual_folders() if folders is None else folders:
        for words in sorted(folder.glob("*.dic")):
            if words.with_suffix(".aff").is_file() and not words.stem.startswith("hyph"):
                found.setdefault(words.stem, SpellingDictionary(str(folder), words.stem))
    return tuple(found.values())


def dictionary_for(
    language: str, known: Sequence[SpellingDictionary], locale_name: str = ""
) -> SpellingDictionary | None:
    """Of several for a language, the one of the person's region; else the one that is named as the language is."""
    fitting = [each for each in known if each.language == language]
    wanted = (locale_name, language, f"{language}_{language.upper()}", f"{language}_US")
    for name in wanted:
        if (match := next((each for each in fitting if each.name == name), None)) is not None:
            return match
    return fitting[0] if fitting else None


def _usual_folders() -> list[Path]:
    """The system's, and the library's own, which has one for English."""
    folders = [Path("/usr/share/hunspell"), Path("/usr/share/myspell"), Path("/usr/share/myspell/dicts")]
    if sys.platform == "darwin":
        folders = [Path("/Library/Spelling"), Path.home() / "Library" / "Spelling"]
    spec = find_spec("hunspell")
    if spec is not None and spec.origin is not None:
        folders.append(Path(spec.origin).parent / "dictionaries")
    return folders


def _is_never_cancelled() -> bool:
    return False
