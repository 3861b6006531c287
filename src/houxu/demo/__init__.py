"""Bundled sample news sites and the loopback server that shows them."""
