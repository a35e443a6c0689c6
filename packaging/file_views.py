"""What is seen of a file by other means than those of the program: its texts, and all else as its structure.

For `measure_round_trip.py`. Two files whose views are equal say the same in the same form.
"""

import ast
import copy
import re
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue] # it has no types
from markdown_it import MarkdownIt

_MARKUP_PARTS: Final = (".xhtml", ".html", ".htm")
_XML_PARTS: Final = (".xml", ".rels", ".opf", ".ncx", ".xlf", ".xliff", ".rdf")
# A look is seen at the letters; runs may be divided otherwise.
_RUNS: Final = frozenset({"r", "rPr", "t", "span", "s"})
_PARAGRAPHS: Final = frozenset({"p", "h", "si", "is", "text", "target"})
# Places that others refer to stay in their paragraph; marks of spelling go with the words.
_PLACES: Final = re.compile(r"bookmark|commentRange|annotation|perm(?:Start|End)|move(?:From|To)Range|.*-mark|change")
_UNSEEN: Final = frozenset({"proofErr", "lastRenderedPageBreak", "soft-page-break"})
_OF_LANGUAGE: Final = frozenset(
    {"target-language", "lang", "altLang", "language", "country", "noProof", "bidi", "rtl", "dir", "dirty", "err"}
)
_BLANK: Final = re.compile(r"\s+")


class View(NamedTuple):
    texts: list[str]
    structure: list[str]


def view_of(path: Path) -> View:
    if zipfile.is_zipfile(path):
        return _archive_view(path)
    views: dict[str, Callable[[bytes], View]] = {
        ".html": _page_view,
        ".md": _markdown_view,
        ".po": _catalogue_view,
        ".srt": _subtitle_view,
        ".vtt": _subtitle_view,
        ".xlf": _exchange_view,
    }
    return views.get(path.suffix, _text_view)(path.read_bytes())


def _archive_view(path: Path) -> View:
    """Parts in their order, with how each is packed: a book's first one is not."""
    texts: list[str] = []
    structure: list[str] = []
    with zipfile.ZipFile(path) as file:
        for info in file.infolist():
            data = file.read(info)
            structure.append(f"{info.filename} {info.compress_type}")
            suffix = Path(info.filename).suffix.lower()
            if suffix in _MARKUP_PARTS:
                view = _page_view(data)
            elif suffix in _XML_PARTS and data:
                view = _xml_view(data)
            else:
                view = View([], [sha256(data).hexdigest()])
            texts += view.texts
            structure += view.structure
    return View(texts, structure)


class _Node(Protocol):
    """An element of lxml, as far as it is looked at here."""

    tag: object
    text: str | None
    tail: str | None
    attrib: dict[str, str]

    def __iter__(self) -> Iterator["_Node"]: ...

    def iter(self) -> Iterator["_Node"]: ...


