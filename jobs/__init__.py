"""Job files that ship with houxu."""
