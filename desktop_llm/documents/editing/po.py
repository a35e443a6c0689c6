"""Message catalogues (PO, POT), translated in place: what is missing or fuzzy is filled in, the rest stays.

A plural has its singular and its plural as two segments; every form of the language but the first is the plural's.
Reading process.
"""

import re
from collections.abc import Sequence
from typing import Final

from desktop_llm.documents.document import DocumentWarning, Place
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.po_file import PoEntry, entries_of, field_lines
from desktop_llm.documents.editing.text_file import UTF8, read_text_file
from desktop_llm.documents.segments import FileSegment, SegmentKind, SegmentTarget, text_of
from desktop_llm.documents.source_file import SourceFile

_CHARSET: Final = re.compile(rb"Content-Type:[^\"\r\n]*charset=([\w-]{2,30})", re.IGNORECASE)
_HEAD_BYTES: Final = 8192
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_FUZZY: Final = "fuzzy"
_N_PLURALS: Final = re.compile(r"nplurals\s*=\s*(\d+)")
_USUAL_RULE: Final = "nplurals=2; plural=(n != 1);"
# Rules of other languages, as gettext's manual has them.
_SLAVIC: Final = "plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_RULES: Final = {
    **dict.fromkeys(["id", "ja", "ko", "lo", "ms", "my", "th", "vi", "zh"], "nplurals=1; plural=0;"),
    **dict.fromkeys(["fr", "pt_br", "hy"], "nplurals=2; plural=(n > 1);"),
    **dict.fromkeys(["be", "bs", "hr", "ru", "sr", "uk"], f"nplurals=3; {_SLAVIC}"),
    **dict.fromkeys(["cs", "sk"], "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"),
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "lt": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "lv": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
    "ro": "nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2);",
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    "ga": "nplurals=5; plural=n==1 ? 0 : n==2 ? 1 : (n>2 && n<7) ? 2 :(n>6 && n<11) ? 3 : 4;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
_MOST_FORMS: Final = 6


