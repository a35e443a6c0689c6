"""Measures on Word files what LibreOffice makes of tracked changes that this program wrote.

    packaging/measure_tracked_changes.py --office soffice letter.docx folder/*.docx
    packaging/measure_tracked_changes.py --office soffice --editor folder/*.docx   # as the editor of the window does it

Every fourth word of each file is changed, taken out, or followed by a new one; with --editor, paragraphs are divided,
put in and taken out as well. Accepting all changes must give the same
text as the same edits made in place, rejecting all the same as the original with all its own changes rejected.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from desktop_llm.assist.writing.document_proofread import changed_targets, document_text
from desktop_llm.documents.editing.docx import DocxEditor
from desktop_llm.documents.editing.editor import OpenWish, WriteWish
from desktop_llm.documents.editing.rich_docx import RichDocx
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextRun, Tracking
from desktop_llm.documents.segments import FileSegment, SegmentEdit, text_of
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_EVERY: Final = 4
_SHARE: Final = 0.1
_AUTHOR: Final = "Desktop LLM"
_DATE: Final = "2026-01-01T00:00:00Z"
_OFFICE_S: Final = 600
_ACCEPT: Final = "AcceptAllTrackedChanges"
_REJECT: Final = "RejectAllTrackedChanges"
_MACRO: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">
Sub Settle(list As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim text(1) As New com.sun.star.beans.PropertyValue
  text(0).Name = "FilterName"
  text(0).Value = "Text (encoded)"
  text(1).Name = "FilterOptions"
  text(1).Value = "UTF8,LF,,,"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  number = FreeFile
  Open list For Input As #number
  Do While Not Eof(number)
    Line Input #number, task
    parts = Split(task, " ")
    document = StarDesktop.loadComponentFromURL(parts(1), "_blank", 0, hidden())
    If Not IsNull(document) Then
      dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; parts(0), "", 0, Array())
      document.storeToURL(parts(2), text())
      document.close(True)
    End If
  Loop
  Close #number
  StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Changes"/></library:library>
"""


class Written(NamedTuple):
    """One file three times: as it was, with tracked changes, and with the same edits made in place."""

    source: Path
    original: Path
    tracked: Path
    edited: Path
    n_edits: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--office", default="soffice", help="LibreOffice's program")
    parser.add_argument("--editor", action="store_true", help="change texts as the editor of the window does")
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make = _made_by_editor if options.editor else _made_by_segments
        written = [each for number, path in enumerate(options.files) if (each := _written(folder, number, path, make))]
        _settle(options.office, folder, written)
        wrong = [each for each in written if not _is_right(each)]
    for each in wrong:
        print(f"not the same: {each.source}")
    print(f"{len(written)} files, {sum(each.n_edits for each in written)} changes, {len(wrong)} files not the same")
    return 1 if wrong else 0


class Made(NamedTuple):
    tracked: bytes
    edited: bytes
    n_edits: int


def _written(folder: Path, number: int, path: Path, make: Callable[[Path, int], Made | None]) -> Written | None:
    """None for a file without words, or one that is none."""
    try:
        made = make(path, number)
    except DocumentError as error:
        print(f"left out: {path}: {error}", file=sys.stderr)
        return None
    if made is None:
        return None
    paths = [folder / f"{number}-{name}.docx" for name in ("original", "tracked", "edited")]
    for each, data in zip(paths, (path.read_bytes(), made.tracked, made.edited), strict=True):
        each.write_bytes(data)
    return Written(path, paths[0], paths[1], paths[2], made.n_edits)


def _made_by_segments(path: Path, number: int) -> Made | None:
    segments = _opened(path).segments
    edits = _edits(segments, random.Random(number))  # noqa: S311 nothing is secret here
    if not edits:
        return None
    targets = {target.id: target for target in changed_targets(segments, edits)}
    edited = _opened(path).written(targets, WriteWish(language="en"))
    return Made(_opened(path).with_changes(edits, _AUTHOR, _DATE), edited, len(edits))


