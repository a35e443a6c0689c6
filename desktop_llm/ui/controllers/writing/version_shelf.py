"""The versions of a text as a model writes them. GUI thread."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_llm.assist.word_diff import WordChange, word_changes
from desktop_llm.assist.writing.written_version import VersionDone, VersionGrew, VersionsPlanned, WrittenVersion
from desktop_llm.ui.rows.version_words import difference_html, fault_sentences
from desktop_llm.ui.side_threads import SideTask, SideThreads
from desktop_llm.ui.widgets.writing.version_column import ShownVersion

_REDRAW_MS: Final = 80
_MOST_COMPARED: Final = 20_000  # characters of both; the time it takes grows with their product

ShowVersions = Callable[[Sequence[ShownVersion]], None]


class VersionShelf(QObject):
    """`side` compares: long texts take a while."""

    def __init__(self, show: ShowVersions, side: SideThreads, parent: QObject) -> None:
        super().__init__(parent)
        self._show_versions = show
        self._side = side
        self._before = ""
        self._growing: list[str] = []
        self._done: dict[int, WrittenVersion] = {}
        self._differences: dict[int, str] = {}
        self._tasks: list[SideTask[tuple[WordChange, ...]]] = []
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._show)

    def version(self, index: int) -> WrittenVersion | None:
        """Once it is done."""
        return self._done.get(index)

    @property
    def single(self) -> WrittenVersion | None:
        """The only one there is, once it is done."""
        return self._done.get(0) if len(self._growing) == 1 else None

    def begin(self, before: str, n_versions: int) -> None:
        """`before` is what they are versions of; empty: of nothing that is there."""
        self.put_away()
        self._before = before
        self._growing = [""] * n_versions
        self._show()

    def put_away(self) -> None:
        """None of them is shown any more, whatever of them is still on its way."""
        for task in self._tasks:
            task.forget()
        self._redraw.stop()
        self._growing, self._done, self._differences, self._tasks = [], {}, {}, []
        self._show_versions(())

    def hear(self, event: object) -> None:
        match event:
            case VersionsPlanned():
                self.begin(self._before, event.n_versions)
            case VersionGrew():
                self._growing[event.index] = event.text
                self._redraw_soon()
            case VersionDone():
                self._done[event.index] = event.version
                self._compare(event.index, event.version.text)
                self._redraw_soon()
            case _:
                pass

    def end(self) -> None:
        """The job is over: of a version that was stopped, what is there can be taken."""
        for index, text in enumerate(self._growing):
            if index not in self._done and text:
                self._done[index] = WrittenVersion(text)
                self._compare(index, text)
        self._show()

    def _compare(self, index: int, text: str) -> None:
        if not self._before or len(self._before) + len(text) > _MOST_COMPARED:
            return
        work = partial(word_changes, self._before, text)
        self._tasks.append(self._side.run(work, partial(self._on_compared, index)))

    def _on_compared(self, index: int, changes: tuple[WordChange, ...]) -> None:
        self._differences[index] = difference_html(changes)
        self._redraw_soon()

    def _redraw_soon(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    @Slot()
    def _show(self) -> None:
        self._redraw.stop()
        self._show_versions(tuple(map(self._shown, range(len(self._growing)))))

    def _shown(self, index: int) -> ShownVersion:
        done = self._done.get(index)
        if done is None:
            return ShownVersion(text=self._growing[index])
        return ShownVersion(
            text=done.text,
            difference=self._differences.get(index, ""),
            warnings=fault_sentences(done.warnings),
            is_done=True,
        )
