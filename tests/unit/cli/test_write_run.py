import argparse

from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.cli.write_run import ProofreadRun, add_engine_options
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.proofreading import knowing


def test_a_run_has_the_changes_in_the_order_of_the_text() -> None:
    engine = AnsweringEngine(knowing({"He go home.": "He goes home.", "I has it.": "I have it."}))
    run = ProofreadRun(engine, ProofreadRequest(text="He go home. I has it."), None)
    assert [change.after for change in run.changes] == ["goes", "have"]
    assert run.exit_status == 0
    assert run.planned is not None


def test_a_model_is_on_this_computer_unless_a_server_is_named() -> None:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    assert parser.parse_args([]).server == ""
    assert parser.parse_args(["--server", "http://a", "--model", "m"]).model == "m"
