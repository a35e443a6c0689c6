import subprocess
from pathlib import Path

from desktop_llm.documents.reader_messages import DocumentRead, ReadDocument, ReadFailed, event_decoder
from desktop_llm.documents.reading import reader_command
from desktop_llm.errors import ErrorCode
from desktop_llm.processes.message_pipe import read_message, write_message
from tests.fakes.engine_requests import CHECKOUT


def test_garbage_on_the_pipe_is_skipped_and_its_end_ends_the_process(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    process = subprocess.Popen(reader_command(), env=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\x07\x00\x00\x00garbage")
    write_message(process.stdin, ReadDocument(path=str(path)))
    event = read_message(process.stdout, event_decoder)
    assert isinstance(event, ReadFailed)
    assert event.code is ErrorCode.DOCUMENT_EMPTY
    path.write_text("Now there is something to read here, in English.", "utf-8")
    write_message(process.stdin, ReadDocument(path=str(path)))
    while not isinstance(event, DocumentRead):
        event = read_message(process.stdout, event_decoder)
    assert event.document.language == "en"
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()
