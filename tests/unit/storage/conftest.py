import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from tests.fakes.clock import Clock


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return DataFolder(data_folder_of_test)


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the program creates it. Copying it is quicker than creating one for each test."""
    folder = DataFolder(tmp_path_factory.mktemp("new-database"))
    open_database(folder).database.close()
    return folder.database


@pytest.fixture
def database(folder: DataFolder, new_database: Path) -> Iterator[Database]:
    folder.root.mkdir()
    shutil.copy(new_database, folder.database)
    database = open_database(folder).database
    yield database
    database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> ConversationStore:
    return ConversationStore(database, clock)
