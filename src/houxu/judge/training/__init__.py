"""What train.py needs and a running houxu does not (the [train] extra)."""
