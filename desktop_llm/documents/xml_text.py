"""Text made fit for XML. Pure; any process."""

import re
from typing import Final

_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _UNWANTED.sub("", text)
