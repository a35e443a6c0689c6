"""Tool tips for text that nobody vouches for. Pure."""

from html import escape


def plain_tip(text: str) -> str:
    """`text` as a tool tip that shows it as it is: Qt takes any tip that looks like HTML for HTML, images included."""
    return f"<p>{escape(text)}</p>" if text else ""
