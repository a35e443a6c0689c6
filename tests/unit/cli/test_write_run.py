from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.cli.write_run import ProofreadRun
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing


def test_a_run_has_the_changes_in_the_order_of_the_text() -> None:
    engine = AnsweringEngine(knowing({"He go home.": "He goes home.", "I has it.": "I have it."}))
    run = ProofreadRun(engine, ProofreadRequest(text="He go home. I has it."), None)
    assert [change.after for change in run.changes] == ["goes", "have"]
    assert run.exit_status == 0
    assert run.planned is not None
