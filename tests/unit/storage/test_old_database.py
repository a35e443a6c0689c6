from contextlib import closing

from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect, user_version
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.old_database import OLD_ANSWER, OLD_QUESTION, OLD_VERSION, write_old_database


def test_it_is_a_database_of_the_first_version(folder: DataFolder) -> None:
    folder.root.mkdir()
    write_old_database(folder.database)
    with closing(connect(folder.database)) as connection:
        assert user_version(connection) == OLD_VERSION
    assert [path.name for path in folder.root.iterdir()] == [folder.database.name]


def test_this_program_opens_it_with_its_conversation(folder: DataFolder) -> None:
    folder.root.mkdir()
    write_old_database(folder.database)
    database = open_database(folder).database
    store = ConversationStore(database)
    (conversation,) = store.conversations()
    assert [item.message.text for item in store.path(conversation.id)] == [OLD_QUESTION, OLD_ANSWER]
    assert [hit.conversation.id for hit in store.search("automatic")] == [conversation.id]
    database.close()