class PoEditor:
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        """Raises DocumentError: nothing in it reads as a message."""
        self._list = SegmentList()
        with source.path.open("rb") as file:
            charset = _CHARSET.search(file.read(_HEAD_BYTES))
        self._file = read_text_file(source, self._list, charset[1].decode("ascii") if charset else "")
        self._lines = _LINE.findall(self._file.text)
        self._entries = list(entries_of(self._lines))
        if not self._entries:
            raise source.damaged("it does not read as a message catalogue")
        self._ids: dict[str, tuple[PoEntry, str]] = {}
        for entry in self._entries:
            self._add(entry)

    language: str = ""

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    def _add(self, entry: PoEntry) -> None:
        if entry.is_header:
            return
        is_open = _FUZZY in entry.flags or not all(each.text for each in entry.translations)
        place = Place(label=f"line {entry.first_line + 1}")
        hint = " ".join([entry.text("msgctxt"), *entry.comments]).strip()
        forms = (("msgid", "msgstr"),)
        if entry.has_plural:
            forms = (("msgid", "msgstr[0]"), ("msgid_plural", "msgstr[1]"))
        for name, translation in forms:
            target = () if is_open or not entry.text(translation) else (entry.text(translation),)
            segment_id = self._list.add((entry.text(name),), SegmentKind.MESSAGE, place, target=target, hint=hint)
            if segment_id is not None:
                self._ids[segment_id] = (entry, name)

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """What has a translation and is not fuzzy keeps it."""
        header = next((entry for entry in self._entries if entry.is_header), None)
        n_forms = _n_forms(header, wish.language)
        changes: dict[int, tuple[int, list[str]]] = {}
        if header is not None and targets:
            changes |= self._header_change(header, wish.language)
        wanted: dict[int, dict[str, SegmentTarget]] = {}
        by_number = {id(entry): entry for entry in self._entries}
        open_ids = {segment.id for segment in self.segments if not segment.target}
        for segment_id, (entry, name) in self._ids.items():
            if segment_id in open_ids and segment_id in targets:
                wanted.setdefault(id(entry), {})[name] = targets[segment_id]
        for key, found in wanted.items():
            changes |= self._entry_changes(by_number[key], found, n_forms)
        return self._encoded(changes)

    def _entry_changes(
        self, entry: PoEntry, targets: dict[str, SegmentTarget], n_forms: int
    ) -> dict[int, tuple[int, list[str]]]:
        singular, plural = targets.get("msgid"), targets.get("msgid_plural")
        if entry.has_plural:
            texts = [_like(entry.text("msgid"), singular)] if n_forms > 1 else []
            texts += [_like(entry.text("msgid_plural"), plural)] * (n_forms - len(texts))
            lines = [line for number, text in enumerate(texts) for line in field_lines(f"msgstr[{number}]", text)]
        else:
            lines = field_lines("msgstr", _like(entry.text("msgid"), singular))
        first = min((each.first for each in entry.translations), default=0)
        last = max((each.last for each in entry.translations), default=0)
        if not last:  # a message without a place for its translation
            first = last = max(each.last for each in entry.fields.values())
        is_doubtful = any(each.is_doubtful for each in targets.values())
        return {first: (last, lines)} | self._flag_changes(entry, is_doubtful=is_doubtful)

    def _flag_changes(self, entry: PoEntry, *, is_doubtful: bool) -> dict[int, tuple[int, list[str]]]:
        """What was fuzzy is no longer; what may be wrong now is."""
        changes: dict[int, tuple[int, list[str]]] = {line: (line + 1, []) for line in entry.old_lines}
        others = [flag for flag in entry.flags if flag != _FUZZY]
        flags = [_FUZZY, *others] if is_doubtful else others
        if flags == entry.flags:
            return changes
        lines = [f"#, {', '.join(flags)}"] if flags else []
        if entry.flags_line >= 0:
            return {**changes, entry.flags_line: (entry.flags_line + 1, lines)}
        return {**changes, entry.first_line: (entry.first_line, lines)}

    def _header_change(self, header: PoEntry, language: str) -> dict[int, tuple[int, list[str]]]:
        """The language, its plurals and the encoding, each in its line of the header."""
        translation = header.fields.get("msgstr")
        if translation is None:
            return {}
        wanted = {"Language": language.replace("-", "_")}
        if self._file.encoding != UTF8:
            wanted["Content-Type"] = "text/plain; charset=UTF-8"
        if any(entry.has_plural for entry in self._entries) and not _N_PLURALS.search(translation.text):
            wanted["Plural-Forms"] = _rule(language)
        lines = [line for line in translation.text.split("\n") if line]
        for name, value in wanted.items():
            place = next((n for n, line in enumerate(lines) if line.startswith(f"{name}:")), len(lines))
            lines[place : place + 1] = [f"{name}: {value}"]
        text = "".join(f"{line}\n" for line in lines)
        if text == translation.text:
            return {}
        return {translation.first: (translation.last, field_lines("msgstr", text))}

    def _encoded(self, changes: dict[int, tuple[int, list[str]]]) -> bytes:
        if not changes:
            return self._file.encoded(self._file.text)
        end_of_line = "\r\n" if self._lines[0].endswith("\r\n") else "\n"
        parts: list[str] = []
        position = 0
        for first, (last, lines) in sorted(changes.items()):
            parts += self._lines[position:first]
            if parts and not parts[-1].endswith("\n"):
                parts.append(end_of_line)
            parts += [f"{line}{end_of_line}" for line in lines]
            position = last
        text = "".join([*parts, *self._lines[position:]])
        return self._file.mark + text.encode(UTF8)


def _like(source: str, target: SegmentTarget | None) -> str:
    """With the line ends at beginning and end that the source has: gettext compares them."""
    if target is None:
        return ""
    body = text_of(target.content).strip("\n")
    before = source[: len(source) - len(source.lstrip("\n"))]
    behind = source[len(source.rstrip("\n")) :]
    return f"{before}{body}{behind}"


def _rule(language: str) -> str:
    code = language.replace("-", "_").lower()
    return _RULES.get(code) or _RULES.get(code.partition("_")[0], _USUAL_RULE)


def _n_forms(header: PoEntry | None, language: str) -> int:
    """As the catalogue says, else as the language has it."""
    match = _N_PLURALS.search(header.text("msgstr") if header else "") or _N_PLURALS.search(_rule(language))
    return min(max(int(match[1]), 1), _MOST_FORMS) if match else 2
