"""What in a text must come back as it is: placeholders, marks, addresses, entities. Pure; any thread."""

import re
from collections import Counter
from typing import Final

_PLACEHOLDER: Final = re.compile(
    r"""
      ⟦/?\d+⟧                                              # marks of this program
    | https?://[^\s<>"'()]*[^\s<>"'().,;:!?]               # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                         # of mail
    | %\([\w.]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]            # %(name)s
    | %\d+\$[#0\- +]*\d*(?:\.\d+)?[a-zA-Z@]                # %1$s
    | %[#0\-+]*\d*(?:\.\d+)?(?:hh|ll|[hlqjzt])?[sdiuoxXfFeEgGcrpn@](?![a-zA-Z])   # %s, %5.2f
    | %%
    | \{\{[^{}\n]{1,80}\}\} | \$?\{[\w.!:,\[\]]{0,60}\}    # {{ name }}, {name}, ${name}, {0:.2f}
    | &(?:[a-zA-Z][a-zA-Z0-9]{1,30}|\#\d{1,7}|\#x[0-9a-fA-F]{1,6});   # entities
    """,
    re.VERBOSE,
)


def placeholders_in(text: str) -> list[str]:
    """In the order of the text, as they are written."""
    return [match[0] for match in _PLACEHOLDER.finditer(text) if not _is_percentage(text, match)]


def without_placeholders(text: str) -> str:
    """The text with a space in the place of each."""
    return _PLACEHOLDER.sub(lambda match: match[0] if _is_percentage(text, match) else " ", text)


def missing_placeholders(source: str, target: str) -> list[str]:
    """Those of the source that the target has less often; each once for each time that it lacks."""
    return list((Counter(placeholders_in(source)) - Counter(placeholders_in(target))).elements())


def added_placeholders(source: str, target: str) -> list[str]:
    """Those of the target that the source has less often."""
    return missing_placeholders(target, source)


def _is_percentage(text: str, match: re.Match[str]) -> bool:
    """`5 % des Umsatzes` and `100% sure` hold no placeholder."""
    return match[0] == "%%" and text[: match.start()].rstrip()[-1:].isdigit()
