"""Under which names the program is published, each in this one place. RELEASING.md says when they are filled in.

Systems and software catalogues know the program by its ids: once it is published they must never change.
"""

from typing import Final

from desktop_llm.version import RELEASES_ADDRESS

MAINTAINER: Final = "Desktop LLM maintainers <maintainers@desktop-llm.invalid>"
"""Of the Debian packages: a name, and an address at which somebody reads."""

COMPONENT_ID: Final = "org.desktop_llm.DesktopLLM"
"""AppStream's name of the program: the project's domain backwards, and the program's name."""

BUNDLE_ID: Final = "desktop-llm"
"""macOS's name of it, of the same kind, without underscores."""

# Whoever fills a name in takes it out of here.
_STAND_INS: Final = ("MAINTAINER", "COMPONENT_ID", "BUNDLE_ID")


def placeholders() -> tuple[str, ...]:
    """What only stands in for a name that the project does not have yet, each with its place."""
    names = [f"{name} in packaging/publisher.py" for name in _STAND_INS]
    return (*names, *(() if RELEASES_ADDRESS else ("RELEASES_ADDRESS in desktop_llm/version.py",)))
