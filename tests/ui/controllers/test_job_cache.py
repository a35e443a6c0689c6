import logging

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.job_cache import JobCache


def test_it_is_opened_once_and_by_the_first_job(folder: DataFolder) -> None:
    cache = JobCache(folder)
    assert not folder.summary_cache.exists()
    opened = cache.opened()
    assert opened is not None
    assert cache.opened() is opened
    assert folder.summary_cache.exists()
    cache.close()


def test_where_it_cannot_be_opened_the_job_goes_on(folder: DataFolder, caplog: pytest.LogCaptureFixture) -> None:
    folder.root.parent.mkdir(exist_ok=True)
    folder.root.write_text("no folder", "utf-8")
    cache = JobCache(folder)
    with caplog.at_level(logging.WARNING, "desktop_llm"):
        assert cache.opened() is None
    assert "not remembered" in caplog.text
    cache.close()
