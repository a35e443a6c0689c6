"""Answers MeasureMachine: what llama.cpp has to compute on here, and how fast the memory is.

Runs in the engine process, on the worker's one thread: no answer is decoded meanwhile, so that nothing disturbs it.
"""

import os

from desktop_llm.engine.backends.cpu_features import built_features, processor_features
from desktop_llm.engine.backends.llama_library import llama_library
from desktop_llm.engine.backends.memory_bandwidth import memory_bandwidth
from desktop_llm.engine.load_plan import this_machine
from desktop_llm.engine.messages import WITHOUT_CARDS, MachineMeasured, MeasureMachine


def measure_machine(command: MeasureMachine) -> MachineMeasured:
    """Takes about half a second."""
    library, machine = llama_library(), this_machine()
    n_threads = command.n_threads or machine.n_cores
    return MachineMeasured(
        request_id=command.request_id,
        bandwidth_bytes_per_s=memory_bandwidth(n_threads, machine.free_bytes),
        n_threads=n_threads,
        free_bytes=machine.free_bytes,
        total_bytes=machine.total_bytes,
        backends=library.backends(),
        processor_build=library.processor_build(),
        built_features=built_features(library.system_info),
        processor_features=processor_features(),
        devices=library.devices(),
        complaint=library.device_complaint,
        is_without_cards=WITHOUT_CARDS in os.environ,
    )
