from array import array

import pytest

from desktop_llm.storage.vectors import likeness, vector_values


def test_vectors_of_one_model_are_compared_and_those_of_two_have_nothing_in_common() -> None:
    first = vector_values(array("f", (0.6, 0.8)).tobytes())
    assert likeness(first, first) == pytest.approx(1)
    assert likeness(first, vector_values(array("f", (0.8, -0.6)).tobytes())) == pytest.approx(0)
    assert likeness(first, vector_values(array("f", (1.0, 0.0, 0.0)).tobytes())) == 0
