"""What finds passages by meaning in the terminal: the embedding model that is installed, and what is remembered."""

from collections.abc import Generator
from contextlib import contextmanager

from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import Embedders
from desktop_llm.cli.job_run import say
from desktop_llm.cli.session import data_folder
from desktop_llm.cli.text import error_line
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.errors import StorageError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.storage.passage_index import open_passage_index


def installed_embedders() -> Embedders:
    """To be closed."""
    return Embedders(ModelStore(data_folder()), ProcessEngineClient)


@contextmanager
def opened_index() -> Generator[Index | None]:
    """None, and that is said, where it cannot be opened."""
    try:
        index = open_passage_index(data_folder())
    except StorageError as error:
        say(f"desktop-llm: {error_line(error)} Nothing is remembered for the next time.")
        yield None
        return
    try:
        yield index
    finally:
        index.close()