def _made_by_editor(path: Path, number: int) -> Made | None:
    def opened() -> RichDocx:
        return RichDocx(SourceFile(path, ReadLimits(), lambda _done, _total: None))

    before = opened().paragraphs
    after = tuple(_edited(before, random.Random(number)))  # noqa: S311 nothing is secret here
    n_edits = sum(one != other for one, other in zip(before, after, strict=False))
    if not n_edits:
        return None
    text = RichText(paragraphs=after)
    return Made(opened().written(text, Tracking(author=_AUTHOR, date=_DATE)), opened().written(text), n_edits)


def _edited(paragraphs: Sequence[Paragraph], chance: random.Random) -> Iterator[Paragraph]:
    """Some are divided, taken out, or followed by a new one; a section's or a cell's last one stays."""
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        is_free = paragraph.cell is None and following is not None and following.cell is None
        dice = chance.random() if is_free and paragraph.kind is not ParagraphKind.KEPT else 1
        words = tuple(_other_words(run, chance) for run in paragraph.runs)
        if dice < _SHARE and len(words) > 1:
            yield replace(paragraph, runs=words[:1])
            yield replace(paragraph, runs=words[1:])
        elif dice >= 2 * _SHARE:
            yield paragraph if paragraph.kind is ParagraphKind.KEPT else replace(paragraph, runs=words)
        if 2 * _SHARE <= dice < 3 * _SHARE:
            yield Paragraph(runs=(TextRun(text="put in"),), kind=paragraph.kind, level=paragraph.level)


def _other_words(run: TextRun, chance: random.Random) -> TextRun:
    text = run.text
    for word in reversed(list(_WORD.finditer(text))[::_EVERY] if not run.kept else []):
        after = chance.choice([f"{word[0]}x", "", f"{word[0]}y"])
        text = text[: word.start()] + after + text[word.end() :]
    return replace(run, text=text)


def _opened(path: Path) -> DocxEditor:
    return DocxEditor(SourceFile(path, ReadLimits(), lambda _done, _total: None), OpenWish(for_changes=True))


def _edits(segments: Sequence[FileSegment], chance: random.Random) -> list[SegmentEdit]:
    document = document_text(segments)
    edits: list[SegmentEdit] = []
    for segment, start in zip(segments, document.starts, strict=True):
        for word in list(_WORD.finditer(text_of(segment.content)))[::_EVERY]:
            if any(kept.start < start + word.end() and start + word.start() < kept.end for kept in document.kept):
                continue
            where, after = chance.choice([(word.start(), f"{word[0]}x"), (word.start(), ""), (word.end(), "y")])
            edits.append(SegmentEdit(id=segment.id, start=where, end=word.end(), after=after))
    return edits


def _settle(office: str, folder: Path, written: Sequence[Written]) -> None:
    start = (office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore")
    # The first start makes the profile, and would replace what stands in its place.
    subprocess.run([*start, "--terminate_after_init"], check=True, timeout=_OFFICE_S)
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, "utf-8")
    (library / "Changes.xba").write_text(_MACRO, "utf-8")
    tasks = [
        f"{command} {path.as_uri()} {_text_of(path, command).as_uri()}"
        for each in written
        for path, command in _compared(each)
    ]
    (folder / "tasks.txt").write_text("\n".join(tasks) + "\n", "utf-8")
    macro = f"macro:///Standard.Changes.Settle({folder / 'tasks.txt'})"
    subprocess.run([*start, macro], check=True, timeout=_OFFICE_S)


def _compared(each: Written) -> tuple[tuple[Path, str], ...]:
    return ((each.tracked, _ACCEPT), (each.edited, _ACCEPT), (each.tracked, _REJECT), (each.original, _REJECT))


def _text_of(path: Path, command: str) -> Path:
    return path.with_name(f"{path.stem}-{command}.txt")


def _is_right(each: Written) -> bool:
    files = [_text_of(*compared) for compared in _compared(each)]
    if not all(file.exists() for file in files):
        return False
    accepted, wanted, rejected, original = (file.read_text("utf-8-sig") for file in files)
    return (accepted, rejected) == (wanted, original)


if __name__ == "__main__":
    sys.exit(main())
