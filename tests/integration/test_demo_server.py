"""The sample sites as a visitor meets them: feeds, validators, robots, days."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import feedparser
import httpx
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from protego import Protego

from houxu.claims.baseline import load
from houxu.demo.serve import ROBOTS, DemoSites
from houxu.demo.sites import FIRST, LAST, outlets, pages
from houxu.sources.search import addresses


@pytest.fixture
def sites() -> Iterator[DemoSites]:
    with DemoSites(LAST) as running:
        yield running


@pytest.fixture
def visitor(sites: DemoSites) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sites.base_url, trust_env=False) as client:
        yield client


def _of(discovery: str) -> str:
    return next(o.slug for o in outlets() if o.discovery == discovery)


def _paths(slug: str) -> set[str]:
    return {p.path for p in pages() if p.outlet.slug == slug}


@pytest.mark.parametrize(("form", "name"), [("rss", "rss.xml"), ("atom", "atom.xml")])
def test_feeds_parse_and_list_every_page_of_their_outlet(
    sites: DemoSites, visitor: httpx.Client, form: str, name: str
) -> None:
    for outlet in (o for o in outlets() if o.discovery == form):
        feed = feedparser.parse(visitor.get(f"/{outlet.slug}/{name}").content)
        assert not feed.bozo
        linked = {e.link.removeprefix(sites.base_url).partition("?")[0] for e in feed.entries}
        assert linked == _paths(outlet.slug)
        assert all(e.published_parsed for e in feed.entries)


def test_the_json_feed_lists_every_page_of_its_outlet(sites: DemoSites, visitor: httpx.Client) -> None:
    slug = _of("jsonfeed")
    feed = visitor.get(f"/{slug}/feed.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["url"].removeprefix(sites.base_url) for item in feed["items"]} == _paths(slug)


def test_the_list_page_gives_its_links_to_the_jobs_selector(sites: DemoSites, visitor: httpx.Client) -> None:
    slug = _of("list")
    (source,) = [s for s in sites.job().sources if s.id == slug]
    soup = BeautifulSoup(visitor.get(f"/{slug}/list.html").content, "lxml")
    assert {a["href"] for a in soup.select(source.item or "")} == _paths(slug)


def test_the_sitemap_index_leads_to_gzipped_sitemaps_of_every_page(sites: DemoSites, visitor: httpx.Client) -> None:
    slug = _of("sitemap")
    index = etree.fromstring(visitor.get(f"/{slug}/sitemap.xml").content)
    found: set[str] = set()
    for location in index.iterfind(".//{*}loc"):
        child = etree.fromstring(gzip.decompress(visitor.get(str(location.text)).content))
        found |= {str(loc.text).removeprefix(sites.base_url) for loc in child.iterfind(".//{*}loc")}
    assert found == _paths(slug)


def test_the_search_answers_a_query_with_the_pages_that_hold_it(sites: DemoSites, visitor: httpx.Client) -> None:
    slug = _of("search")
    feed = feedparser.parse(visitor.get(f"/{slug}/search.xml?q={quote('豆包')}").content)
    held = {p.path for p in pages() if p.outlet.slug == slug and "豆包" in p.title + p.text}
    assert {e.link.removeprefix(sites.base_url).partition("?")[0] for e in feed.entries} == held
    assert held


def test_the_queries_made_from_the_claims_find_every_page_of_the_search(
    sites: DemoSites, visitor: httpx.Client
) -> None:
    (source,) = [s for s in sites.job().sources if s.kind == "search"]
    baseline = load(Path(__file__).resolve().parents[2] / "db" / "baselines" / "sora-2024.yaml")
    found = "".join(visitor.get(address).text for address in addresses([baseline], source))
    assert [path for path in _paths(source.id) if path not in found] == []


def test_a_search_for_nothing_finds_nothing(visitor: httpx.Client) -> None:
    assert feedparser.parse(visitor.get(f"/{_of('search')}/search.xml?q=").content).entries == []


def test_an_unchanged_page_is_answered_304_by_tag_and_by_date(visitor: httpx.Client) -> None:
    first = visitor.get(pages()[0].path)
    by_tag = visitor.get(pages()[0].path, headers={"If-None-Match": first.headers["etag"]})
    by_date = visitor.get(pages()[0].path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (first.status_code, by_tag.status_code, by_date.status_code) == (200, 304, 304)
    assert by_tag.content == by_date.content == b""


def test_a_tag_outranks_a_date(visitor: httpx.Client) -> None:
    known = visitor.get(pages()[0].path).headers["last-modified"]
    stale = {"If-None-Match": '"something-else"', "If-Modified-Since": known}
    assert visitor.get(pages()[0].path, headers=stale).status_code == 200


def test_a_feed_changes_its_tag_only_when_a_page_appears(sites: DemoSites, visitor: httpx.Client) -> None:
    outlet = next(o for o in outlets() if o.discovery == "jsonfeed")
    last = max(p.day for p in pages() if p.outlet is outlet)
    tags = []
    for day in (last - timedelta(days=1), last, last + timedelta(days=1)):
        sites.advance(day)
        tags.append(visitor.get(f"/{outlet.slug}/feed.json").headers["etag"])
    assert tags[0] != tags[1] == tags[2]


def test_robots_bar_the_one_page_that_must_not_be_fetched(sites: DemoSites, visitor: httpx.Client) -> None:
    rules = Protego.parse(visitor.get("/robots.txt").text)
    barred = [p for p in pages() if not rules.can_fetch(sites.base_url + p.path, "houxu")]
    assert visitor.get("/robots.txt").text == ROBOTS
    assert [p.disallowed for p in barred] == [True]


def test_what_is_not_published_yet_is_neither_listed_nor_served(sites: DemoSites, visitor: httpx.Client) -> None:
    sites.advance(FIRST)
    future = next(p for p in pages() if p.day > FIRST)
    slug = _of("jsonfeed")
    items = visitor.get(f"/{slug}/feed.json").json()["items"]
    assert {item["url"].removeprefix(sites.base_url) for item in items} == {
        p.path for p in pages() if p.outlet.slug == slug and p.day <= FIRST
    }
    assert visitor.get(future.path).status_code == 404


def test_advancing_reveals_a_page_on_its_own_day(sites: DemoSites, visitor: httpx.Client) -> None:
    page = pages()[len(pages()) // 2]
    answers = []
    for day in (page.day - timedelta(days=1), page.day):
        sites.advance(day)
        answers.append(visitor.get(page.path).status_code)
    assert answers == [404, 200]


def test_a_broken_source_answers_500_until_it_is_repaired(sites: DemoSites, visitor: httpx.Client) -> None:
    (outlet,) = [o for o in outlets() if o.broken_until is not None]
    repaired = outlet.broken_until or date.max
    answers = []
    for day in (repaired - timedelta(days=1), repaired):
        sites.advance(day)
        answers.append(visitor.get(f"/{outlet.slug}/rss.xml").status_code)
    assert answers == [500, 200]
    assert repaired in sites.days()


def test_every_page_is_served_in_the_charset_of_its_outlet(visitor: httpx.Client) -> None:
    for page in pages():
        answer = visitor.get(page.path)
        assert page.title in BeautifulSoup(answer.content.decode(page.outlet.encoding), "lxml").get_text()
        assert ("charset" in answer.headers["content-type"]) is (page.outlet.encoding == "utf-8")


def test_the_job_names_every_outlet_once_with_its_tier(sites: DemoSites) -> None:
    sources = sites.job().sources
    assert [(s.id, s.outlet, s.tier) for s in sources] == [(o.slug, o.name, o.tier) for o in outlets()]
    assert all(s.url.startswith(sites.base_url) for s in sources)


def test_requests_are_remembered(sites: DemoSites, visitor: httpx.Client) -> None:
    visitor.get("/robots.txt")
    visitor.get("/nowhere")
    assert sites.asked() == [("/robots.txt", 200), ("/nowhere", 404)]
