import shutil
from pathlib import Path

import pytest

from desktop_llm.errors import DownloadError, ErrorCode
from desktop_llm.hub.disk_space import SPARE_BYTES, free_bytes, require_space

FOLDER = Path("models")


def test_the_room_of_a_folder_that_is_not_there_yet_is_that_of_its_disk(tmp_path: Path) -> None:
    free = free_bytes(tmp_path / "not" / "there")
    assert abs(free - shutil.disk_usage(tmp_path).free) < 1024**3


def test_what_fits_beside_what_stays_free_is_allowed() -> None:
    require_space(FOLDER, 1000, lambda _folder: SPARE_BYTES + 1000)


@pytest.mark.parametrize(("free", "usable"), [(SPARE_BYTES + 999, 999), (SPARE_BYTES, 0), (0, 0)])
def test_what_does_not_fit_is_told_with_its_sizes(free: int, usable: int) -> None:
    with pytest.raises(DownloadError) as caught:
        require_space(FOLDER, 1000, lambda _folder: free)
    assert caught.value.code is ErrorCode.DISK_TOO_SMALL
    assert caught.value.facts == {"path": "models", "needed_bytes": 1000, "free_bytes": usable}
