"""What stands in lines and the editor does not show: ids for it, and back. Pure."""

from collections.abc import Iterable

from msgspec import structs

from desktop_llm.documents.rich_text import TextRun


class KeptThings:
    """Numbers what is kept in text formats, in the order in which it is found."""

    def __init__(self) -> None:
        self.raw: dict[str, str] = {}

    def add(self, raw: str) -> str:
        """Its id."""
        kept_id = f"k{len(self.raw) + 1}"
        self.raw[kept_id] = raw
        return kept_id

    def numbered(self, runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
        """Runs whose `kept` is the thing itself, with ids instead."""
        return tuple(structs.replace(run, kept=self.add(run.kept)) if run.kept else run for run in runs)

    def restored(self, runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
        """The reverse; what another file kept is only its text here."""
        return tuple(structs.replace(run, kept=self.raw.get(run.kept, "")) if run.kept else run for run in runs)
