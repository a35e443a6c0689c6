"""Measures on public texts whether tags and placeholders survive a model that damages them, or are told to be lost.

    packaging/measure_marks.py --help-pages usr/share/help     # of Debian's gnome-user-docs, unpacked
    packaging/measure_marks.py --catalogues django/conf        # catalogues (PO), as in PyPI's django, unpacked

Each text is protected, damaged in five ways, and put back. What is put back without a complaint is judged by other
means than those of the program: as XML with the same tags in the same nesting, or by its placeholders.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] # it has no types

from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.documents.editing.po_file import entries_of
from desktop_llm.documents.segments import text_of

_SEED: Final = 20261129
_TRIES: Final = 5
_WAYS: Final = ("as it was", "shuffled", "dropped", "doubled", "misnested")
_PLACEHOLDER: Final = re.compile(
    r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|%%|%[#0+-]*\d*(?:\.\d+)?[a-zA-Z](?![a-zA-Z])|\{[\w.]*\}"
)
_TAG: Final = re.compile(r"<[^<>]+>")

Judge = Callable[[str, str], bool]
"""Whether the second text has, where they belong, the tags or placeholders of the first."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what becomes of tags and placeholders.")
    parser.add_argument("--help-pages", type=Path, help="GNOME's help: the folder that holds C")
    parser.add_argument("--catalogues", type=Path, help="a folder with catalogues in it")
    options = parser.parse_args()
    n_wrong = 0
    if options.help_pages:
        n_wrong += _measure("tags of GNOME's help", list(_help_texts(options.help_pages)), _has_tags)
    if options.catalogues:
        n_wrong += _measure("placeholders of catalogues", list(_messages(options.catalogues)), _has_placeholders)
    return 1 if n_wrong else 0


def _measure(name: str, texts: list[str], judge: Judge) -> int:
    chance = random.Random(_SEED)  # noqa: S311 # repeatable on purpose
    print(f"{name}: {len(texts)} texts")
    n_wrong = 0
    for way in _WAYS:
        counts: Counter[str] = Counter()
        for text in texts:
            protected = ProtectedText((text,))
            for _ in range(_TRIES):
                answer = _damaged(protected, chance, way)
                if protected.faults(answer):
                    counts["reported"] += 1
                elif judge(text, text_of(protected.restored(answer))):
                    counts["right"] += 1
                else:
                    counts["wrong"] += 1
        n_wrong += counts["wrong"]
        print(f"  {way}: {counts['right']} right, {counts['reported']} reported, {counts['wrong']} silently wrong")
    return n_wrong


def _damaged(protected: ProtectedText, chance: random.Random, way: str) -> str:
    """Words in capitals play the translation."""
    slots = [slot if number % 2 else slot.upper() for number, slot in enumerate(protected.slots())]
    marks = list(range(1, len(slots), 2))
    if way == "as it was":
        return "".join(slots)
    first, second = chance.choice(marks), chance.choice(marks)
    if way == "dropped":
        slots[first] = ""
    elif way == "doubled":
        slots[first] *= 2
    elif way == "misnested":
        slots[first], slots[second] = slots[second], slots[first]
    else:
        order = list(range(len(slots)))
        chance.shuffle(order)
        slots = [slots[number] for number in order]
    return " ".join(slots)  # a letter right behind `%d` would belong to it


def _help_texts(folder: Path) -> Iterator[str]:
    """Paragraphs, titles and items with tags in them, as a catalogue would hold them."""
    for page in sorted((folder / "C").rglob("*.page")):
        for element in etree.parse(page).iter("{*}p", "{*}title", "{*}desc"):
            if any(isinstance(child.tag, str) for child in element):
                written = etree.tostring(element, encoding="unicode", with_tail=False)
                raw = re.sub(r"\sxmlns(:\w+)?=\"[^\"]*\"", "", written)
                inner = raw[raw.index(">") + 1 : raw.rindex("<")]
                yield " ".join(re.sub(r"<!--.*?-->", "", inner, flags=re.DOTALL).split())


def _messages(folder: Path) -> Iterator[str]:
    """With placeholders, each once."""
    found: set[str] = set()
    for path in sorted(folder.rglob("*.po")):
        for entry in entries_of(path.read_text(encoding="utf-8").splitlines(keepends=True)):
            for name in ("msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]"):
                text = entry.text(name)
                if not entry.is_header and _PLACEHOLDER.search(text) and text not in found:
                    found.add(text)
                    yield text


def _has_tags(source: str, target: str) -> bool:
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(target)):
        return False
    try:
        return sorted(_nesting(source)) == sorted(_nesting(target))
    except etree.XMLSyntaxError:
        return False


def _nesting(text: str) -> Iterator[str]:
    """Each element with its attributes, by the path that leads to it; prefixes need not be declared."""
    root = etree.fromstring(f"<x>{text.replace(':', '_')}</x>")
    for element in root.iter():
        path = [element, *element.iterancestors()]
        yield "/".join(f"{each.tag}{sorted(each.attrib.items())}" for each in path)


def _has_placeholders(source: str, target: str) -> bool:
    """Those without a name in the same order, those with one as often."""
    nameless = [[each for each in _PLACEHOLDER.findall(text) if not _has_name(each)] for text in (source, target)]
    return nameless[0] == nameless[1] and Counter(_PLACEHOLDER.findall(source)) == Counter(_PLACEHOLDER.findall(target))


def _has_name(placeholder: str) -> bool:
    return "(" in placeholder or placeholder == "%%" or placeholder[:2].strip("{").isalpha()


if __name__ == "__main__":
    sys.exit(main())
