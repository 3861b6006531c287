"""The optional LLM judge: the calls, what was answered before, what may be spent. Off unless its address and model are set."""
