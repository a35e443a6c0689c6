"""Whether text that is shown as it was written is prose, which is translated, or code, which is not. Pure."""

import re
from typing import Final

# Letters with the marks of sentences around them; `camelCase` and `snake_case` are no words.
_WORD: Final = re.compile(r"[\"'(\[«„“‘¿¡]*[^\W\d_]+(?:['’‐-][^\W\d_]+)*[.,;:!?)\]\"'»”’…。！？、，]*")
_MIXED_CASE: Final = re.compile(r"[a-z][A-Z]")
_SENTENCE_END: Final = re.compile(r"[^\W\d_][.!?…][\"'»”’)]*(?:\s|$)|[。！？]")
_SIGNS: Final = re.compile(r"[{}\[\]<>=;|\\_`$^~@&*+#]|//|::|->|\(\)")
# A shell's prompt, a session of Python, an answer to a mail.
_BEGINS_CODE: Final = re.compile(r"^[ \t]*(?:[$%#>]|>>>|\.\.\.|[\w.-]+@[\w.-]+[:~])[ \t]?\S", re.MULTILINE)
_SIGNS_OF_PROGRAMS: Final = re.compile(r"[{}\[\]<>=;\\$^~@&#]+|\w_\w|//|::|->|\(\)")
_IN_SESSION: Final = re.compile(r"^[ \t]*(?:[$%#] |>>> |[\w.-]+@[\w.-]+[:~])\S", re.MULTILINE)
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)\S")
_CODE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:code|coderay|highlight\w*|hljs|lang|language|src|sourcecode|prettyprint|brush|console|terminal|screen"
    r"|literal|literallayout|programlisting|listing\w*|doctest|output|shell|synopsis|verbatim|diff)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SPACE: Final = re.compile(r"[\s，。！？、；：]+")
_FEWEST_LETTERS: Final = 30
_WORD_SHARE: Final = 0.85
_SIGN_SHARE: Final = 0.01
_COLUMN_SHARE: Final = 0.2
_FEWEST_SIGNS: Final = 3
_PROGRAM_SHARE: Final = 0.03


def is_prose(text: str) -> bool:
    """Sentences of words, with hardly anything between them that programs, tables and drawings are made of."""
    tokens = _SPACE.split(text)
    words = [each for each in tokens if _WORD.fullmatch(each) and not _MIXED_CASE.search(each)]
    n_letters = sum(map(len, words))
    if n_letters < _FEWEST_LETTERS or n_letters < _WORD_SHARE * sum(map(len, tokens)):
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    n_columns = sum(_COLUMNS.search(line.strip()) is not None for line in lines)
    return (
        _SENTENCE_END.search(text) is not None
        and _BEGINS_CODE.search(text) is None
        and len(_SIGNS.findall(text)) <= _SIGN_SHARE * len(text)
        and n_columns <= _COLUMN_SHARE * len(lines)
    )


def is_code(text: str) -> bool:
    """So full of what programs are made of that nobody would translate it; of a few words that is never certain."""
    n_signs = len(_SIGNS_OF_PROGRAMS.findall(text))
    n_characters = sum(map(len, text.split()))
    return _IN_SESSION.search(text) is not None or n_signs >= max(_FEWEST_SIGNS, _PROGRAM_SHARE * n_characters)


def names_code(class_name: str) -> bool:
    """Whether the class of an element of a page says that code is in it."""
    return _CODE_CLASS.search(class_name) is not None
