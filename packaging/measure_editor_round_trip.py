"""Measures on real files, which are fetched as packages, what going through the editor of the window leaves of them.

    packaging/measure_editor_round_trip.py --folder FOLDER
    packaging/measure_editor_round_trip.py --folder FOLDER --office soffice   # and LibreOffice opens it

Each file is shown in the editor and written as it comes back: the same bytes, or the same XML. Then one word in the
middle of it becomes another one of as many letters: one text differs, all else is the same. `file_views.py` looks at
both by other means than those of the program.
"""

import argparse
import codecs
import os
import re
import shutil
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from file_views import View, view_of
from msgspec import structs
from PySide6.QtWidgets import QApplication
from real_files import chosen_files, opens_in_office

from desktop_llm.documents.editing.rich_file import RichFile, rich_file_of
from desktop_llm.documents.file_kinds import kind_of_file
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import ParagraphKind, RichText
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor

_FORMATS: Final = ("docx", "odt", "html", "md", "txt")
_OFFICE_FORMATS: Final = frozenset({"docx", "odt", "html"})
_FEWEST_PARAGRAPHS: Final = 2
_NO_PROSE: Final = frozenset({ParagraphKind.KEPT, ParagraphKind.CODE})
_WORD: Final = re.compile(r"[A-Za-z]{4,}")
_SHOWN: Final = 80


class Outcome(NamedTuple):
    """Of a file that came back as it was, and of one with a word changed."""

    n_paragraphs: int
    is_bytes_equal: bool = False
    is_view_equal: bool = False
    is_edit_alone: bool = False
    trouble: str = ""


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description="Measure what the editor leaves of real files.")
    parser.add_argument("--folder", type=Path, required=True, help="a scratch folder, for what is fetched and written")
    parser.add_argument("--formats", nargs="*", default=list(_FORMATS), choices=list(_FORMATS))
    parser.add_argument("--office", default="", help="LibreOffice's program: what was written is converted to PDF")
    options = parser.parse_args()
    application = QApplication([])
    n_bad = sum([_measure(name, options.folder, options.office) for name in options.formats])
    del application
    return 1 if n_bad else 0


def _measure(name: str, folder: Path, office: str) -> int:
    """Prints a line, and one for each file that differs; returns how many do."""
    written = folder / "edited" / name
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir(parents=True)
    chosen = chosen_files(name, folder / "fetched", lambda path: _n_paragraphs(path) >= _FEWEST_PARAGRAPHS)
    paths = [Path(shutil.copy(path, written / f"{number}-{path.name}")) for number, path in enumerate(chosen, 1)]
    outcomes = {path: _outcome(path) for path in paths}
    n_paragraphs = sum(each.n_paragraphs for each in outcomes.values())
    line = (
        f"{name}: {len(paths)} files, {n_paragraphs} paragraphs, "
        f"bytes equal {sum(each.is_bytes_equal for each in outcomes.values())}, "
        f"text and structure equal {sum(each.is_view_equal for each in outcomes.values())}, "
        f"one word changed alone {sum(each.is_edit_alone for each in outcomes.values())}"
    )
    bad = [f"  {path.relative_to(folder)}: {each.trouble}" for path, each in outcomes.items() if each.trouble]
    if office and name in _OFFICE_FORMATS:
        able = [path for path in paths if opens_in_office(path, office, folder / "pdf")]
        closed = [path for path in able if not opens_in_office(_beside(path, "word"), office, folder / "pdf")]
        line = f"{line}, LibreOffice opens {len(able)} originals, {len(able) - len(closed)} of them as written"
        bad += [f"  {path.relative_to(folder)}: not opened" for path in closed]
    print("\n".join([line, *bad]), flush=True)
    return len(bad)


def _n_paragraphs(path: Path) -> int:
    try:
        return len(_opened(path).paragraphs)
    except DocumentError as error:  # a file that should open and does not is one to be told of
        return 0 if error.code is ErrorCode.DOCUMENT_LOCKED else _FEWEST_PARAGRAPHS


def _opened(path: Path) -> RichFile:
    """Raises DocumentError."""
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    return rich_file_of(kind_of_file(path), source)(source)


def _outcome(path: Path) -> Outcome:
    try:
        file = _opened(path)
        text = _through_editor(RichText(paragraphs=tuple(file.paragraphs)))
        (own := _beside(path, "own")).write_bytes(file.written(text))
        changed, before, after = _with_other_word(text)
        (other := _beside(path, "word")).write_bytes(_opened(path).written(changed))
    except DocumentError as error:
        return Outcome(0, trouble=f"{error.code} {error.facts}")
    source, same, edited = view_of(path), view_of(own), view_of(other)
    trouble = _difference(source, same)
    is_alone, edit_trouble = _is_edit_alone(source, edited, before, after)
    return Outcome(
        len(text.paragraphs), path.read_bytes() == own.read_bytes(), not trouble, is_alone, trouble or edit_trouble
    )


def _through_editor(text: RichText) -> RichText:
    """As the window's editor gives it back, with nothing done to it."""
    editor = RichEditor()
    editor.show_rich_text(text)
    if editor.is_loading:
        editor.text_loaded.connect(QApplication.quit)
        QApplication.exec()
    returned = editor.rich_text
    editor.deleteLater()
    return returned


def _with_other_word(text: RichText) -> tuple[RichText, str, str]:
    """The word, and what it is now: other letters, as many. Of the paragraph in the middle, or the nearest behind."""
    paragraphs = list(text.paragraphs)
    middle = len(paragraphs) // 2
    for number in (*range(middle, len(paragraphs)), *range(middle - 1, -1, -1)):
        paragraph = paragraphs[number]
        for at, run in enumerate(paragraph.runs):
            match = _WORD.search(run.text)
            if match is None or run.kept or run.format.link or run.format.code or paragraph.kind in _NO_PROSE:
                continue
            word = codecs.encode(match[0], "rot13")
            new_run = structs.replace(run, text=run.text[: match.start()] + word + run.text[match.end() :])
            runs = (*paragraph.runs[:at], new_run, *paragraph.runs[at + 1 :])
            paragraphs[number] = structs.replace(paragraph, runs=runs)
            return RichText(paragraphs=tuple(paragraphs), language=text.language), match[0], word
    return text, "", ""


def _is_edit_alone(source: View, edited: View, before: str, after: str) -> tuple[bool, str]:
    """Whether one text differs, by that word, and nothing else."""
    if source.structure != edited.structure:
        return False, f"with a word changed: {_first_difference(source.structure, edited.structure)}"
    differing = [(one, other) for one, other in zip_longest(source.texts, edited.texts, fillvalue="") if one != other]
    is_alone = not after or (
        len(differing) == 1 and differing[0][1].replace(after, before, 1).split() == differing[0][0].split()
    )
    return is_alone, "" if is_alone else f"{before!r} became {after!r}, and then {differing[:2]!r:.200}"


def _difference(one: View, other: View) -> str:
    """The first; empty if there is none."""
    return _first_difference(one.texts, other.texts) or _first_difference(one.structure, other.structure)


def _first_difference(before: list[str], behind: list[str]) -> str:
    for one, other in zip_longest(before, behind, fillvalue="(nothing)"):
        if one != other:
            start = max(0, next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) - 20)
            return f"{one[start : start + _SHOWN]!r} became {other[start : start + _SHOWN]!r}"
    return ""


def _beside(path: Path, name: str) -> Path:
    return path.with_name(f"{name}-{path.name}")


if __name__ == "__main__":
    sys.exit(main())
