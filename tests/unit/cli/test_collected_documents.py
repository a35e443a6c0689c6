from pathlib import Path

import pytest

from desktop_llm.cli.collected_documents import collected_documents
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.storage.passage_index import passage_index_in_memory


def test_a_folder_that_holds_nothing_readable_is_said_before_any_model_is_loaded(
    data_folder_of_test: Path, tmp_path: Path
) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    index = passage_index_in_memory()
    with pytest.raises(DocumentError) as caught:
        collected_documents(tmp_path, "Who?", index, None)
    assert caught.value.code is ErrorCode.DOCUMENT_EMPTY
    index.close()
