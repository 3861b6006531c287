"""The `houxu` program: thin commands over the library. Results to stdout, logs and progress to stderr."""

from __future__ import annotations

import logging
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from houxu import __version__
from houxu.errors import ConfigError, HouxuError, InputError
from houxu.model import Status, Verdict
from houxu.settings import Settings, load_settings
from houxu.terminal import Format, err

app = typer.Typer(
    name="houxu",
    help="What became of the claims in that article? houxu (后续) follows published claims: it reads later coverage on a "
    "schedule, says which claims it confirms, contradicts or overtakes, and shows the passage and the reason each time.\n\n"
    "Start with: houxu demo. Then: houxu init, houxu load BASELINE JOB, houxu run, houxu status.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
sources_app = typer.Typer(help="Look at the sources of coverage.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the listing.")]
_settings: dict[str, Settings] = {}


class Decision(StrEnum):
    """What a reviewer may decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    RELABEL = "relabel"


class JudgeChoice(StrEnum):
    """Which judge `houxu eval` scores."""

    BUILT_IN = "built-in"
    LLM = "llm"
    CASCADE = "cascade"


def _version(wanted: bool) -> None:
    if wanted:
        print(f"houxu {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    db: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL of the database [HOUXU_DB; default sqlite:///houxu.db].")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.WARNING,
        stream=sys.stderr,
        format="%(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("httpx", "httpcore", "jieba", "trafilatura", "htmldate", "hpack"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    _settings["now"] = load_settings(db=db)


def settings(now: str | None = None) -> Settings:
    """The settings in force, with a run's own clock if one is given."""
    base = _settings.get("now") or load_settings()
    if now is None:
        return base
    try:
        return load_settings(db=base.db, now=datetime.fromisoformat(now.replace("Z", "+00:00")))
    except ValueError as error:
        raise InputError(f"--now: '{now}' is not a time", hint="ISO 8601, such as 2024-03-05T08:00:00Z") from error


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{option}: '{text}' is not a date", hint="such as 2024-12-09") from error


@app.command()
def demo(
    keep: Annotated[Path | None, typer.Option(help="Folder to keep the demo's database and digest in.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the main job from nothing: bundled claims, bundled news sites on loopback, sixteen months replayed."""
    from houxu.commands.demo import run_demo

    raise typer.Exit(run_demo(settings(), keep, form))


@app.command()
def init() -> None:
    """Create the database, or bring it to this program's schema. Safe to repeat."""
    from houxu.commands.database import init as act

    act(settings())


@app.command()
def load(
    files: Annotated[
        list[Path], typer.Argument(help="Baseline files (db/baselines/*.yaml) and job files (jobs/*.yaml).")
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each claim is read: metric, event, value, dates.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Put baselines and jobs into the database. Loading the same file again changes nothing."""
    from houxu.commands.database import load as act

    act(settings(), files, explain=explain, form=form)


@app.command()
def run(
    job: Annotated[str | None, typer.Option(help="Only this job (the name of its file).")] = None,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601; for replaying archives.")] = None,
    no_digest: Annotated[bool, typer.Option("--no-digest", help="Do not write a digest at the end.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """One whole cycle: discover, fetch, extract, match, judge, update status. Safe to repeat and to interrupt."""
    from houxu.commands.run import run as act

    raise typer.Exit(act(settings(now), job, digest=not no_digest, form=form))


@app.command()
def ingest(
    files: Annotated[
        list[Path], typer.Argument(help="JSON lines: url,title,text or html,published,outlet,tier,language.")
    ],
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Judge articles that are already at hand, from the extract step on."""
    from houxu.commands.run import ingest as act

    raise typer.Exit(act(settings(now), files, form))


@app.command()
def status(
    claim: Annotated[str | None, typer.Argument(help="One claim, with its evidence in time order.")] = None,
    baseline: Annotated[str | None, typer.Option(help="Only this baseline's claims.")] = None,
    of: Annotated[Status | None, typer.Option("--status", help="Only claims of this status.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="As things stood at the end of this day.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """The claim-status table, or one claim with its evidence."""
    from houxu.commands.status import one, table

    day = _day(as_of, "--as-of")
    if claim is None:
        table(settings(), baseline=baseline, of=of, as_of=day, form=form)
    else:
        one(settings(), claim, as_of=day, form=form)


@app.command()
def review(
    evidence: Annotated[int, typer.Argument(help="The evidence number, as houxu status CLAIM shows it.")],
    decision: Annotated[Decision, typer.Argument(help="accept, reject, or relabel VERDICT.")],
    verdict: Annotated[Verdict | None, typer.Argument(help="The right verdict, with relabel.")] = None,
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    note: Annotated[str, typer.Option(help="Why.")] = "",
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
) -> None:
    """A person's verdict. It outranks the machine's, and the claim's status follows."""
    from houxu.commands.status import review as act

    if not by.strip():
        raise InputError("--by is missing", hint="say who decides")
    if (decision is Decision.RELABEL) != (verdict is not None):
        raise InputError(
            "relabel needs a verdict, accept and reject take none", hint="houxu review 12 relabel updates --by NAME"
        )
    act(settings(now), evidence, decision.value, verdict, by.strip(), note)


@app.command()
def digest(
    day: Annotated[str | None, typer.Option(help="The day, ISO; today when left out.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write: .html, .txt or .eml-less stem for both; stdout when left out.")
    ] = None,
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    send: Annotated[bool, typer.Option("--send", help="Mail it to the readers (not built yet).")] = False,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
) -> None:
    """Build the day's digest, to a file or to the screen."""
    from houxu.commands.digest import write

    if send:
        raise ConfigError("sending mail is not built yet", hint="use --out FILE, and mail it with your own tools")
    write(settings(now), _day(day, "--day"), out, language)


@app.command(name="eval")
def evaluate(
    pairs: Annotated[Path, typer.Argument(help="JSON lines: pair_id, claim_id or claim, passage, lang, label.")],
    baseline: Annotated[Path | None, typer.Option(help="Baseline file that claim_id refers to.")] = None,
    judge: Annotated[JudgeChoice, typer.Option(help="Which judge to score.")] = JudgeChoice.BUILT_IN,
    compare: Annotated[Path | None, typer.Option(help="An earlier report (JSON) to compare with.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Score the judge on labelled pairs."""
    from houxu.commands.evaluate import evaluate as act

    act(pairs, baseline, judge.value, compare, form)


@app.command()
def draft(
    article: Annotated[str, typer.Argument(help="File or address of an article.")],
    out: Annotated[Path | None, typer.Option(help="File to write; stdout when left out.")] = None,
) -> None:
    """Draft a baseline file from an article, for a person to edit."""
    from houxu.commands.draft import draft as act

    act(settings(), article, out)


@sources_app.command("check")
def sources_check(
    jobfile: Annotated[Path | None, typer.Argument(help="A job file; the loaded jobs when left out.")] = None,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Try every source once and say what each gave."""
    from houxu.commands.sources import check

    raise typer.Exit(check(settings(now), jobfile, form))


@app.command()
def doctor(form: FormatOption = Format.TABLE) -> None:
    """Check configuration, database, clock and disk, and say how to mend what is wrong."""
    from houxu.commands.doctor import doctor as act

    raise typer.Exit(act(settings(), form))


def main() -> None:
    """Entry point. Exit status: 0 done, 1 done with failures that were named, 2 wrong usage or input."""
    try:
        app()
    except (InputError, ConfigError) as error:
        err().print(f"houxu: {error}", markup=False, style="red", soft_wrap=True)
        sys.exit(2)
    except HouxuError as error:
        err().print(f"houxu: {error}", markup=False, style="red", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
