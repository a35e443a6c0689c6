"""What the lists of the Models page are shown, and what a person can wish of a row: plain frozen values."""

from enum import StrEnum

from msgspec import Struct


class RowKind(StrEnum):
    """SECTION heads what follows and cannot be chosen; NOTE says something where models would be."""

    SECTION = "section"
    MODEL = "model"
    NOTE = "note"


class RowLevel(StrEnum):
    """How a status is meant. The words say the same; the colour only repeats it."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


class RowAction(StrEnum):
    """What can be done with a row, by its buttons, its menu or Enter."""

    USE = "use"
    DOWNLOAD = "download"
    DETAILS = "details"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    ADD = "add"
    REMOVE = "remove"
    REMOVE_FOR_GOOD = "remove_for_good"
    KEEP = "keep"
    VERIFY = "verify"
    REPAIR = "repair"
    SHOW_FILE = "show_file"
    SHOW_MORE = "show_more"
    OPEN_SETTINGS = "open_settings"  # those of downloads
    OPEN_DATA_SETTINGS = "open_data_settings"
    OPEN_PAGE = "open_page"


class ButtonLook(StrEnum):
    """The style sheet's names."""

    PLAIN = ""
    PRIMARY = "primary"
    DANGER = "danger"


class RowButton(Struct, frozen=True):
    """An action in the words of this row: "Remove, frees 2.0 GB"."""

    action: RowAction
    text: str
    look: ButtonLook = ButtonLook.PLAIN


class ModelRow(Struct, frozen=True, kw_only=True):
    """One row from top to bottom: title with a tag, what it is good for, progress (0 to 1), status, facts in small.

    `key` names it across changes. `menu` opens behind a button of its own. `activation` is what Enter and a double
    click do, and a single click where `is_opening`.
    """

    key: str
    title: str
    kind: RowKind = RowKind.MODEL
    tag: str = ""
    text: str = ""
    progress: float | None = None
    status: str = ""
    level: RowLevel = RowLevel.PLAIN
    facts: str = ""
    tip: str = ""
    buttons: tuple[RowButton, ...] = ()
    menu: tuple[RowButton, ...] = ()
    activation: RowAction | None = None
    is_opening: bool = False


class RowWish(Struct, frozen=True):
    """An action of the row with this key."""

    key: str
    action: RowAction


class SearchSort(StrEnum):
    """What comes first among the results of a search."""

    DOWNLOADS = "downloads"
    LIKES = "likes"
    UPDATED = "updated"
    TRENDING = "trending"


class SearchWish(Struct, frozen=True, kw_only=True):
    """What to search for on the Hub. Empty and None leave a filter open; licence and language are the Hub's own tags.

    max_parameters is in single parameters: four billion are 4_000_000_000.
    """

    text: str = ""
    sort: SearchSort = SearchSort.DOWNLOADS
    licence: str = ""
    language: str = ""
    max_parameters: int | None = None
    is_gated_included: bool = False


class RepositoryContent(Struct, frozen=True, kw_only=True):
    """A model repository in detail. `rows` are the sizes to choose from, or a note about what stands in the way.

    `file_rows` are all versions by their file names. `card` is Markdown that somebody unknown wrote.
    """

    id: str
    title: str
    facts: str = ""
    licence: str = ""
    licence_level: RowLevel = RowLevel.PLAIN
    rows: tuple[ModelRow, ...] = ()
    file_rows: tuple[ModelRow, ...] = ()
    card: str = ""
    page_url: str = ""
