from desktop_llm.assist.translation.near_matches import NearMatches
from desktop_llm.assist.translation.translation_request import Pair


def test_the_nearest_come_first_and_the_text_itself_not_at_all() -> None:
    texts = ["Open the file now.", "Open the files now.", "Open a file now!", "Close the door.", "Open"]
    matches = NearMatches([Pair(text, text.upper()) for text in texts])
    found = matches.to("Open the file now.")
    assert [match.pair.source for match in found] == ["Open the files now.", "Open a file now!"]
    assert found[0].alike > found[1].alike >= 75
    assert matches.to("Something else altogether") == ()


def test_of_two_with_the_same_source_the_first_counts() -> None:
    matches = NearMatches([Pair("Open the file", "person"), Pair("Open the file", "model")])
    assert matches.to("Open the files")[0].pair.target == "person"
