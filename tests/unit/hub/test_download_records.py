import msgspec

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.download_records import DownloadFailure, DownloadRecord, download_id, download_record
from desktop_llm.hub.hub_records import RemoteModel
from tests.fakes.file_source import remote_file

FILES = (remote_file(b"a", "big-00001-of-00002.gguf"), remote_file(b"b", "big-00002-of-00002.gguf"))
MODEL = RemoteModel(name="big", quantization="Q8_0", files=FILES, size_bytes=2)


def test_a_download_is_known_by_its_first_file() -> None:
    assert download_id(MODEL) == "owner/repo/big-00001-of-00002.gguf"


def test_addresses_that_open_files_are_not_kept() -> None:
    signed = tuple(msgspec.structs.replace(file, url="https://cdn/?Signature=secret") for file in FILES)
    record = download_record(msgspec.structs.replace(MODEL, files=signed), "Big")
    assert record.model == MODEL
    assert b"secret" not in msgspec.json.encode(record)


def test_a_failure_keeps_its_facts_over_a_restart() -> None:
    failure = DownloadFailure.of(HubError(ErrorCode.HUB_RATE_LIMITED, wait_s=60))
    record = DownloadRecord(id="a", title="A", model=MODEL, failure=failure)
    again = msgspec.json.decode(msgspec.json.encode(record), type=DownloadRecord)
    assert again == record
    assert again.failure == DownloadFailure(ErrorCode.HUB_RATE_LIMITED, {"wait_s": 60})
