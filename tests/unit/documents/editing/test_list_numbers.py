from desktop_llm.documents.editing.list_numbers import ListNumbers
from tests.fakes.rich_files import item, new


def test_items_are_counted_for_each_level() -> None:
    numbers = ListNumbers()
    items = [item("a", is_numbered=True), item("b", 2, is_numbered=True), item("c", 2, is_numbered=True)]
    items = [*items, item("d", is_numbered=True), item("e", 2, is_numbered=True), item("f"), new("g"), items[0]]
    assert [numbers.next(each) for each in items] == [1, 1, 2, 2, 1, 0, 0, 1]
