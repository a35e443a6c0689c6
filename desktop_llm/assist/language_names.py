"""Languages by their ISO 639-1 codes and their English names, which is what prompts say. Any thread."""

from functools import cache

import msgspec

from desktop_llm.paths import resource


def language_name(code: str) -> str:
    """German for de; empty for a code that is not known, and for an empty one."""
    return language_names().get(code, "")


def language_code(typed: str) -> str:
    """The code of what a person typed: a code, with or without a region, or an English name. Empty: not known."""
    wanted = typed.strip().casefold()
    code = wanted.replace("_", "-").split("-")[0]
    if code in language_names():
        return code
    return next((code for code, name in language_names().items() if name.casefold() == wanted), "")


@cache
def language_names() -> dict[str, str]:
    """All that are known, by code."""
    return msgspec.json.decode(resource("words/languages.json").read_bytes(), type=dict[str, str])
