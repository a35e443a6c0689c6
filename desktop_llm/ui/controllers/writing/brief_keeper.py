"""Keeps what was filled into the form of Write until a text is made from it, also over a restart. GUI thread.

It is on the disk a second after the first key that was not kept yet, and once more at the end of the program.
Who clears it can have it back.
"""

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.compose_brief import NO_BRIEF
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import ComposeBrief
from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.writing.compose_page import ComposePage

_log = logging.getLogger(__name__)

_PAUSE_MS: Final = 1000


class BriefKeeper(QObject):
    """One form for the program: it stays as it is while texts are opened and left."""

    def __init__(
        self, page: ComposePage, store: WrittenDocumentStore, deletions: Deletions, bridge: EventBridge
    ) -> None:
        super().__init__(page)
        self._page = page
        self._store = store
        self._deletions = deletions
        self._bridge = bridge
        self._kept: ComposeBrief | None = NO_BRIEF
        """What is on the disk, or on its way there; None where nobody knows."""
        self._used: ComposeBrief | None = None
        """What a text was made from. It stays in the form until the program ends."""
        self._is_loaded = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.save)
        page.brief_changed.connect(self._save_soon)
        page.clear_requested.connect(self._on_clear_requested)

    def load(self) -> None:
        """Show what earlier runs of the program kept."""
        self._bridge.run_in_background(self._store.compose_brief, self._on_loaded, self._on_not_loaded)

    @Slot()
    def drop(self) -> None:
        """A text was made from it. That one is on the disk half a second later: only then this is not there."""
        self._used = self._page.brief
        self._save_soon()

    @Slot()
    def save(self) -> None:
        """What is otherwise than on the disk."""
        self._timer.stop()
        if not self._is_loaded:
            return
        filled = self._page.brief
        brief = NO_BRIEF if filled == self._used or filled.is_empty else filled
        if brief != self._kept:
            self._kept = brief
            keep = partial(self._store.keep_compose_brief, brief)
            self._bridge.run_in_background(keep, None, self._on_not_kept)

    @Slot()
    def _on_clear_requested(self) -> None:
        cleared = self._page.brief
        self._show(NO_BRIEF)
        self._page.show_form()
        self._deletions.say(translate("BriefKeeper", "Form cleared"), partial(self._restore, cleared))

    def _restore(self, cleared: ComposeBrief) -> None:
        """What was written meanwhile stands behind it."""
        self._show(_joined(cleared, self._page.brief))

    def _show(self, brief: ComposeBrief) -> None:
        self._page.show_brief(brief)
        self.save()

    @Slot()
    def _save_soon(self) -> None:
        if self._is_loaded and not self._timer.isActive():
            self._timer.start()

    def _on_loaded(self, kept: ComposeBrief) -> None:
        """What was written meanwhile stands behind what was there before."""
        self._is_loaded, self._kept = True, kept
        filled = self._page.brief
        if not kept.is_empty:
            self._page.show_brief(_joined(kept, filled))
        self._save_soon()

    def _on_not_kept(self, error: DesktopLlmError) -> None:
        """It is tried again at the next change."""
        _log.warning("the form of a text is not on the disk: %s", error.code)
        self._kept = None

    def _on_not_loaded(self, error: DesktopLlmError) -> None:
        """What is filled in from now on is kept nevertheless."""
        _log.warning("the form of a text was not found again: %s", error.code)
        self._on_loaded(NO_BRIEF)


def _joined(kept: ComposeBrief, filled: ComposeBrief) -> ComposeBrief:
    return ComposeBrief(
        kind=kept.kind,
        recipient=" ".join(filter(None, (kept.recipient, filled.recipient))),
        tone=" ".join(filter(None, (kept.tone, filled.tone))),
        n_words=kept.n_words,
        language=kept.language,
        n_versions=kept.n_versions,
        is_aside=kept.is_aside,
        answered="\n".join(filter(None, (kept.answered, filled.answered))),
        about="\n".join(filter(None, (kept.about, filled.about))),
        points="\n".join(filter(None, (kept.points, filled.points))),
    )
