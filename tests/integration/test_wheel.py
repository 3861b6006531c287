"""What is shipped: the built wheel holds everything the program reads, away from the source tree."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def packages_of(folder: Path, name: str) -> set[str]:
    """The dotted names of all folders that hold Python files."""
    found = {p.parent for p in folder.rglob("*.py")}
    return {".".join((name, *p.relative_to(folder).parts)) for p in found}


def test_every_package_is_named_in_pyproject() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    there = packages_of(ROOT / "src" / "houxu", "houxu") | packages_of(ROOT / "db", "houxu._db")
    there |= packages_of(ROOT / "jobs", "houxu._jobs")
    assert listed == there


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(ROOT)],
        capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for part in (
        "houxu/_db/baselines/sora-2024.yaml",
        "houxu/_db/glossary/concepts/metrics.yaml",
        "houxu/_db/glossary/entities.yaml",
        "houxu/_db/migrations/env.py",
        "houxu/_db/migrations/versions/r0001_first_schema.py",
        "houxu/_jobs/sora-2024.yaml",
        "houxu/digest/templates/digest.html.j2",
        "houxu/demo/expected.yaml",
        "houxu/judge/weights/learned.onnx",
        "houxu/judge/weights/english.onnx",
        "houxu/judge/weights/english_trees.npz",
        "houxu/judge/weights/numbers_trees.npz",
        "houxu/judge/weights/NOTICE.txt",
        "houxu/py.typed",
    ):
        assert part in names, part
    assert any(n.startswith("houxu/_db/queries/") and n.endswith(".sql") for n in names)
    assert any(n.startswith("houxu/demo/sites/") for n in names)


def test_the_wheel_runs_away_from_the_source_tree(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import houxu; assert 'site' in houxu.__file__, houxu.__file__; "
        "from houxu.cli import main; sys.argv = ['houxu', '--db', 'sqlite:///wheel.db', 'init']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(place)], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "created" in done.stderr
