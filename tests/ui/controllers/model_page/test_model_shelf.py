from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.model_rows import ModelRow
from tests.fakes.model_row_examples import LOCAL, SECTION


class ShelfOfTest(ModelShelf):
    def rows(self) -> list[ModelRow]:
        return [SECTION, LOCAL]


def test_a_shelf_owns_the_rows_that_it_shows() -> None:
    assert ShelfOfTest().owns(LOCAL.key)
    assert not ShelfOfTest().owns("offer:qwen")


def test_a_shelf_with_nothing_owns_nothing() -> None:
    assert not ModelShelf().owns(LOCAL.key)
