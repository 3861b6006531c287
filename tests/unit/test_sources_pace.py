"""How often a source is asked: a table of what came back, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houxu.fetch.client import Fetched
from houxu.sources.pace import Answered, Failed, Pace, breaker, decide
from houxu.sources.wishes import Wishes, of

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday
HALF = timedelta(minutes=30)


def minutes(
    pace: Pace, came: Answered | Failed, every: timedelta = HALF, now: datetime = NOW
) -> tuple[Pace, float | None]:
    decided = decide(pace, came, every=every, now=now, chance=0.5)
    assert decided.reason
    return decided.pace, None if decided.next_try is None else (decided.next_try - now) / timedelta(minutes=1)


NOTHING = Answered(0)
CASES = [
    # old state, what came, new state, minutes of rest (None: asked at the next firing), why
    (Pace(), Answered(3), Pace(), None, "news: asked at every firing"),
    (Pace(), NOTHING, Pace(1, 1), None, "nothing once says little"),
    (Pace(1, 2), NOTHING, Pace(2, 3), 45, "three times: every second firing, the time set between two of them"),
    (Pace(2, 3), NOTHING, Pace(2, 4), 45, "and so it stays for a while"),
    (Pace(8, 11), NOTHING, Pace(16, 12), 465, "down to a sixteenth"),
    (Pace(16, 50), NOTHING, Pace(16, 51), 465, "and no further"),
    (Pace(16, 50), Answered(1), Pace(), None, "news again: at once as often as the schedule says"),
    (Pace(), Failed("http-503"), Pace(failures=1), 15, "a quarter of an hour"),
    (Pace(failures=1), Failed("http-503"), Pace(failures=2), 30, "twice as long"),
    (Pace(failures=2), Failed("timeout"), Pace(failures=3), 60, "and again"),
    (Pace(failures=3), Failed("timeout"), Pace(failures=4, open=True), 120, "the breaker opens"),
    (Pace(failures=30, open=True), Failed("dns"), Pace(failures=31, open=True), 1440, "never more than a day"),
    (Pace(failures=1), Failed("http-429", 7200.0), Pace(failures=2), 120, "Retry-After above our own rest"),
    (Pace(failures=1), Failed("http-429", 60.0), Pace(failures=2), 30, "Retry-After below it"),
    (Pace(failures=1), Failed("http-429", 9e9), Pace(failures=2), 1440, "a wish of years is a mistake"),
    (Pace(4, 7, 9, True), NOTHING, Pace(4, 8), 105, "one good answer closes the breaker; the pace was kept"),
    (Pace(), Answered(1, Wishes(every=3600)), Pace(), 59, "a feed's ttl of an hour, with a minute's grace"),
    (Pace(), Answered(1, Wishes(fresh=1800)), Pace(), 29, "max-age as long as the schedule is met by it"),
    (Pace(), Answered(1, Wishes(fresh=300)), Pace(), None, "a short max-age asks for nothing"),
    (Pace(), Answered(1, Wishes(fresh=31536000)), Pace(), 479, "max-age of a year: at most sixteen firings"),
    (Pace(16, 50), Answered(0, Wishes(every=3600)), Pace(16, 51), 465, "slower than it wishes already"),
    (Pace(), Answered(1, Wishes(skip_hours=(12, 13))), Pace(), 120, "hours to leave out: until 14:00"),
    (Pace(), Answered(1, Wishes(skip_hours=tuple(range(24)))), Pace(), 480, "all of them: no more than sixteen firings"),
    (Pace(), Answered(1, Wishes(skip_days=(0,))), Pace(), 480, "Monday left out, within the same bound"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "came", "new", "rest", "why"), CASES, ids=[c[-1] for c in CASES])
def test_what_follows(old: Pace, came: Answered | Failed, new: Pace, rest: float | None, why: str) -> None:
    assert minutes(old, came) == (new, rest), why


def test_a_daily_schedule_is_never_thinned_out() -> None:
    day = timedelta(days=1)
    pace = Pace()
    for _ in range(20):
        pace, rest = minutes(pace, Answered(0, Wishes(every=10**6)), every=day)
        assert pace.factor == 1
        assert rest is None or rest <= 24 * 60


def test_failures_that_came_together_are_spread() -> None:
    rests = {decide(Pace(), Failed("x"), every=HALF, now=NOW, chance=c / 10).next_try for c in range(10)}
    assert len(rests) == 10
    assert all(r is not None and NOW + timedelta(minutes=11) < r < NOW + timedelta(minutes=19) for r in rests)


@pytest.mark.parametrize(
    ("is_open", "next_try", "word"),
    [(False, None, "closed"), (False, NOW + HALF, "closed"), (True, NOW + HALF, "open"), (True, NOW, "half-open")],
)
def test_the_breaker_in_a_word(is_open: bool, next_try: datetime | None, word: str) -> None:
    assert breaker(is_open, next_try, NOW) == word


@given(
    st.lists(st.one_of(st.integers(0, 3).map(Answered), st.floats(0, 1e6).map(lambda s: Failed("x", s))), max_size=60),
    st.sampled_from([timedelta(minutes=1), HALF, timedelta(hours=6), timedelta(days=1), timedelta(days=7)]),
    st.floats(0, 0.999),
)
def test_no_history_leads_outside_the_bounds(history: list[Answered | Failed], every: timedelta, chance: float) -> None:
    pace, now = Pace(), NOW
    for came in history:
        decided = decide(pace, came, every=every, now=now, chance=chance)
        pace, rest = decided.pace, (decided.next_try or now) - now
        assert timedelta(0) <= rest <= max(timedelta(days=1), every)
        assert 1 <= pace.factor <= 16
        assert isinstance(came, Failed) or not (pace.open or pace.failures)
        now = max(decided.next_try or now, now + every)


RSS = b"<rss version='2.0'><channel><title>t</title>%s<item><title>x</title></item></channel></rss>"
WISHES: list[tuple[Mapping[str, str], bytes, Wishes, str]] = [
    ({}, b"", Wishes(), "no wish"),
    ({"cache-control": "public, max-age=600"}, b"", Wishes(fresh=600), "max-age"),
    ({"cache-control": "max-age=600", "age": "500"}, b"", Wishes(fresh=100), "less the age it has"),
    ({"cache-control": "s-maxage=600"}, b"", Wishes(), "for shared caches, which we are not"),
    ({"cache-control": "no-cache, max-age=600"}, b"", Wishes(), "no-cache"),
    ({"expires": "Mon, 01 Jun 2026 13:00:00 GMT"}, b"", Wishes(fresh=3600), "Expires by our clock"),
    ({"expires": "Mon, 01 Jun 2026 13:00:00 GMT", "date": "Mon, 01 Jun 2026 12:30:00 GMT"}, b"", Wishes(fresh=1800), "by its clock"),
    ({"expires": "0"}, b"", Wishes(), "a common way to say: already stale"),
    ({"cache-control": "max-age=60", "expires": "Mon, 01 Jun 2026 13:00:00 GMT"}, b"", Wishes(fresh=60), "max-age wins"),
    ({}, b"<ttl>60</ttl>", Wishes(every=3600), "ttl in minutes"),
    ({}, b"<ttl>soon</ttl>", Wishes(), "a ttl in words"),
    ({}, b"<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", Wishes(every=1800), "syndication"),
    ({}, b"<sy:updatePeriod>daily</sy:updatePeriod>", Wishes(every=86400), "once a day"),
    ({}, b"<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>77</hour></skipHours>", Wishes(skip_hours=(0, 5)), "hours; 24 is midnight"),
    ({}, b"<skipDays><day>Saturday</day><day>sunday</day><day>Funday</day></skipDays>", Wishes(skip_days=(5, 6)), "days"),
]  # fmt: skip


def answer(headers: Mapping[str, str], channel: bytes, *, not_modified: bool = False) -> Fetched:
    body = b"" if not_modified else RSS % channel
    return Fetched("http://x", "http://x", 304 if not_modified else 200, headers, body, NOW, not_modified=not_modified)


@pytest.mark.parametrize(("headers", "channel", "wished", "why"), WISHES, ids=[w[-1] for w in WISHES])
def test_what_a_server_wishes(headers: Mapping[str, str], channel: bytes, wished: Wishes, why: str) -> None:
    assert of(answer(headers, channel)) == wished, why


def test_an_answer_without_body_leaves_what_the_feed_said() -> None:
    before = Wishes(fresh=60, every=3600, skip_hours=(1,))
    assert of(answer({}, b"", not_modified=True), before) == Wishes(None, 3600, (1,))


@pytest.mark.parametrize("wished", [Wishes(), Wishes(5, 7, (1, 2), (3,))])
def test_wishes_are_kept_as_json(wished: Wishes) -> None:
    assert Wishes.read(wished.stored()) == wished
