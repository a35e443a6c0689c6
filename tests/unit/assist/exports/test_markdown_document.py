from desktop_llm.assist.exports.exported_document import (
    Aside,
    AsideKind,
    ExportedDocument,
    ExportedFact,
    ExportedSection,
    SectionKind,
)
from desktop_llm.assist.exports.markdown_document import markdown_of

_DOCUMENT = ExportedDocument(
    title="Trip [2027]",
    language="en",
    facts=(ExportedFact("", "2026-11-29"), ExportedFact("Model", "Smol_LM")),
    sections=(
        ExportedSection(
            kind=SectionKind.ASSISTANT,
            heading="Smol_LM",
            text="In **Norway**.\n",
            is_markdown=True,
            asides=(
                Aside(kind=AsideKind.ATTACHMENT, name="a_b.txt", text="```\nnorth\n```"),
                Aside(kind=AsideKind.THINKING, name="Thinking", text="Hm.\n\nNorth."),
                Aside(kind=AsideKind.SOURCES, name="Sources", text="- One."),
            ),
        ),
        ExportedSection(kind=SectionKind.SUMMARY, heading="", text="No heading.", is_markdown=True),
    ),
)


def test_everything_stands_in_its_order() -> None:
    assert markdown_of(_DOCUMENT).split("\n\n") == [
        "# Trip \\[2027\\]",
        "2026-11-29",
        "- **Model:** Smol\\_LM",
        "## Smol\\_LM",
        "> *Thinking*\n>\n> Hm.\n>\n> North.",
        "In **Norway**.",
        "**a\\_b.txt**",
        "````\n```\nnorth\n```\n````",
        "### Sources",
        "- One.",
        "No heading.\n",
    ]
