"""What a search on the Hub is narrowed by: order, size, licence, language, need of an account. GUI thread."""

from typing import Final

from msgspec import structs
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.language_text import languages_by_name
from desktop_llm.ui.model_rows import SearchSort, SearchWish
from desktop_llm.ui.widgets.flow_layout import FlowLayout
from desktop_llm.ui.widgets.form_controls import Choice

_BILLION: Final = 1_000_000_000


class SearchFilters(QWidget):
    """Every change is reported at once, as the whole wish without its text."""

    filters_changed = Signal(object)  # SearchWish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_filters")
        self._wish = SearchWish()
        layout = FlowLayout(self)
        self._fields = choices = self._choices()
        for choice in choices:
            choice.setParent(self)
            choice.fit_to_texts()
            choice.value_chosen.connect(self._on_chosen)
            layout.addWidget(choice)
        self._gated = QCheckBox(translate("SearchFilters", "Also those that need an account"), self)
        self._gated.setObjectName("search_gated")
        self._gated.setMinimumHeight(choices[0].sizeHint().height())
        self._gated.toggled.connect(self._on_gated)
        layout.addWidget(self._gated)

    @property
    def wish(self) -> SearchWish:
        return self._wish

    def stops(self) -> tuple[QWidget, ...]:
        """In the order of Tab."""
        return (*self._fields, self._gated)

    def _choices(self) -> tuple[Choice, ...]:
        sort = Choice("search_sort", _sorts())
        sort.setAccessibleName(translate("SearchFilters", "Order"))
        size = Choice("search_size", _sizes())
        size.setAccessibleName(translate("SearchFilters", "Size"))
        licence = Choice("search_licence", _licences())
        licence.setAccessibleName(translate("SearchFilters", "Licence"))
        language = Choice("search_language", _languages())
        language.setAccessibleName(translate("SearchFilters", "Language"))
        return sort, size, licence, language

    @Slot(object)
    def _on_chosen(self, value: object) -> None:
        match self.sender().objectName(), value:
            case "search_sort", SearchSort():
                self._change(structs.replace(self._wish, sort=value))
            case "search_size", int() | None:
                self._change(structs.replace(self._wish, max_parameters=value))
            case "search_licence", str():
                self._change(structs.replace(self._wish, licence=value))
            case "search_language", str():
                self._change(structs.replace(self._wish, language=value))
            case _:
                pass

    @Slot(bool)
    def _on_gated(self, is_included: bool) -> None:
        self._change(structs.replace(self._wish, is_gated_included=is_included))

    def _change(self, wish: SearchWish) -> None:
        self._wish = wish
        self.filters_changed.emit(wish)


def _sorts() -> list[tuple[object, str]]:
    return [
        (SearchSort.DOWNLOADS, translate("SearchFilters", "Most popular")),
        (SearchSort.LIKES, translate("SearchFilters", "Most liked")),
        (SearchSort.UPDATED, translate("SearchFilters", "Newest")),
        (SearchSort.TRENDING, translate("SearchFilters", "Rising now")),
    ]


def _sizes() -> list[tuple[object, str]]:
    """Words for a number of parameters: a file of four bits each takes about 0.6 bytes a parameter."""
    gigabytes = translate("SearchFilters", "Up to about {size} GB")
    limits = ((2, 1), (4, 3), (9, 6), (15, 10), (35, 20))
    sizes = [(billions * _BILLION, gigabytes.format(size=size)) for billions, size in limits]
    return [(None, translate("SearchFilters", "Any size")), *sizes]


def _licences() -> list[tuple[object, str]]:
    """The names of licences are not translated."""
    return [("", translate("SearchFilters", "Any licence")), ("apache-2.0", "Apache-2.0"), ("mit", "MIT")]


def _languages() -> list[tuple[object, str]]:
    codes = ("en", "zh", "de", "es", "fr", "it", "ja", "ko", "pl", "pt", "ru", "ar", "hi", "tr", "uk")
    return [("", translate("SearchFilters", "Any language")), *languages_by_name(codes)]
