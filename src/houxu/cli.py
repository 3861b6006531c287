"""The `houxu` program: thin commands over the library. Results to stdout, logs and progress to stderr."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from houxu import __version__
from houxu.errors import ConfigError, HouxuError, InputError
from houxu.model import Status, Verdict
from houxu.ops import logs
from houxu.settings import Loaded, Settings, load_settings, read_settings
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
sources_app = typer.Typer(help="Look at the sources of coverage.", invoke_without_command=True)
app.add_typer(sources_app, name="sources")
readers_app = typer.Typer(help="Who is told of changes, and how.", no_args_is_help=True)
app.add_typer(readers_app, name="readers")

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the listing.")]
EXPLAINS = ("config", "doctor")  # commands that have something to say about settings that are wrong
_settings: dict[str, Loaded] = {}
_broken: list[ConfigError] = []
_asked: dict[str, Any] = {"chosen": None}


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
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="The houxu.toml to read [HOUXU_CONFIG; see docs/configuration.md].")
    ] = None,
    db: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL of the database [HOUXU_DB; default sqlite:///houxu.db].")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    _asked.update(chosen=config, db=db)
    try:
        loaded = read_settings(**_asked)
    except ConfigError as error:
        if context.invoked_subcommand not in EXPLAINS:
            raise
        _broken[:] = [error]
        return
    _settings["now"] = loaded
    logs.begin(loaded.settings, verbose=verbose)


def settings(now: str | None = None) -> Settings:
    """The settings in force, with a run's own clock if one is given."""
    base = (_settings.get("now") or read_settings()).settings
    if now is None:
        return base
    try:
        return load_settings(**_asked, now=datetime.fromisoformat(now.replace("Z", "+00:00")))
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
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for a job that another process is at.")] = 0.0,
    form: FormatOption = Format.TABLE,
) -> None:
    """One whole cycle: discover, fetch, extract, match, judge, update status. Safe to repeat and to interrupt."""
    from houxu.commands.run import run as act

    raise typer.Exit(act(settings(now), job, digest=not no_digest, form=form, wait=wait))


@app.command()
def serve(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Baseline and job files, or folders of them, to keep loaded.")
    ] = None,
) -> None:
    """Run the loaded jobs on their schedules until told to stop (SIGTERM); reload on SIGHUP. See docs/service.md."""
    from houxu.commands.serve import serve as act

    act(settings(), files or [])


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
    send: Annotated[bool, typer.Option("--send", help="Mail it to the readers who are due, each once.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --send: say who would be sent what, and stop.")
    ] = False,
    form: FormatOption = Format.TABLE,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
) -> None:
    """Build the day's digest: to a file, to the screen, or to the readers who are due."""
    from houxu.commands.digest import write

    if dry_run and not send:
        raise InputError("--dry-run is for --send", hint="houxu digest --send --dry-run")
    if send:
        from houxu.commands.send import send as act

        raise typer.Exit(act(settings(now), _day(day, "--day"), dry_run=dry_run, form=form))
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

    act(settings(), pairs, baseline, judge.value, compare, form)


@app.command()
def draft(
    article: Annotated[str, typer.Argument(help="File or address of an article.")],
    out: Annotated[Path | None, typer.Option(help="File to write; stdout when left out.")] = None,
) -> None:
    """Draft a baseline file from an article, for a person to edit."""
    from houxu.commands.draft import draft as act

    act(settings(), article, out)


@sources_app.callback()
def sources_root(context: typer.Context, form: FormatOption = Format.TABLE) -> None:
    """How each source fares: last answer, next try, pace and breaker, with the reason. `check` asks them all."""
    from houxu.commands.sources import listing

    if context.invoked_subcommand is None:
        raise typer.Exit(listing(settings(), form))


