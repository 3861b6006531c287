"""Photograph the digest: light and dark, phone and desk, Chinese and English, a quiet and a busy day."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from houxu.digest.links import Links
from houxu.digest.render import as_html
from tests.pictures import camera, days

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures"
HEIGHT = {360: 3000, 800: 2000}
LINKS = Links("https://houxu.example.org", "https://houxu.example.org/unsubscribe/0")


def main(out: Path = OUT) -> int:
    """Write sixteen pictures; 1 when there is no browser."""
    if camera.found() is None:
        print("no Chromium: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="houxu-pictures-") as folder:
        store = days.replayed(Path(folder))
        digests = {"quiet": days.quiet(store), "busy": days.busy(store)}
    for (name, digest), language, width, dark in product(digests.items(), ("zh", "en"), HEIGHT, (False, True)):
        path = out / f"digest-{name}-{language}-{width}-{'dark' if dark else 'light'}.png"
        camera.photograph(as_html(digest, language, links=LINKS), path, width=width, height=HEIGHT[width], dark=dark)
        print(f"{path.name}  {path.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
