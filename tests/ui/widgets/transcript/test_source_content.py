from desktop_llm.ui.widgets.transcript.source_content import SourcedLine, SourceLink, SourcesContent


def test_equal_sources_are_the_same_value_so_that_nothing_is_drawn_again() -> None:
    first, second = (
        SourcesContent("Sources", "Read whole.", (SourcedLine("A.", (SourceLink("a, page 1", "A"),)),)) for _ in "ab"
    )
    assert first == second
