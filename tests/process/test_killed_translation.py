"""A translation of a long file that is killed goes on where it was: a real process, a real memory."""

import signal
import subprocess
import sys
from pathlib import Path

from tests.fakes.engine_requests import CHECKOUT

N_PARAGRAPHS = 600
PROGRAM = """
import sys
from pathlib import Path
from desktop_llm.assist.document_translation import DocumentTranslationJob
from desktop_llm.assist.document_translation_result import DocumentRequest, SegmentDone
from desktop_llm.documents.segments import EditableFile, FileSegment
from desktop_llm.paths import DataFolder
from desktop_llm.storage.translation_memory import open_translation_memory
from tests.fakes.answering_engine import AnsweringEngine

words = "Paragraph of the text, number"
segments = tuple(FileSegment(id=f"s{n}", content=(f"{words} {n}",)) for n in range(int(sys.argv[2])))
file = EditableFile(name="a", path="/a", sha256="", media_type="", language="en", segments=segments)
engine = AnsweringEngine(lambda asked: asked.rpartition("\\n\\n")[2].replace(words, "Absatz des Textes, Nummer"))
done = []

def hear(event):
    if isinstance(event, SegmentDone):
        done.append(event.result.target)
        print(len(done), flush=True)

memory = open_translation_memory(DataFolder(Path(sys.argv[1])))
DocumentTranslationJob(engine, DocumentRequest(file=file, target="de", source="en"), hear, memory).run()
print(len(engine.asked), sum(target.startswith("Absatz") for target in done), flush=True)
"""


def command(folder: Path) -> list[str]:
    return [sys.executable, "-c", PROGRAM, str(folder), str(N_PARAGRAPHS)]


def test_a_killed_translation_asks_again_for_nothing_that_it_told(tmp_path: Path) -> None:
    with subprocess.Popen(command(tmp_path), stdout=subprocess.PIPE, text=True, env=CHECKOUT) as process:
        assert process.stdout is not None
        n_told = 0
        for line in process.stdout:
            n_told = int(line)
            if n_told == 100:
                process.send_signal(signal.SIGKILL)
                break
    again = subprocess.run(command(tmp_path), capture_output=True, text=True, env=CHECKOUT, check=True, timeout=100)
    n_asked, n_right = map(int, again.stdout.split("\n")[-2].split())
    assert n_right == N_PARAGRAPHS
    assert n_asked <= N_PARAGRAPHS - n_told
