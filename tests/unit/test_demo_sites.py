"""The bundled sample coverage: enough of it, dated right, with every trap, and an outcome for every claim."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from houxu.claims.baseline import load
from houxu.demo.render import page_bytes
from houxu.demo.sites import FIRST, LAST, TRAPS, expected, justified, outlets, pages
from houxu.fetch.charset import decode
from houxu.model import Kind, Status, Tier, Verdict
from houxu.reprints import is_reprint

BASELINE = load(Path(__file__).resolve().parents[2] / "db" / "baselines" / "sora-2024.yaml")
BY_ID = {page.id: page for page in pages()}
STATUS_NEEDS = {
    Status.CONFIRMED: Verdict.SUPPORTS,
    Status.CONTRADICTED: Verdict.REFUTES,
    Status.SUPERSEDED: Verdict.UPDATES,
}


def test_there_are_seventy_pages_or_more_from_six_outlets_or_more() -> None:
    assert len(pages()) >= 70
    assert len({page.outlet.slug for page in pages()}) >= 6


def test_outlets_range_from_official_to_aggregator() -> None:
    assert {outlet.tier for outlet in outlets()} == set(Tier)


def test_both_languages_and_both_scripts_are_there() -> None:
    share = Counter(page.outlet.language for page in pages())
    assert set(share) == {"zh", "zh-Hant", "en"}
    assert 0.5 <= (share["zh"] + share["zh-Hant"]) / len(pages()) <= 0.7


def test_every_way_of_finding_pages_and_of_dating_them_is_used() -> None:
    assert {o.discovery for o in outlets()} == {"rss", "atom", "jsonfeed", "list", "sitemap", "search"}
    assert {o.dates for o in outlets()} == {"visible", "meta", "json-ld"}


def test_pages_fall_between_the_first_and_the_last_day_with_a_zone() -> None:
    assert all(FIRST <= page.day <= LAST and page.published.tzinfo is not None for page in pages())


def test_no_page_is_published_twice_at_one_address() -> None:
    assert Counter(page.path for page in pages()).most_common(1)[0][1] == 1
    assert Counter(page.id for page in pages()).most_common(1)[0][1] == 1


def test_no_two_outlets_share_a_slug_or_a_name() -> None:
    assert len({o.slug for o in outlets()}) == len({o.name for o in outlets()}) == len(outlets())


def test_one_outlet_is_in_gb18030_and_says_so_in_its_pages_alone() -> None:
    (outlet,) = [o for o in outlets() if o.encoding == "gb18030"]
    page = next(p for p in pages() if p.outlet is outlet)
    body = page_bytes(page)
    text, encoding = decode(body, "text/html")
    assert page.title in text
    assert encoding.lower() == "gb18030"
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_a_page_has_the_same_bytes_each_time() -> None:
    assert all(page_bytes(page) == page_bytes(page) for page in pages()[:5])


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("must_flag", [True, False], ids=["must flag", "must not flag"])
def test_every_trap_is_set_in_both_directions_on_named_claims(trap: str, must_flag: bool) -> None:
    setting = [p for p in pages() if p.trap is not None and (p.trap.name, p.trap.must_flag) == (trap, must_flag)]
    assert setting
    assert all(page.claims for page in setting)


def test_traps_bear_the_known_names_and_known_claims() -> None:
    known = {claim.id for claim in BASELINE.claims}
    assert {p.trap.name for p in pages() if p.trap is not None} == set(TRAPS)
    assert {claim_id for p in pages() for claim_id in p.claims} <= known


def test_a_page_that_must_flag_a_claim_is_decisive_for_it() -> None:
    decisive = {(claim_id, page) for claim_id, page, _ in justified()}
    wanted = {(claim_id, p.id) for p in pages() if p.trap is not None and p.trap.must_flag for claim_id in p.claims}
    assert wanted <= decisive


def test_five_pages_or_more_are_reprints_with_a_credit_one_of_them_in_the_next_year() -> None:
    reprints = [p for p in pages() if p.reprints is not None]
    assert len(reprints) >= 5
    assert all(p.credit and p.title != BY_ID[p.reprints or ""].title for p in reprints)
    assert any(p.day.year > BY_ID[p.reprints or ""].day.year for p in reprints)


def test_reprints_come_later_and_are_known_by_their_text() -> None:
    for page in pages():
        if page.reprints is not None:
            original = BY_ID[page.reprints]
            assert original.published < page.published
            assert is_reprint(original.text, page.text), page.id


def test_pages_of_their_own_are_no_reprints_of_one_another() -> None:
    own = [p for p in pages() if p.reprints is None]
    same = [(a.id, b.id) for i, a in enumerate(own) for b in own[i + 1 :] if is_reprint(a.text, b.text)]
    assert same == []


def test_a_translated_rewrite_credits_its_origin_and_is_no_reprint() -> None:
    rewrite, origin = BY_ID["dy-0129-waiting"], BY_ID["hb-0127-waiting"]
    assert origin.outlet.name in (rewrite.credit or "")
    assert not is_reprint(origin.text, rewrite.text)


def test_one_page_is_barred_and_one_source_starts_out_broken() -> None:
    assert [p.id for p in pages() if p.disallowed] == ["nw-0612-members"]
    assert [o.slug for o in outlets() if o.broken_until is not None] == ["spruce"]


def test_the_outcome_names_exactly_the_claims_of_the_baseline() -> None:
    assert [e.claim_id for e in expected()] == [claim.id for claim in BASELINE.claims]


def test_opinions_and_only_opinions_stay_opinions() -> None:
    opinions = {claim.id for claim in BASELINE.claims if claim.kind is Kind.OPINION}
    assert {e.claim_id for e in expected() if e.status is Status.OPINION} == opinions


def test_every_outcome_has_a_reason() -> None:
    assert all(e.why.strip() for e in expected())


def test_every_decisive_sentence_stands_in_its_page() -> None:
    missing = [(e.claim_id, d) for e in expected() for d in e.decisive if d.sentence not in BY_ID[d.page].text]
    assert missing == []


@pytest.mark.parametrize("outcome", expected(), ids=lambda e: e.claim_id)
def test_a_status_rests_on_a_sentence_of_its_kind_and_an_open_one_on_none(outcome: object) -> None:
    e = next(x for x in expected() if x is outcome)
    verdicts = {d.verdict for d in e.decisive}
    if e.status in STATUS_NEEDS:
        assert STATUS_NEEDS[e.status] in verdicts
    elif e.status is Status.DISPUTED:
        assert {Verdict.SUPPORTS, Verdict.REFUTES} <= verdicts
    else:
        assert verdicts == set()


def test_the_sample_files_ship_with_the_package() -> None:
    folder = resources.files("houxu.demo")
    assert folder.joinpath("expected.yaml").is_file()
    assert len([f for f in folder.joinpath("sites").iterdir() if f.name.endswith(".yaml")]) == len(outlets())
