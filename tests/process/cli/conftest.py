"""Settings that keep the terminal program's answers short."""

from pathlib import Path

import pytest

from desktop_llm.params import LoadParams, SamplingParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, save_settings


@pytest.fixture(autouse=True)
def short_answers(data_folder_of_test: Path) -> None:
    """Greedy, so that each run says the same, and a context that even a rambling model fills in seconds."""
    data_folder_of_test.mkdir()
    settings = Settings(load=LoadParams(n_ctx_tokens=512), sampling=SamplingParams(temperature=0.0))
    save_settings(DataFolder(data_folder_of_test).settings, settings)
