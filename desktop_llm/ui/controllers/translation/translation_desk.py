"""What the Translate pane needs from disks, and its runners: draft, glossaries, models of the pair. GUI thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale

from desktop_llm.assist.language_names import language_names
from desktop_llm.assist.model_profiles import capable_models
from desktop_llm.assist.translation.glossary_file import TBX_SUFFIX, terms_of_document, terms_of_file
from desktop_llm.assist.translation.translation_draft import (
    TranslationChoices,
    TranslationDraft,
    load_draft,
    save_draft,
)
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import TranslationPlanned
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.catalogue import Purpose, load_catalogue
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.job_runner import JobRunner
from desktop_llm.ui.controllers.summary.document_shelf import FileReader
from desktop_llm.ui.event_bridge import EventBridge

_MOST_NAMED: Final = 3
_FIRST_TARGET: Final = "en"
_SECOND_TARGET: Final = "de"


class TranslationDesk:
    """Everything it is asked for is fetched in the background."""

    def __init__(self, folder: DataFolder, make_reader: Callable[[], FileReader], bridge: EventBridge) -> None:
        self._folder = folder
        self._make_reader = make_reader
        self._bridge = bridge
        self.runner = JobRunner(folder, bridge)
        self.sentence_runner = JobRunner(folder, bridge)

    def load_draft(self, on_loaded: Callable[[TranslationDraft], None]) -> None:
        self._bridge.run_in_background(partial(load_draft, self._folder.translation), on_loaded)

    def save_draft(self, draft: TranslationDraft) -> None:
        """What cannot be kept is lost at the end, and only then: nobody is stopped for it now."""
        self._bridge.run_in_background(partial(save_draft, self._folder.translation, draft), None, _ignore)

    def read_glossary(
        self,
        path: Path,
        source: str,
        target: str,
        on_read: Callable[[tuple[Term, ...]], None],
        on_failed: Callable[[DesktopLlmError], None],
    ) -> None:
        work = partial(_terms, self._make_reader, path, source, target)
        self._bridge.run_in_background(work, on_read, on_failed)

    def find_capable(self, planned: TranslationPlanned, on_found: Callable[[list[str]], None]) -> None:
        """Names of models that translate the pair: those that are here first."""
        self._bridge.run_in_background(partial(_capable, self._folder, planned), on_found)

    def first_choices(self) -> TranslationChoices:
        """Into the language of the system."""
        code = QLocale.system().name().partition("_")[0]
        is_usual = code in language_names() and code != _FIRST_TARGET
        return TranslationChoices(target=code if is_usual else _SECOND_TARGET)

    def stop(self) -> None:
        """Blocks for seconds at most."""
        self.runner.close()
        self.sentence_runner.close()


def _terms(make_reader: Callable[[], FileReader], path: Path, source: str, target: str) -> tuple[Term, ...]:
    if path.suffix.lower() != TBX_SUFFIX:
        return terms_of_file(path, source, target)
    reader = make_reader()
    try:
        return terms_of_document(reader.read(path), source, target)
    finally:
        reader.close()


def _capable(folder: DataFolder, planned: TranslationPlanned) -> list[str]:
    if not planned.unsupported:
        return []
    here = [entry.name for entry in ModelStore(folder).list()]
    known = [model.name for model in load_catalogue().models if Purpose.TRANSLATE in model.purposes]
    found = [name for names in (here, known) for name in capable_models(planned.source, planned.target, names)]
    return list(dict.fromkeys(found))[:_MOST_NAMED]


def _ignore(_error: DesktopLlmError) -> None:
    """It is tried again at the next change."""
