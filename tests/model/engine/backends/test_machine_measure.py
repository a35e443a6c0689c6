from desktop_llm.engine.backends.machine_measure import measure_machine
from desktop_llm.engine.load_plan import this_machine
from desktop_llm.engine.messages import MeasureMachine


def test_a_machine_is_measured_with_the_threads_that_decoding_would_use() -> None:
    measured = measure_machine(MeasureMachine(request_id="m"))
    assert measured.request_id == "m"
    assert measured.n_threads == this_machine().n_cores
    assert measured.bandwidth_bytes_per_s > 10**9
    assert 0 < measured.free_bytes < measured.total_bytes


def test_what_llama_cpp_can_compute_on_is_told() -> None:
    measured = measure_machine(MeasureMachine(n_threads=1))
    assert measured.n_threads == 1
    assert "CPU" in measured.backends
    (processor,) = [device for device in measured.devices if device.kind == "cpu"]
    assert processor.backend == "CPU"
    assert processor.total_bytes > 0
    assert set(measured.built_features) <= set(measured.processor_features)
