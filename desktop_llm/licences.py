"""What others made and is inside this program, with the licences under which it is. Any thread.

`packaging/licences.py` writes the list, when a checkout is set up and when the program is built.
"""

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from desktop_llm.paths import resource

_log = logging.getLogger(__name__)


class LicensedPart(Struct, frozen=True, kw_only=True):
    """A library, font, word list or model.

    `licence` is an SPDX expression, `text` all its licences and notices in full, `purl` the package URL by which lists
    of parts name it. `home` is where it comes from, if known.
    """

    name: str
    version: str
    licence: str
    text: str
    purl: str
    home: str = ""


def licences_file() -> Path:
    return resource("licences.json")


def load_licences(path: Path) -> tuple[LicensedPart, ...]:
    """The parts in the file, by name; none where no list was made."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[LicensedPart, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        _log.warning("the list of licences cannot be read: %s", error)
        return ()
