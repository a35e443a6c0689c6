"""Makes a llama.cpp context, which is the memory and the working room of a loaded model, as a plan says.

Runs in the engine process, on the worker's one thread.
"""

from typing import Any

from desktop_llm.engine.load_plan import LoadPlan


def new_context(api: Any, model: int, plan: LoadPlan, pooling: int | None = None) -> int | None:
    """None if llama.cpp refuses. pooling: how it makes one vector of a text's; None for a model that writes."""
    params = api.llama_context_default_params()
    params.n_ctx = plan.n_ctx_tokens
    params.n_batch, params.n_ubatch = plan.n_batch_tokens, plan.n_micro_batch_tokens
    params.n_seq_max = plan.n_sequences
    params.n_outputs_max = plan.n_output_rows
    params.n_threads = params.n_threads_batch = plan.n_threads
    # One pool of cells, so that sequences can share a prefix and lend each other room; or each its own.
    params.kv_unified = not plan.is_apart
    # Windows take what the plan counted, and snapshots make up for what they forget; or they forget nothing.
    params.swa_full = plan.is_apart
    params.type_k = getattr(api, f"GGML_TYPE_{plan.key_cache_type.upper()}")
    params.type_v = getattr(api, f"GGML_TYPE_{plan.value_cache_type.upper()}")
    is_allowed = plan.is_flash_attention_allowed
    params.flash_attn_type = api.LLAMA_FLASH_ATTN_TYPE_AUTO if is_allowed else api.LLAMA_FLASH_ATTN_TYPE_DISABLED
    params.no_perf = True
    if pooling is not None:
        params.embeddings = True
        # All tokens of a text look at each other: they must be in one batch.
        params.n_batch = params.n_ubatch = plan.n_ctx_tokens
        params.n_seq_max, params.n_outputs_max = 1, plan.n_ctx_tokens
        params.pooling_type = pooling
    context: int | None = api.llama_init_from_model(model, params)
    return context
