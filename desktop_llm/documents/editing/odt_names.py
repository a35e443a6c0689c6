"""Namespaces of OpenDocument (part 3, 1.4) as they stand before names in a tree. Constants only."""

from typing import Final

_ODF: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT: Final = f"{_ODF}text:1.0}}"
STYLE: Final = f"{_ODF}style:1.0}}"
TABLE: Final = f"{_ODF}table:1.0}}"
FO: Final = f"{_ODF}xsl-fo-compatible:1.0}}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
