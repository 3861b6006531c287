"""Every sort of feed gives its links, with titles and dates as their writers meant them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.errors import ParseError
from houxu.sources import feed
from houxu.sources.dates import zone_of
from houxu.sources.links import Discovery

URL = "https://news.example/feeds/all.xml"
MORNING = datetime(2024, 3, 4, 2, 20, tzinfo=UTC)  # 10:20 in Shanghai


def parse(text: str | bytes, *, language: str | None = None, timezone: str | None = None) -> Discovery:
    body = text.encode() if isinstance(text, str) else text
    return feed.parse(body, url=URL, zone=zone_of(timezone, language), language=language)


def rss(items: str, version: str = "2.0") -> str:
    return f'<?xml version="1.0"?>\n<rss version="{version}"><channel><title>t</title>{items}</channel></rss>'


ITEM = "<item><title>Sora opens</title><link>/n/1</link>{date}</item>"
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel>
 <item rdf:about="https://news.example/n/1"><title>Sora opens</title><link>https://news.example/n/1</link>
 <dc:date>2024-03-04T10:20:00+08:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>Sora opens</title>
 <link rel="self" href="/api/1"/><link rel="alternate" type="text/html" href="/n/1"/>
 <published>2024-03-04T02:20:00Z</published><updated>2024-03-09T00:00:00Z</updated></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "1", "url": "/n/1",
 "title": "Sora opens", "date_published": "2024-03-04T10:20:00+08:00"}]}"""
DATED = ITEM.format(date="<pubDate>Mon, 04 Mar 2024 10:20:00 +0800</pubDate>")


@pytest.mark.parametrize(
    "text",
    [rss(DATED), rss(DATED, "0.91"), RDF, ATOM, JSON, "\ufeff" + rss(DATED), "\n\n" + rss(DATED)],
    ids=["RSS 2.0", "RSS 0.91", "RDF", "Atom", "JSON Feed", "with a byte order mark", "after blank lines"],
)
def test_each_format_gives_the_link_title_and_date(text: str) -> None:
    found = parse(text)
    assert found.problems == ()
    (link,) = found.links
    assert (link.url, link.title, link.published) == ("https://news.example/n/1", "Sora opens", MORNING)


@pytest.mark.parametrize(
    ("raw", "language", "timezone", "expected"),
    [
        ("2024年3月4日 10:20", "zh", None, MORNING),
        ("2024/03/04 10:20", "zh", None, MORNING),
        ("Mon, 04 Mar 2024 10:20:00 CST", "zh", None, MORNING),
        ("Mon, 04 Mar 2024 10:20:00 CST", "en", None, datetime(2024, 3, 4, 16, 20, tzinfo=UTC)),
        ("2024-03-04 10:20:00", "en", "Asia/Shanghai", MORNING),
        ("2024-03-04 02:20:00", "en", None, MORNING),
        ("some day", "en", None, None),
    ],
)
def test_dates_are_read_in_the_sources_own_way(
    raw: str, language: str, timezone: str | None, expected: datetime | None
) -> None:
    (link,) = parse(rss(ITEM.format(date=f"<pubDate>{raw}</pubDate>")), language=language, timezone=timezone).links
    assert (link.published, link.published_raw) == (expected, raw)


def test_the_bytes_of_a_gbk_feed_that_says_gb2312() -> None:
    text = '<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><title>新闻</title>'
    text += "<item><title>朱镕基谈视频模型的开放</title><link>/n/1</link></item></channel></rss>"
    assert parse(text.encode("gbk")).links[0].title == "朱镕基谈视频模型的开放"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<title>A &amp;amp; B</title>", "A & B"),
        ("<title><![CDATA[A <b>bold</b> claim]]></title>", "A bold claim"),
        ("<title>&lt;em&gt;Sora&lt;/em&gt; opens</title>", "Sora opens"),
        ("<title>if 3 &amp;lt; 4</title>", "if 3 < 4"),
        ("<title>\n  two\n  lines </title>", "two lines"),
        ("", None),
    ],
)
def test_titles_are_plain_text(written: str, read: str | None) -> None:
    (link,) = parse(rss(f"<item>{written}<link>/n/1</link></item>")).links
    assert link.title == read


