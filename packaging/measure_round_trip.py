"""Measures on real files, which are fetched as packages and not kept here, that translating changes words only.

    packaging/measure_round_trip.py --folder FOLDER
    packaging/measure_round_trip.py --folder FOLDER --office soffice   # and LibreOffice opens what was written

Each file is written with its own text as its translation, and with other letters and then with its own again. A line
for each format says how many files came out with the same text, and how many with the same structure; `file_views.py`
looks at both by other means than those of the program.
"""

import argparse
import codecs
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from file_views import view_of
from real_files import SOURCES, chosen_files, opens_in_office

from desktop_llm.documents.editing.choice import editor_of, media_type_of
from desktop_llm.documents.editing.editor import Editor, OpenWish, WriteWish
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import Content, SegmentTarget
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_LANGUAGE: Final = "en"
_FILLED: Final = frozenset({".po", ".xlf"})
# Filled ones have nothing left to translate; in text, other lines may be other paragraphs.
_READ_ANEW: Final = _FILLED | {".txt"}
_OFFICE_FORMATS: Final = frozenset({"docx", "odt", "pptx", "xlsx"})
_SHOWN: Final = 80
_FEWEST_SEGMENTS: Final = 2


class Outcome(NamedTuple):
    n_segments: int
    is_text_equal: bool
    is_structure_equal: bool
    trouble: str = ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what a translation leaves of real files.")
    parser.add_argument("--folder", type=Path, required=True, help="a scratch folder, for what is fetched and written")
    parser.add_argument("--formats", nargs="*", default=list(SOURCES), choices=list(SOURCES))
    parser.add_argument("--office", default="", help="LibreOffice's program: what was written is converted to PDF")
    options = parser.parse_args()
    return 1 if sum([_measure(name, options.folder, options.office) for name in options.formats]) else 0


def _measure(name: str, folder: Path, office: str) -> int:
    """Prints a line, and one for each file that differs; returns how many do."""
    written = folder / "written" / name
    shutil.rmtree(written, ignore_errors=True)
    written.mkdir(parents=True)
    chosen = chosen_files(name, folder / "fetched", lambda path: _n_segments(path) >= _FEWEST_SEGMENTS)
    paths = [_taken(path, written, number) for number, path in enumerate(chosen, 1)]
    outcomes = {path: _outcome(path, written) for path in paths}
    n_segments = sum(each.n_segments for each in outcomes.values())
    n_texts = sum(each.is_text_equal for each in outcomes.values())
    n_structures = sum(each.is_structure_equal for each in outcomes.values())
    line = f"{name}: {len(paths)} files, {n_segments} segments, text equal {n_texts}, structure equal {n_structures}"
    bad = [f"  {path.relative_to(folder)}: {each.trouble}" for path, each in outcomes.items() if each.trouble]
    if office and name in _OFFICE_FORMATS:
        closed = [path for path in paths if not opens_in_office(written / f"other-{path.name}", office, folder / "pdf")]
        line = f"{line}, opened by LibreOffice {len(paths) - len(closed)}"
        bad += [f"  {path.relative_to(folder)}: not opened" for path in closed]
    print("\n".join([line, *bad]), flush=True)
    return len(bad)


def _taken(path: Path, written: Path, number: int) -> Path:
    """A copy with a name of its own; what holds translations loses them, so that there is something to fill in."""
    data = path.read_bytes()
    if path.suffix == ".po":
        head, gap, messages = data.partition(b"\n\n")
        messages = re.sub(rb'^(msgstr(?:\[\d\])?) ".*"\n(?:".*"\n)*', rb'\1 ""\n', messages, flags=re.MULTILINE)
        data = head + gap + messages
    elif path.suffix == ".xlf":
        data = re.sub(rb"\s*<target\b.*?</target>", b"", data, flags=re.DOTALL)
    (taken := written / f"{number}-{path.name}").write_bytes(data)
    return taken


def _n_segments(path: Path) -> int:
    try:
        return len(_opened(path).segments)
    except DocumentError as error:  # a file that should open and does not is one to be told of
        return 0 if error.code is ErrorCode.DOCUMENT_LOCKED else _FEWEST_SEGMENTS


def _opened(path: Path) -> Editor:
    """Raises DocumentError."""
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    return editor_of(media_type_of(path))(source, OpenWish())


def _outcome(path: Path, written: Path) -> Outcome:
    """Catalogues and exchange files keep their sources and get translations; all others are another file."""
    try:
        own, n_segments = _written(path, written / f"own-{path.name}", _as_it_is)
        there, n_there = _written(path, written / f"other-{path.name}", _other_letters)
        back, n_back = _written(there, written / f"back-{path.name}", _other_letters)
    except DocumentError as error:
        return Outcome(0, False, False, f"{error.code} {error.facts}")
    if n_segments != n_there or (path.suffix not in _READ_ANEW and n_there != n_back):
        return Outcome(n_segments, False, False, f"{n_segments} segments, {n_there}, {n_back}")
    source = view_of(path)
    seen = [view_of(own)] if path.suffix in _FILLED else [view_of(own), view_of(back)]
    texts = [_difference(source.texts, each.texts) for each in seen]
    structures = [_difference(source.structure, each.structure) for each in seen]
    return Outcome(n_segments, not any(texts), not any(structures), next(filter(None, texts + structures), ""))


def _written(path: Path, output: Path, change: Callable[[str], str]) -> tuple[Path, int]:
    """The file with every text changed, in the language that it is in. Raises DocumentError."""
    editor = _opened(path)
    targets = {
        segment.id: SegmentTarget(id=segment.id, content=_changed(segment.content, change))
        for segment in editor.segments
    }
    output.write_bytes(editor.written(targets, WriteWish(language=editor.language or _LANGUAGE)))
    return output, len(editor.segments)


def _changed(content: Content, change: Callable[[str], str]) -> Content:
    return tuple(change(piece) if isinstance(piece, str) else piece for piece in content)


def _as_it_is(text: str) -> str:
    return text


def _other_letters(text: str) -> str:
    """Each of the alphabet's letters for another; done twice, it is the text again."""
    return codecs.encode(text, "rot13")


def _difference(before: Sequence[str], behind: Sequence[str]) -> str:
    """The first; empty if there is none."""
    for one, other in zip_longest(before, behind, fillvalue="(nothing)"):
        if one != other:
            start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            start = max(0, start - 20)
            return f"{one[start : start + _SHOWN]!r} became {other[start : start + _SHOWN]!r}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
