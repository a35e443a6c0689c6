from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import LanguagePair
from desktop_llm.ui.controllers.translation.document_memory_shelf import DocumentMemoryShelf


def test_all_get_the_same_memory_until_it_is_closed(folder: DataFolder) -> None:
    folder.root.mkdir()
    shelf = DocumentMemoryShelf(folder)
    memory = shelf.opened()
    assert memory is not None
    assert memory is shelf.opened()
    assert memory.units(LanguagePair("en", "de")) == []
    shelf.close()
    assert shelf.opened() is None


def test_where_none_can_be_opened_there_is_none(folder: DataFolder) -> None:
    folder.root.write_text("a file in the way")
    assert DocumentMemoryShelf(folder).opened() is None
