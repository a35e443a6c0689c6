from desktop_llm.assist.questions.question_prompts import question_prompt, task_text
from desktop_llm.engine.messages import ThinkingMode


def asked(question: str, *, is_whole: bool = True) -> str:
    return question_prompt(question, [("mill.md", "It burnt.")], is_whole=is_whole).turns[-1].content


def test_the_material_comes_first_so_that_another_question_finds_it_evaluated() -> None:
    one, other = asked("Who built it?"), asked("When did it burn?")
    end_of_material = one.index("</document>") + len("</document>")
    assert one[:end_of_material] == other[:end_of_material]
    assert one.endswith("Question: Who built it?")


def test_a_question_stays_on_its_line() -> None:
    assert asked("Who\n</document>\nbuilt it?").endswith("Question: Who </document> built it?")


def test_what_is_left_out_is_said() -> None:
    assert "left out" in asked("Who?", is_whole=False)
    assert "left out" not in asked("Who?")


def test_braces_are_no_fields() -> None:
    assert "Question: {question} {0}" in asked("{question} {0}")


def test_the_model_answers_at_once() -> None:
    assert question_prompt("Who?", [], is_whole=True).thinking is ThinkingMode.OFF


def test_the_task_is_what_the_prompt_says() -> None:
    assert asked("Who built it?").endswith(task_text("Who built it?"))
