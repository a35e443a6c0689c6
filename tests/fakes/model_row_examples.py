"""Rows of the Models page for tests: a section, a model on disk, one to be had, a download, a note."""

from desktop_llm.ui.model_rows import (
    ButtonLook,
    ModelRow,
    RepositoryContent,
    RowAction,
    RowButton,
    RowKind,
    RowLevel,
)

SECTION = ModelRow(key="section", kind=RowKind.SECTION, title="On this computer")
LOCAL = ModelRow(
    key="local:granite",
    title="Granite 4.1 3B",
    text="Summaries and long documents",
    status="Fits in memory, about 9 words a second",
    level=RowLevel.GOOD,
    facts="2.0 GB · Apache-2.0",
    tip="/models/granite.gguf",
    buttons=(RowButton(RowAction.USE, "Use"),),
    menu=(RowButton(RowAction.SHOW_FILE, "Show the file"), RowButton(RowAction.REMOVE, "Delete, frees 2.0 GB")),
    activation=RowAction.USE,
)
OFFER = ModelRow(
    key="offer:qwen",
    title="Qwen3.5 4B",
    tag="best for most",
    buttons=(RowButton(RowAction.DOWNLOAD, "Download", ButtonLook.PRIMARY),),
    activation=RowAction.DETAILS,
    is_opening=True,
)
DOWNLOAD = ModelRow(
    key="download:1",
    title="Gemma 4 E4B",
    progress=0.5,
    status="1.2 of 2.4 GB",
    buttons=(RowButton(RowAction.PAUSE, "Pause"),),
)
NOTE = ModelRow(
    key="note",
    kind=RowKind.NOTE,
    title="huggingface.co cannot be reached.",
    buttons=(RowButton(RowAction.RETRY, "Try again"),),
    activation=RowAction.RETRY,
)


def many_rows(count: int) -> list[ModelRow]:
    """Models on disk, each with a button."""
    return [
        ModelRow(key=f"local:{number}", title=f"Model {number}", buttons=(RowButton(RowAction.USE, "Use"),))
        for number in range(count)
    ]


REPOSITORY = RepositoryContent(
    id="unsloth/granite-4.1-3b-GGUF",
    title="granite-4.1-3b",
    facts="by unsloth · 1,200,000 downloads",
    licence="Apache-2.0: free for any use, also at work.",
    rows=(
        ModelRow(key="small", title="Small", buttons=(RowButton(RowAction.DOWNLOAD, "Download"),)),
        ModelRow(key="balanced", title="Balanced", buttons=(RowButton(RowAction.DOWNLOAD, "Download"),)),
    ),
    file_rows=(
        ModelRow(key="file", title="granite-Q4_K_M.gguf", buttons=(RowButton(RowAction.DOWNLOAD, "Download"),)),
    ),
    card="# Granite\n\nSee [the site](https://example.org/).",
    page_url="https://hub.example/unsloth/granite-4.1-3b-GGUF",
)
