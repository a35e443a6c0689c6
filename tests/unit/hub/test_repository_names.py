import pytest

from desktop_llm.hub.repository_names import is_repository_id, repository_id_in, repository_title

MIRROR = "https://mirror.example:8443"


@pytest.mark.parametrize("text", ["gpt2", "ibm-granite/granite-4.1-3b-GGUF", "a/b", "a_/b.c-d_"])
def test_ids_of_repositories_are_known(text: str) -> None:
    assert is_repository_id(text)


@pytest.mark.parametrize(
    "text",
    ["", "a/b/c", "../a", "a/..", "a/.b", "a/b.", "-a/b", "a//b", "a b", "a\\b", "a/b\n", "é/b", "a--b/c", "a" * 97],
)
def test_what_could_lead_elsewhere_is_no_id(text: str) -> None:
    assert not is_repository_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "ana/tiny",
        " ana/tiny ",
        "https://huggingface.co/ana/tiny",
        "https://huggingface.co/ana/tiny/tree/main?show=1#files",
        "huggingface.co/ana/tiny",
        "hf.co/ana/tiny",
        "https://mirror.example:8443/ana/tiny/",
    ],
)
def test_an_address_means_its_repository(text: str) -> None:
    assert repository_id_in(text, MIRROR) == "ana/tiny"


@pytest.mark.parametrize(
    "text", ["granite 3b", "https://elsewhere.example/ana/tiny", "huggingface.co", "a/b/c", "http://[x"]
)
def test_other_texts_stay(text: str) -> None:
    assert repository_id_in(text, MIRROR) == text


@pytest.mark.parametrize(
    ("id", "title"),
    [
        ("a/Llama-3.3-8B_Instruct-GGUF", "Llama 3.3 8B Instruct"),
        ("a/Model-i1-GGUF", "Model"),
        ("a/GGUF", "GGUF"),
        ("plain", "plain"),
    ],
)
def test_a_title_is_in_words_and_does_not_say_that_it_is_a_model_file(id: str, title: str) -> None:
    assert repository_title(id) == title