class _Seen:
    """Gathers what a walk through a tree finds, paragraph by paragraph."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.structure: list[str] = []
        self._parts: list[str] = []
        self._n_letters = 0
        self._look = ""
        self._places: list[str] = []

    def text(self, text: str | None, look: str) -> None:
        """Letters with their look; a space has none."""
        if not text:
            return
        self._parts.append(text)
        letters = _BLANK.sub("", text)
        self._n_letters += len(letters)
        if letters and look != self._look:
            self.structure.append(f"look {look}")
            self._look = look

    def element(self, name: str) -> None:
        self._parts.append(" ")
        self.structure.append(f"{name} behind {self._n_letters}")

    def place(self, name: str) -> None:
        self._places.append(name)

    def end(self) -> None:
        if text := _BLANK.sub(" ", "".join(self._parts)).strip():
            self.texts.append(text)
        self.structure += sorted(self._places)
        self._parts, self._places, self._look, self._n_letters = [], [], "", 0


def _xml_view(data: bytes) -> View:
    seen = _Seen()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    _see(etree.fromstring(data, parser), "", seen)
    seen.end()
    return View(seen.texts, seen.structure)


def _exchange_view(data: bytes) -> View:
    """A source without a translation is its own; what is said of translations is left out."""
    root = etree.fromstring(data)
    for source in list(root.iter("{*}source")):
        targets = [each for each in source.getparent() if each.tag == source.tag.replace("}source", "}target")]
        if not targets:
            targets.append(copy.deepcopy(source))
            targets[0].tag = source.tag.replace("}source", "}target")
            source.addnext(targets[0])
            source.tail, targets[0].tail = "", source.tail
        targets[0].attrib.clear()
    return _xml_view(etree.tostring(root))


def _see(node: "_Node", look: str, seen: _Seen) -> None:
    if not isinstance(node.tag, str):
        seen.place(etree.tostring(node, with_tail=False).decode())
        return
    name = etree.QName(node).localname
    if name in _PARAGRAPHS:
        seen.end()
    if name in _RUNS:
        look = _look_of(node, look)
        if name == "s":
            seen.text(" ", look)
    elif _PLACES.match(name):
        seen.place(_named(node))
    elif name not in _UNSEEN and name not in _OF_LANGUAGE:
        seen.element(_named(node))
    if name != "rPr":
        seen.text(node.text, look)
        for child in node:
            _see(child, look, seen)
            seen.text(child.tail, look)
    if name in _PARAGRAPHS:
        seen.end()


def _named(node: "_Node") -> str:
    """With its attributes, those of language left out."""
    attributes = sorted(f"{key}={value}" for key, value in node.attrib.items() if not _is_of_language(key))
    return f"{node.tag} {' '.join(attributes)}"


def _is_of_language(name: str) -> bool:
    return name.rpartition("}")[2].rpartition(":")[2] in _OF_LANGUAGE or name.endswith("}space")


def _look_of(run: "_Node", outer: str) -> str:
    if etree.QName(run).localname == "span":
        return f"{outer} {_named(run)}"
    properties = next((child for child in run if isinstance(child.tag, str) and child.tag.endswith("}rPr")), None)
    if properties is None:
        return outer
    seen = (each for each in properties.iter() if each is not properties)
    looks = [_named(each) for each in seen if not _is_of_language(str(each.tag)) and isinstance(each.tag, str)]
    return " ".join([outer, _named(properties).partition(" ")[2], *looks]).strip()


def _page_view(data: bytes) -> View:
    """As a browser would take it, with text in paragraphs and elements behind so many letters."""
    charset = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", data[:2048])
    parser = html.HTMLParser(encoding=charset[1].decode() if charset else "utf-8", huge_tree=True)
    root = html.document_fromstring(data, parser=parser)
    texts: list[str] = []
    structure: list[str] = []
    n_letters = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        text = node.tail if event != "start" else node.text
        if event == "start":
            said = [
                f"{key}={_BLANK.sub(' ', value)}"
                for key, value in sorted(node.attrib.items())
                if not _is_of_language(key)
            ]
            structure.append(f"{node.tag} {' '.join(said)} behind {n_letters}")
        elif event == "end":
            structure.append(f"/{node.tag} behind {n_letters}")
        else:
            structure.append(f"{node} behind {n_letters}".partition(" at 0x")[0])
        if text and (words := _BLANK.sub(" ", text)).strip():
            texts.append(words.strip())
            n_letters += len(_BLANK.sub("", words))
    return View(texts, structure)


def _markdown_view(data: bytes) -> View:
    """Its text in lines of any length, and everything that says how it looks."""
    texts: list[str] = []
    structure: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(data.decode()):
        structure.append(f"{token.type} {token.tag} {token.info} {token.markup} {token.attrs}")
        if token.type != "inline":
            structure.append(token.content)
        for child in token.children or ():
            words = _BLANK.sub(" ", child.content).strip() if child.type in ("text", "softbreak") else ""
            if child.type not in ("text", "softbreak"):
                structure.append(f"{child.type} {child.attrs} {child.content}")
            elif words:
                texts.append(words)
    return View([" ".join(texts)], structure)


def _subtitle_view(data: bytes) -> View:
    """Cues with their words in one line."""
    texts: list[str] = []
    structure: list[str] = []
    for block in re.split(r"(?:\r?\n[ \t]*){2,}", data.decode("utf-8-sig", "surrogateescape")):
        head, arrow, said = block.partition("-->")
        times, _, words = said.partition("\n")
        structure.append(f"{head}{arrow}{times}".strip() if arrow else block)
        if arrow:
            texts.append(" ".join(words.split()))
    return View(texts, structure)


def _catalogue_view(data: bytes) -> View:
    """All lines but those of translations, and the translations; what has none is its own."""
    texts: list[str] = []
    structure: list[str] = []
    said: dict[str, str] = {}
    field = ""
    for line in [*data.decode().splitlines(), ""]:
        name, _, quoted = ("", "", "") if line.startswith("#") else line.partition('"')
        if name.strip() or not quoted:
            if field.startswith("msgstr"):
                plural = said.get("msgid_plural", "") if field.strip() not in ("msgstr", "msgstr[0]") else ""
                texts.append(said[field] or plural or said["msgid"])
            field = name.strip() if quoted else ""
            said = {} if field in ("msgctxt", "msgid") and "msgid" in said else said
            said[field] = ""
        if quoted:
            said[field] += ast.literal_eval(f'"{quoted}')
        if not field.startswith("msgstr") and not line.startswith(("#,", "#|")):
            structure.append(line)
    return View(texts[1:], structure)  # the first is the head


def _text_view(data: bytes) -> View:
    """The words of its blocks, and where their first line begins, and all others."""
    text = data.decode("utf-8-sig", "surrogateescape")
    blocks = [block for block in re.split(r"\n(?:[ \t]*\n)+", text) if block.strip()]
    indents = [re.findall(r"^[ \t]*", block.strip("\n"), re.MULTILINE) for block in blocks]
    return View(
        [" ".join(block.split()) for block in blocks], [f"{first!r} {sorted(set(rest))}" for first, *rest in indents]
    )
