"""Headless Chromium as a camera for a page on disk. It loads nothing from outside: a digest has nothing to load."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    """The browser's path; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def photograph(page: str, out: Path, *, width: int, height: int, dark: bool) -> None:
    """The top `height` pixels of a page at a width, as a small palette PNG, cut below its last content.

    Chromium's window is no narrower than 500 px, so the page is shown in a frame of the wanted width.
    """
    with tempfile.TemporaryDirectory(prefix="houxu-camera-") as folder:
        inner, outer, shot = (Path(folder) / name for name in ("page.html", "frame.html", "shot.png"))
        inner.write_text(page, encoding="utf-8")
        outer.write_text(
            f'<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0"><iframe src="page.html"'
            f' style="border:0;display:block;width:{width}px;height:{height}px"></iframe>',
            encoding="utf-8",
        )
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
        subprocess.run(
            [
                found() or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={folder}/profile", *scheme, f"--window-size={max(width, 500)},{height}",
                f"--screenshot={shot}", outer.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        with Image.open(shot) as picture:
            small(_trimmed(picture.convert("RGB").crop((0, 0, width, height)))).save(out, optimize=True)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the empty rows below the page."""
    width, height = picture.size
    last = picture.getpixel((0, height - 1))
    bottom = height
    while bottom > 60 and all(picture.getpixel((x, bottom - 1)) == last for x in range(0, width, 3)):
        bottom -= 1
    return picture.crop((0, 0, width, min(height, bottom + 16)))


def small(picture: Image.Image) -> Image.Image:
    """In 64 colours, rare ones kept apart: text stays sharp, badges keep their colour, the file is small."""
    return picture.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
