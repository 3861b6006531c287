"""The camera that takes docs/pictures: it photographs a page narrower than a browser window, in light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="pillow is not installed")
from PIL import Image
from tests.pictures import camera

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
PAGE = "<!doctype html><style>body{background:#fff}@media(prefers-color-scheme:dark){body{background:#000}}</style>后续"


@pytest.mark.skipif(camera.found() is None, reason="no Chromium: apt-get install chromium fonts-noto-cjk")
@pytest.mark.parametrize(("dark", "ground"), [(False, (255, 255, 255)), (True, (0, 0, 0))])
def test_a_page_is_photographed_in_light_and_dark(dark: bool, ground: tuple[int, int, int], tmp_path: Path) -> None:
    camera.photograph(PAGE, tmp_path / "a.png", width=360, height=300, dark=dark)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.width == 360
        assert picture.convert("RGB").getpixel((350, 5)) == ground


def test_the_pictures_in_docs_are_there_and_small() -> None:
    pictures = sorted(PICTURES.glob("digest-*.png"))
    assert len(pictures) == 16
    assert sum(p.stat().st_size for p in pictures) < 1_500_000
