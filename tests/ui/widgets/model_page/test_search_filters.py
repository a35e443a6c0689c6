import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from desktop_llm.ui.model_rows import SearchSort, SearchWish
from desktop_llm.ui.widgets.model_page.search_filters import SearchFilters


@pytest.fixture
def filters(qtbot: QtBot) -> SearchFilters:
    filters = SearchFilters()
    qtbot.addWidget(filters)
    filters.resize(720, 80)
    filters.show()
    return filters


def choose(filters: SearchFilters, name: str, text: str) -> None:
    combo = filters.findChild(QComboBox, name)
    assert combo is not None
    assert combo.accessibleName()
    index = combo.findText(text)
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


@pytest.mark.parametrize(
    ("name", "text", "wish"),
    [
        ("search_sort", "Newest", SearchWish(sort=SearchSort.UPDATED)),
        ("search_size", "Up to about 3 GB", SearchWish(max_parameters=4_000_000_000)),
        ("search_licence", "MIT", SearchWish(licence="mit")),
        ("search_language", "German", SearchWish(language="de")),
    ],
)
def test_a_choice_is_told_at_once(filters: SearchFilters, qtbot: QtBot, name: str, text: str, wish: SearchWish) -> None:
    with qtbot.waitSignal(filters.filters_changed) as changed:
        choose(filters, name, text)
    assert changed.args == [wish]
    assert filters.wish == wish


def test_choices_add_up_and_can_be_taken_back(filters: SearchFilters) -> None:
    choose(filters, "search_licence", "Apache-2.0")
    choose(filters, "search_size", "Up to about 1 GB")
    gated = filters.findChild(QCheckBox, "search_gated")
    assert gated is not None
    gated.setChecked(True)
    assert filters.wish == SearchWish(licence="apache-2.0", max_parameters=2_000_000_000, is_gated_included=True)
    choose(filters, "search_size", "Any size")
    choose(filters, "search_licence", "Any licence")
    gated.setChecked(False)
    assert filters.wish == SearchWish()


def test_no_choice_is_cut(filters: SearchFilters) -> None:
    for combo in filters.findChildren(QComboBox):
        assert combo.width() >= combo.sizeHint().width()
        assert filters.rect().contains(combo.geometry())
