from msgspec.structs import replace

from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.ui.model_rows import RowAction
from tests.fakes.file_source import remote_file
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.ui.controllers.model_page.test_download_shelf import CONTENT, downloads_of

FILE = replace(remote_file(CONTENT, "tiny-Q4_0.gguf"), repository="owner/tiny")
TINY = RemoteModel(name="tiny", quantization="Q4_0", files=(FILE,), size_bytes=len(CONTENT))


def states(program: SmallProgram) -> list[DownloadState]:
    return [each.state for each in downloads_of(program).downloads]


def test_a_model_that_arrives_is_told_once(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    repository = hub.add_repository("owner/tiny", {"tiny-Q4_0.gguf": CONTENT})
    file = replace(FILE, revision=repository.commit)
    feed = downloads_of(hub_program)
    arrived: list[Download] = []
    feed.model_arrived.connect(arrived.append)
    feed.fetch(replace(TINY, files=(file,)), "Tiny")
    hub_program.wait_for(lambda: bool(arrived))
    assert feed.of_repository("owner/tiny") == arrived[0]
    assert feed.of_repository("owner/other") is None
    feed.fetch(replace(TINY, files=(replace(file, path="missing.gguf"),)), "Other")
    hub_program.wait_for(lambda: states(hub_program) == [DownloadState.DONE, DownloadState.FAILED])
    assert len(arrived) == 1


def test_a_name_that_is_not_safe_is_refused_and_told(program: SmallProgram) -> None:
    feed = downloads_of(program)
    errors: list[DesktopLlmError] = []
    feed.failed.connect(errors.append)
    feed.fetch(replace(TINY, files=(replace(FILE, path="../../etc/passwd.gguf"),)), "Evil")
    assert [error.code for error in errors] == [ErrorCode.DOWNLOAD_NAME_UNSAFE]
    assert program.toast.startswith("The file has a name that is not safe")


def test_wishes_of_other_kinds_are_not_a_downloads(program: SmallProgram) -> None:
    downloads_of(program).carry_out("owner/tiny/tiny-Q4_0.gguf", RowAction.VERIFY)
    assert downloads_of(program).downloads == ()
