from desktop_llm.hub.download_speed import DownloadSpeed


def test_the_speed_is_that_of_the_last_seconds() -> None:
    speed = DownloadSpeed()
    for second in range(10):
        speed.note(second, second * 100)
    for second in range(10, 21):
        speed.note(second, 1000 + (second - 10) * 300)
    assert speed.bytes_per_s == 300


def test_one_sample_says_nothing() -> None:
    speed = DownloadSpeed()
    assert speed.bytes_per_s == 0
    speed.note(1.0, 1000)
    assert speed.bytes_per_s == 0


def test_a_network_that_is_gone_brings_it_down_to_nothing() -> None:
    speed = DownloadSpeed()
    for second in range(20):
        speed.note(second, min(second, 5) * 100)
    assert speed.bytes_per_s == 0


def test_a_new_beginning_is_none_backwards() -> None:
    speed = DownloadSpeed()
    speed.note(0.0, 1000)
    speed.note(1.0, 0)
    speed.note(2.0, 50)
    assert speed.bytes_per_s == 50


def test_what_is_forgotten_counts_no_more() -> None:
    speed = DownloadSpeed()
    speed.note(0.0, 0)
    speed.note(1.0, 1000)
    speed.forget()
    assert speed.bytes_per_s == 0
