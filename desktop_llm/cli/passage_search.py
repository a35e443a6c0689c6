"""What finds passages by meaning in the terminal: the embedding model that is installed, and what is remembered."""

from contextlib import AbstractContextManager

from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import Embedders
from desktop_llm.cli.kept_store import kept_store
from desktop_llm.cli.session import data_folder
from desktop_llm.engine.process_client import ProcessEngineClient
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.storage.passage_index import open_passage_index


def installed_embedders() -> Embedders:
    """To be closed."""
    return Embedders(ModelStore(data_folder()), ProcessEngineClient)


def opened_index() -> AbstractContextManager[Index | None]:
    """None, and that is said, where it cannot be opened."""
    return kept_store(open_passage_index)
