"""What of a text proofreading leaves alone: code, links, placeholders, quotations, marks of Markdown.

Pure; any thread.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from desktop_llm.assist.translation.protected_text import protected_spans
from desktop_llm.documents.sentences import Span

_QUOTATION: Final = re.compile(
    r"""
      (?<!\w)"[^"]{1,1000}"(?!\w)
    | “[^“”]{1,1000}[”“] | „[^„“”]{1,1000}[“”] | «[^«»]{1,1000}» | »[^«»]{1,1000}« | ‹[^‹›]{1,1000}›
    | (?<!\w)‘[^‘’]{1,1000}’(?!\w)
    | 「[^「」]{1,1000}」 | 『[^『』]{1,1000}』
    """,
    re.VERBOSE,
)
_MARKED: Final = re.compile(
    r"""
      !?\[[^\[\]]{0,500}\]\([^()\s]{1,1000}(?:\s+"[^"]{0,300}")?\)     # links of Markdown
    | ``[^`]{1,500}``
    | (?<!\w)-{1,2}[a-zA-Z][\w-]*                           # options of commands
    | \w+(?:_\w+)+ | \w+(?:::\w+)+ | \w+\(\)                # names in programs
    | (?:[A-Za-z]:\\|~?/|\.{1,2}/)[\w.\\/-]{2,300}           # paths
    | \b[\w-]+\.(?:py|js|ts|c|h|cpp|rs|go|java|sh|txt|md|json|toml|yml|yaml|xml|html|css|docx?|pdf|odt|png|jpe?g)\b
    | [*_\#|~\\]+
    | [@\#][\w]{2,60}                                        # names of people and topics on the net
    | \ufffc
    """,
    re.VERBOSE,
)
_UNCOUNTED: Final = re.compile(r"[=~-]{3,}|`[^`]*`|\s+")
_PROSE_WORD: Final = re.compile(r"[\"'(\[«„“‘¿¡]*[^\W\d_]+(?:['’-][^\W\d_]+)*[.,;:!?)\]\"'»”’…]*")
_FEWEST_PROSE_WORDS: Final = 5
_PROSE_SHARE: Final = 0.85
# Not those of Markdown and its tables.
_CODE_SIGNS: Final = frozenset("{}[];=<>\\$^@&")
_FEWEST_CODE_SIGNS: Final = 3
_LEAST_CODE_SHARE: Final = 0.08
_CODE_LINE: Final = re.compile(
    r"""
      \s*(?:
        (?:def|class|struct|enum|fn|func|function|interface|namespace|public|private|protected|static)\s+\w+\s*[({:<]
      | (?:import|from|use|using|package|require|include)\s+[\w.*{}:"'/]+\s*(?:;|$|\bimport\b)
      | \#\s*(?:include|define|ifdef|ifndef|endif|pragma)\b
      | (?:const|let|var|val)\s+\w+\s*=
      | (?:return|yield|raise|throw|print|printf|echo|console)\b[^.!?]*[;()\[\]{}]
      | (?:for\s+\w+\s+in|while|elif|else|try|except)\b[^.!?,]*:\s*$
      | (?:if|for|while|switch|catch)\s*\(
      | if\s+\S+\s*(?:[=!<>]=|[<>]|\bin\b|\bis\b).*:\s*$
      | \w[\w.\[\]]*\s*(?:[-+*/|&]?=|:=)\s*\S+
      | [\w.]+\([^()]*\)\s*;?\s*$
      | [})\]]+[;,]?\s*$
      | (?:SELECT|INSERT|UPDATE|DELETE|CREATE)\s+.*\b(?:FROM|INTO|SET|TABLE)\b
      | \$\s+\S+
      | //|/\*|<\?|<!
      )
    """,
    re.VERBOSE,
)


def kept_spans(text: str) -> tuple[Span, ...]:
    """Their places in the order of the text; they do not overlap."""
    return merged_spans(_all_spans(text))


def merged_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, and those that overlap as one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)


def is_code(text: str) -> bool:
    """Whether a line is a program's rather than a sentence."""
    if _CODE_LINE.match(text):
        return True
    dense = _UNCOUNTED.sub("", text)
    n_signs = sum(each in _CODE_SIGNS for each in dense)
    return n_signs >= max(_FEWEST_CODE_SIGNS, _LEAST_CODE_SHARE * len(dense))


def is_surely_prose(text: str) -> bool:
    """Whether it would be read even among lines of a program, as a comment is."""
    tokens = text.split()
    n_words = sum(_PROSE_WORD.fullmatch(token) is not None for token in tokens)
    return n_words >= max(_FEWEST_PROSE_WORDS, _PROSE_SHARE * len(tokens))


def _all_spans(text: str) -> Iterator[Span]:
    yield from protected_spans(text)
    for pattern in (_QUOTATION, _MARKED):
        yield from (Span(match.start(), match.end()) for match in pattern.finditer(text))
