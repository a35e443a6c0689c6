from pathlib import Path

from desktop_llm.hub import starter_model


def test_the_starter_model_is_found_and_is_the_one_meant(starter_model_path: Path) -> None:
    assert starter_model.starter_model_path() == starter_model_path
    assert starter_model.sha256_of(starter_model_path) == starter_model.STARTER_MODEL_SHA256


def test_a_hash_is_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    assert starter_model.sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