def test_a_summary_is_plain_and_short() -> None:
    (link,) = parse(
        rss(f"<item><link>/n</link><description>&lt;p&gt;{'字' * 3000}&lt;/p&gt;</description></item>")
    ).links
    assert link.summary is not None
    assert len(link.summary) == 1000
    assert link.summary.startswith("字字")


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>../n/1</link>", "https://news.example/n/1"),
        ("<guid>https://news.example/n/2</guid>", "https://news.example/n/2"),
        ('<guid isPermaLink="false">17</guid><link>//cdn.example/n</link>', "https://cdn.example/n"),
        ("<link> https://news.example/n/3\n</link>", "https://news.example/n/3"),
    ],
)
def test_links_in_every_form_become_whole_addresses(item: str, url: str) -> None:
    assert [link.url for link in parse(rss(f"<item>{item}</item>")).links] == [url]


def test_an_atom_base_counts() -> None:
    text = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><title>t</title>'
    text += '<entry><title>a</title><link href="1.html"/></entry></feed>'
    assert parse(text).links[0].url == "https://other.example/x/1.html"


def test_entries_without_a_link_are_counted() -> None:
    found = parse(rss("<item><title>a</title></item>" + DATED))
    assert len(found.links) == 1
    assert found.problems == ("1 of 2 entries have no link",)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss("")) == Discovery((), ("the feed has no entries",))
    assert parse('{"items": []}') == Discovery((), ("the feed has no entries",))


def test_a_damaged_feed_gives_what_it_has_and_the_line_of_the_damage() -> None:
    found = parse(rss(f"{DATED}\n<item><title>5 < 6 & 7</title><link>/n/2</link></item>"))
    assert [link.url for link in found.links] == ["https://news.example/n/1", "https://news.example/n/2"]
    assert found.problems[0].startswith("the feed is damaged: line 3: ")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "the feed is empty"),
        ("   \n", "the feed is empty"),
        ("not found", "no feed can be read here"),
        ("{", "the JSON feed cannot be read"),
        ('{"error": 1}', "no list of items"),
        ("[1, 2]", "no list of items"),
        ("<urlset></urlset>", "no feed can be read here"),
        ("<!DOCTYPE html><html><body>x</body></html>", "this is a web page, not a feed"),
        ("<html><body>x</body></html>", "try kind: list"),
    ],
)
def test_what_is_no_feed_says_why(body: str, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        parse(body)
    assert caught.value.where == URL


def test_a_feed_that_quotes_a_web_page_is_still_a_feed() -> None:
    assert (
        len(parse(rss("<item><link>/n</link><description><![CDATA[<html>x</html>]]></description></item>")).links) == 1
    )


@pytest.mark.timeout(20)
@pytest.mark.parametrize("flood", ["<!-- x --> ", "<?xml ?>", "<", "<rss", "<!DOCTYPE html [", " "])
def test_a_flood_of_one_piece_ends_soon(flood: str) -> None:
    with pytest.raises(ParseError):
        parse(flood * 50_000)


def test_a_page_behind_comments_is_still_a_page() -> None:
    with pytest.raises(ParseError, match="this is a web page"):
        parse("<?xml version='1.0'?>\n<!-- a --><!-- b -->\n<!DOCTYPE html><html></html>")


def test_a_feed_is_never_taken_for_a_file_name() -> None:
    with pytest.raises(ParseError):
        parse("/etc/passwd")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"{", b"<rss version='2.0'><channel><item>", b"<feed><entry>"]),
)
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes, head: bytes) -> None:
    try:
        assert isinstance(parse(head + body), Discovery)
    except ParseError as error:
        assert error.what  # noqa: PT017
