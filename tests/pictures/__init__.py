"""Photographs of the digest in headless Chromium: `python -m tests.pictures` writes docs/pictures/."""
