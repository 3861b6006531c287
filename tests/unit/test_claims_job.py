"""Job files: what cannot work is refused before the first fetch, with its line."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from urllib.parse import urlsplit

import pytest

from houxu.claims.job import load_job, loads_job
from houxu.errors import JobError
from houxu.model import DigestPlan, Job, Schedule, Source, Tier

GOOD = """\
watch: sora-2024
timezone: Asia/Shanghai
sources:
  - {id: news, outlet: 某报, kind: feed, url: "https://a.example/rss", tier: major}
  - id: page
    outlet: 某网
    kind: list
    url: https://b.example/list
    item: ul.list a
    tier: trade
  - {id: search, outlet: S, kind: search, url: "https://c.example/?q={query}", tier: aggregator}
schedule: {fetch: "*/30 * * * *", digest: "0 8 * * *"}
digest: {to: [desk@example.org], language: zh}
"""

# (what is wrong, the text to replace, its replacement, the exact message)
MISTAKES = [
    ("a misspelt key", "timezone:", "time_zone:",
     "j.yaml:2: unknown key 'time_zone' in a job file (did you mean 'timezone'?)"),
    ("no such time zone", "Asia/Shanghai", "Asia/Peking",
     "j.yaml:2: timezone: there is no time zone 'Asia/Peking' (write a name such as Asia/Shanghai)"),
    ("a zone that is a path", "Asia/Shanghai", "../../etc/passwd",
     "j.yaml:2: timezone: there is no time zone '../../etc/passwd' (write a name such as Asia/Shanghai)"),
    ("a source without outlet", "outlet: 某报, ", "", "j.yaml:4: a source lacks the key 'outlet'"),
    ("no such kind", "kind: feed", "kind: feeds",
     "j.yaml:4: kind: 'feeds' is none of the allowed words (did you mean 'feed'?)"),
    ("no such tier", "tier: major", "tier: mayor",
     "j.yaml:4: tier: 'mayor' is none of the allowed words (did you mean 'major'?)"),
    ("a list page without selector", "    item: ul.list a\n", "",
     "j.yaml:5: a source of kind list lacks the key 'item' (a CSS selector, such as \"ul.list a\")"),
    ("a selector that is none", "ul.list a", "'ul..list['",
     "j.yaml:9: item: 'ul..list[' is not a CSS selector:"),
    ("a selector for a feed", "tier: major", "tier: major, item: a",
     "j.yaml:4: item: is for sources of kind list, not feed"),
    ("a query for a feed", "tier: major", "tier: major, query: auto",
     "j.yaml:4: query: is for sources of kind search, not feed"),
    ("a search that cannot ask", "?q={query}", "?q=x", "j.yaml:11: url: must hold {query}"),
    ("a query where none is asked", "a.example/rss", "a.example/{query}",
     "j.yaml:4: url: {query} is for sources of kind search"),
    ("an address without scheme", "https://a.example/rss", "a.example/rss",
     "j.yaml:4: url: 'a.example/rss' is not a web address (write it in full, with https://)"),
    ("a file address", "https://a.example/rss", "file:///etc/passwd",
     "j.yaml:4: url: 'file:///etc/passwd' is not a web address (write it in full, with https://)"),
    ("a port that is none", "https://a.example/rss", "https://a.example:99999/",
     "j.yaml:4: url: 'https://a.example:99999/' is not a web address (write it in full, with https://)"),
    ("cron with four fields", "*/30 * * * *", "*/30 * * *",
     "j.yaml:12: fetch: '*/30 * * *' is not a cron expression: Wrong number of fields; got 4, expected 5"),
    ("cron at 25 o'clock", "0 8 * * *", "0 25 * * *",
     "j.yaml:12: digest: '0 25 * * *' is not a cron expression"),
    ("an address with a name", "desk@example.org", '"Desk <desk@example.org>"',
     "j.yaml:13: to: 'Desk <desk@example.org>' is not a mail address (write name@example.org alone)"),
    ("a header smuggled in", "desk@example.org", '"a@b.org\\nBcc: c@d.org"',
     "j.yaml:13: to: 'a@b.org\\nBcc: c@d.org' is not a mail address"),
    ("no such digest language", "language: zh", "language: cn",
     "j.yaml:13: language: 'cn' is none of the allowed words"),
    ("nothing to watch", "watch: sora-2024", "watch: []",
     "j.yaml:1: watch: names no baseline (write the slug of one, or a list of them)"),
    ("a baseline watched twice", "watch: sora-2024", "watch: [a, b, a]",
     "j.yaml:1: watch: baseline 'a' stands twice"),
    ("a repeated source id", "id: search", "id: news",
     "j.yaml:11: id: source 'news' is already there (first on line 4)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_named_with_its_line(old: str, new: str, message: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(JobError) as caught:
        loads_job(GOOD.replace(old, new), "j", "j.yaml")
    assert message in str(caught.value)


def test_no_sources_is_a_mistake() -> None:
    with pytest.raises(JobError, match=r"^j\.yaml:2: sources: names no place to look"):
        loads_job("watch: a\nsources: []\n", "j", "j.yaml")


def test_a_good_file_gives_the_whole_job() -> None:
    assert loads_job(GOOD, "daily") == Job(
        name="daily",
        watch=("sora-2024",),
        timezone="Asia/Shanghai",
        sources=(
            Source("news", "某报", "feed", "https://a.example/rss", Tier.MAJOR),
            Source("page", "某网", "list", "https://b.example/list", Tier.TRADE, item="ul.list a"),
            Source("search", "S", "search", "https://c.example/?q={query}", Tier.AGGREGATOR, query="auto"),
        ),
        schedule=Schedule(),
        digest=DigestPlan(to=("desk@example.org",)),
    )


def test_schedule_digest_and_zone_have_defaults_and_watch_takes_a_list() -> None:
    short = 'watch: [a, b]\nsources:\n- {id: f, outlet: F, kind: feed, url: "http://f.example/", tier: blog}\n'
    job = loads_job(short, "short")
    assert (job.watch, job.timezone, job.schedule, job.digest) == (
        ("a", "b"),
        "Asia/Shanghai",
        Schedule(),
        DigestPlan(),
    )


@pytest.mark.parametrize("address", ["desk@localhost", "a.b+news@sub.example.org", "编辑@例子.cn"])
def test_unusual_but_real_mail_addresses_pass(address: str) -> None:
    assert loads_job(GOOD.replace("desk@example.org", address), "j").digest.to == (address,)


# --- the bundled job ---


@pytest.fixture(scope="module")
def bundled() -> Job:
    with resources.as_file(resources.files("houxu._jobs").joinpath("sora-2024.yaml")) as path:
        return load_job(path)


def test_the_bundled_job_takes_the_name_of_its_file(bundled: Job) -> None:
    assert (bundled.name, bundled.watch) == ("sora-2024", ("sora-2024",))


def test_the_bundled_job_looks_widely_in_both_languages(bundled: Job) -> None:
    assert len(bundled.sources) >= 15
    assert Counter(source.language for source in bundled.sources).keys() >= {"zh", "en"}
    assert {source.kind for source in bundled.sources} == {"feed", "list", "sitemap", "search"}
    assert {source.tier for source in bundled.sources} >= {Tier.OFFICIAL, Tier.AGENCY, Tier.MAJOR, Tier.TRADE}


def test_official_sources_are_on_their_owners_sites(bundled: Job) -> None:
    sites = {source.outlet: urlsplit(source.url).hostname for source in bundled.sources if source.tier == "official"}
    assert sites["OpenAI"] == "openai.com"
    assert sites["Anthropic"] == "www.anthropic.com"


def test_no_two_bundled_sources_read_the_same_place(bundled: Job) -> None:
    assert max(Counter((source.url, source.query) for source in bundled.sources).values()) == 1