@sources_app.command("check")
def sources_check(
    jobfile: Annotated[Path | None, typer.Argument(help="A job file; the loaded jobs when left out.")] = None,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Try every source once and say what each gave."""
    from houxu.commands.sources import check

    raise typer.Exit(check(settings(now), jobfile, form))


ForceOption = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    force: ForceOption = False,
) -> None:
    """Copy the database to a file, checked, while it is in use (SQLite)."""
    from houxu.commands.backup import backup as act

    raise typer.Exit(act(settings(), file, force=force))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that houxu backup wrote.")],
    force: ForceOption = False,
) -> None:
    """Put a backup in the database's place (SQLite). Stop the service first."""
    from houxu.commands.backup import restore as act

    raise typer.Exit(act(settings(), file, force=force))


@app.command()
def prune(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    now: Annotated[str | None, typer.Option(help="The clock of this run, ISO 8601.")] = None,
) -> None:
    """Empty the texts of articles older than HOUXU_KEEP_ARTICLES_DAYS; evidence and its passages stay for ever."""
    from houxu.commands.backup import prune as act

    act(settings(now), dry_run=dry_run)


@app.command()
def metrics() -> None:
    """Print the database's metrics, for Prometheus' textfile collector; the service has them at /metrics."""
    from houxu.commands.backup import metrics as act

    act(settings())


@app.command()
def config(
    example: Annotated[
        bool, typer.Option("--example", help="Print a houxu.toml with every setting explained.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Every setting in force and where it comes from; secrets are masked."""
    from houxu.commands.config import example as print_example
    from houxu.commands.config import show_all

    if example:
        print_example()
        return
    if _broken:
        raise _broken[0]
    show_all(_settings.get("now") or read_settings(), form)


@app.command()
def feed(
    out: Annotated[Path, typer.Option(help="File to write, replaced as a whole.")],
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Write an Atom feed of changes of status."""
    from houxu.commands.send import feed as act

    act(settings(), out, language)


AddressArgument = Annotated[str, typer.Argument(help="The reader's mail address.")]
NameOption = Annotated[str | None, typer.Option(help="The reader's name.")]
LanguageOption = Annotated[str | None, typer.Option(help="zh or en.")]
BaselinesOption = Annotated[list[str] | None, typer.Option("--baseline", help="Only this one (repeatable), or all.")]
ZoneOption = Annotated[str | None, typer.Option("--timezone", help="Such as Asia/Shanghai.")]
HourOption = Annotated[int | None, typer.Option(help="Hour of the day, in that zone.")]
OnOption = Annotated[str | None, typer.Option("--on", help="daily, or mon ... sun for a weekly digest.")]
QuietOption = Annotated[str | None, typer.Option(help="When nothing changed: short (a short mail) or nothing.")]
NowOption = Annotated[str | None, typer.Option(help="The clock of this command, ISO 8601.")]


@readers_app.command("add")
def readers_add(
    address: AddressArgument,
    name: NameOption = None,
    language: LanguageOption = None,
    baseline: BaselinesOption = None,
    timezone: ZoneOption = None,
    hour: HourOption = None,
    on: OnOption = None,
    quiet: QuietOption = None,
    again: Annotated[bool, typer.Option("--again", help="The reader opted out once, and asked to come back.")] = False,
    now: NowOption = None,
) -> None:
    """Take in a reader: daily at 08:00 in Shanghai, in Chinese, of all baselines, unless told otherwise."""
    from houxu.commands import readers as act

    wanted = act.wishes(name, language, baseline, timezone, hour, on, quiet)
    act.add(settings(now), address, wanted, again=again)


@readers_app.command("set")
def readers_set(
    address: AddressArgument,
    name: NameOption = None,
    language: LanguageOption = None,
    baseline: BaselinesOption = None,
    timezone: ZoneOption = None,
    hour: HourOption = None,
    on: OnOption = None,
    quiet: QuietOption = None,
) -> None:
    """Change what a reader wants. Job files leave the reader alone from then on."""
    from houxu.commands import readers as act

    act.change(settings(), address, act.wishes(name, language, baseline, timezone, hour, on, quiet))


@readers_app.command("list")
def readers_list(form: FormatOption = Format.TABLE) -> None:
    """All readers, and how the last mail to each went."""
    from houxu.commands.readers import listing

    listing(settings(), form)


@readers_app.command("pause")
def readers_pause(address: AddressArgument, now: NowOption = None) -> None:
    """Tell a reader nothing until `resume`."""
    from houxu.commands.readers import pause

    pause(settings(now), address)


@readers_app.command("resume")
def readers_resume(address: AddressArgument) -> None:
    """Go on after a pause, or after a bounce that is mended."""
    from houxu.commands.readers import resume

    resume(settings(), address)


@readers_app.command("remove")
def readers_remove(address: AddressArgument, now: NowOption = None) -> None:
    """Remove a reader; job files do not bring the reader back."""
    from houxu.commands.readers import remove

    remove(settings(now), address)


# Tokens of readers added before nonces were hex may begin with a dash, and are no options.
@readers_app.command("unsubscribe", context_settings={"ignore_unknown_options": True})
def readers_unsubscribe(
    token: Annotated[str, typer.Argument(help="From the subject of an unsubscribe mail.")], now: NowOption = None
) -> None:
    """Opt a reader out, by the token of an unsubscribe mail."""
    from houxu.commands.readers import opt_out

    opt_out(settings(now), token)


@app.command()
def doctor(form: FormatOption = Format.TABLE) -> None:
    """Check configuration, database, clock and disk, and say how to mend what is wrong."""
    from houxu.commands.doctor import doctor as act

    raise typer.Exit(act(_broken[0] if _broken else settings(), form))


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
