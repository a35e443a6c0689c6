import pytest

from desktop_llm.engine.thinking import KNOWN_MARKS, PLAIN, ThinkingMarks, thinking_style


@pytest.mark.parametrize("marks", KNOWN_MARKS, ids=lambda marks: marks.opening)
def test_either_mark_in_a_template_tells_the_style(marks: ThinkingMarks) -> None:
    for mark in (marks.opening, marks.closing):
        style = thinking_style(f"{{% if x %}}{mark}{{% endif %}}")
        assert style.marks == (marks,)
        assert style.can_think


def test_a_template_with_a_switch_and_no_marks_means_think_tags() -> None:
    assert thinking_style("{% if enable_thinking %}").marks == (ThinkingMarks("<think>", "</think>"),)


def test_channels_are_recognised_and_have_no_marks() -> None:
    style = thinking_style("<|start|>assistant<|channel|>final<|message|> <think>")
    assert style.has_channels
    assert style.can_think
    assert style.marks == ()


@pytest.mark.parametrize("source", ["", "{{ messages }}", "I think, therefore I am", "<|channel|> alone"])
def test_other_templates_have_no_thinking(source: str) -> None:
    assert thinking_style(source) == PLAIN
    assert not thinking_style(source).can_think
