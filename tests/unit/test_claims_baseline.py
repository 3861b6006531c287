"""Baseline files: every mistake is named with its line, and what is written comes back equal."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houxu.claims.baseline import dump, load, loads, validate
from houxu.claims.glossary import load_glossary
from houxu.errors import BaselineError
from houxu.model import Baseline, Claim, Entity, Kind

GOOD = """\
baseline: {slug: sora, title: 一篇文章, published: 2024-02-26, language: zh}
entities:
  - {id: sora, name: Sora, aliases: [Sora模型]}
claims:
  - id: sora-60s
    text: Sora 最长能生成 60 秒
    kind: capability
    asserted: 2024-02-15
    about: [sora]
"""

# (what is wrong, the text to replace, its replacement, the exact message)
MISTAKES = [
    ("a misspelt key", "kind: capability", "kindd: capability",
     "f.yaml:7: unknown key 'kindd' in a claim (did you mean 'kind'?)"),
    ("a key of another section", "title: 一篇文章", "title: 一篇文章, to: x",
     "f.yaml:1: unknown key 'to' in 'baseline'"
     " (known: slug, title, published, language, url, outlet, author)"),
    ("a key written twice", "    asserted: 2024-02-15\n", "    asserted: 2024-02-15\n    kind: fact\n",
     "f.yaml:9: key 'kind' stands twice in a claim (first on line 7)"),
    ("a missing key", "    kind: capability\n", "", "f.yaml:5: a claim lacks the key 'kind'"),
    ("a kind that does not exist", "kind: capability", "kind: capabilty",
     "f.yaml:7: kind: 'capabilty' is none of the allowed words (did you mean 'capability'?)"),
    ("an entity that is not there", "about: [sora]", "about: [sorra]",
     "f.yaml:9: about: no entity 'sorra' in this file (did you mean 'sora'?)"),
    ("a day that does not exist", "2024-02-15", "2024-02-30",
     "f.yaml:8: asserted: 2024-02-30 is not a day (write it as 2024-02-26)"),
    ("a day in another form", "2024-02-15", "15.2.2024",
     "f.yaml:8: asserted: 15.2.2024 is not a day (write it as 2024-02-26)"),
    ("a time where a day belongs", "2024-02-15", "2024-02-15T10:00:00",
     "f.yaml:8: asserted: 2024-02-15T10:00:00 is not a day (write it as 2024-02-26)"),
    ("a number where text belongs", "name: Sora,", "name: 360,",
     "f.yaml:3: name: must be text, not a number (put it in quotes)"),
    ("text where a list belongs", "about: [sora]", "about: sora",
     "f.yaml:9: about: must be a list, not text"),
    ("a list where a mapping belongs", "  - {id: sora, name: Sora, aliases: [Sora模型]}", "  - [sora]",
     "f.yaml:3: an entity must be a mapping (key: value), not a list"),
    ("an empty text", "text: Sora 最长能生成 60 秒", 'text: " "', "f.yaml:6: text: must not be empty"),
    ("no text at all", "text: Sora 最长能生成 60 秒", "text:", "f.yaml:6: text: must be text, not nothing"),
    ("an id with spaces", "id: sora-60s", "id: Sora 60s",
     "f.yaml:5: id: 'Sora 60s' is not a plain name (use small letters, digits and hyphens)"),
    ("a language that is no code", "language: zh", "language: 中文",
     "f.yaml:1: language: '中文' is not a language code (write zh, zh-Hant or en)"),
    ("yes where true belongs", "about: [sora]", "about: [sora]\n    alert: yes",
     "f.yaml:10: alert: must be true or false, not text"),
    ("expect as text", "about: [sora]", "about: [sora]\n    expect: 60 秒",
     "f.yaml:10: 'expect' must be a mapping (key: value), not text"),
    ("an unknown key of expect", "about: [sora]", "about: [sora]\n    expect: {horizon: 30}",
     "f.yaml:10: unknown key 'horizon' in 'expect' (did you mean 'horizon_days'?)"),
    ("a deadline before the claim", "about: [sora]", "about: [sora]\n    due: 2023-01-01",
     "f.yaml:10: due: 2023-01-01 lies before the day it was asserted, 2024-02-15"),
    ("a pasted paragraph", "text: Sora 最长能生成 60 秒", "text: " + "很" * 600,
     "f.yaml:6: text: 600 characters are too many for one sentence (at most 500)"),
    ("no claims key", "claims:", "claim:",
     "f.yaml:4: unknown key 'claim' in a baseline file (did you mean 'claims'?)"),
]  # fmt: skip


def problem_of(text: str) -> BaselineError:
    with pytest.raises(BaselineError) as caught:
        loads(text, "f.yaml")
    return caught.value


@pytest.mark.parametrize(("old", "new", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_named_with_its_line(old: str, new: str, message: str) -> None:
    assert GOOD.count(old) == 1
    said = str(problem_of(GOOD.replace(old, new))).splitlines()
    assert message in said


def test_the_unchanged_file_loads() -> None:
    claim = loads(GOOD).claims[0]
    assert claim == Claim(
        id="sora-60s",
        text="Sora 最长能生成 60 秒",
        kind=Kind.CAPABILITY,
        asserted=date(2024, 2, 15),
        about=("sora",),
    )


def test_a_repeated_claim_id_names_both_places() -> None:
    twice = GOOD + "  - {id: sora-60s, text: 另一句, kind: fact}\n"
    assert str(problem_of(twice)) == "f.yaml:10: id: claim 'sora-60s' is already there (first on line 5)"


def test_a_repeated_entity_id_names_both_places() -> None:
    twice = GOOD.replace("claims:", "  - {id: sora, name: 另一个}\nclaims:")
    assert str(problem_of(twice)) == "f.yaml:4: id: entity 'sora' is already there (first on line 3)"


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_lines() -> None:
    error = problem_of(GOOD.replace("slug: sora", "slug: S").replace("kind: cap", "knd: cap").replace("-15", "-99"))
    lines = [int(re.match(r"f\.yaml:(\d+): ", said)[1]) for said in str(error).splitlines()]  # type: ignore[index]
    assert lines == [1, 5, 7, 8]  # slug, kind lacking, the unknown key, the day
    assert len(error.others) == 3


def test_validate_lists_the_problems_without_raising(tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text(GOOD.replace("kind: capability", "kind: x").replace("about: [sora]", "about: [y]"))
    assert [problem.where for problem in validate(path)] == [f"{path}:7", f"{path}:9"]
    path.write_text(GOOD)
    assert validate(path) == []


def test_alert_and_expect_are_kept() -> None:
    expect = "{attribute: film_length, value: 60, unit: s, comparator: le, date: 2024-12-31, object: [sora]}"
    claim = loads(f"{GOOD}    alert: true\n    expect: {expect}\n").claims[0]
    assert claim.alert is True
    assert claim.expect == {
        "attribute": "film_length",
        "value": 60,
        "unit": "s",
        "comparator": "le",
        "date": date(2024, 12, 31),
        "object": ["sora"],
    }


MEANINGLESS = [
    ("an attribute nobody knows", "{attribute: film_lenght, value: 60s}", "did you mean 'film_length'"),
    ("a metric without its value", "{attribute: film_length}", "is measured"),
    ("a value of nothing", "{value: 60s}", "of what?"),
    ("a value no reader understands", "{attribute: film_length, value: long}", "cannot be read"),
    ("money where time is measured", "{attribute: film_length, value: 60美元}", "film_length is a duration"),
    ("a state with a value", "{attribute: open_public, value: 60s}", "has no value"),
    ("an event nobody knows", "{event: realease}", "did you mean 'release'"),
    ("a comparator nobody knows", "{attribute: film_length, value: 60s, comparator: '<'}", "comparator: '<'"),
    ("a subject that is not in the file", "{subject: soar}", "did you mean 'sora'"),
    ("a polarity that is no yes or no", "{attribute: open_public, polarity: maybe}", "neither true nor false"),
    ("a date that names no time", "{date: someday}", "names no time"),
    ("a horizon in words", "{horizon_days: soon}", "not a number of days"),
    ("a horizon of no days", "{horizon_days: 0}", "not a number of days"),
]


@pytest.mark.parametrize(("why", "expect", "said"), MEANINGLESS, ids=[m[0] for m in MEANINGLESS])
def test_an_expect_that_means_nothing_is_an_error(why: str, expect: str, said: str) -> None:
    assert said in str(problem_of(f"{GOOD}    expect: {expect}\n")), why


def test_yaml_1_2_words_stay_words() -> None:
    # YAML 1.1 would make false of `no` and 8*60+30 of 8:30; people mean the words
    assert loads(GOOD.replace("name: Sora,", "name: no,")).entities[0].name == "no"
    assert loads(GOOD.replace("[Sora模型]", '[on, "8:30"]')).entities[0].aliases == ("on", "8:30")


ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).filter(lambda t: bool(t.strip()))
days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
expects = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"horizon_days": st.integers(1, 9999)}, optional={"date": days, "polarity": st.booleans()}),
    st.fixed_dictionaries(
        {
            "attribute": st.just("film_length"),
            "value": st.integers(1, 600),
            "unit": st.sampled_from(["s", "秒", "分钟"]),
        },
        optional={"comparator": st.sampled_from(["max", "approx", "ge"])},
    ),
    st.fixed_dictionaries({"event": st.sampled_from(["release", "unveil"])}),
)


@st.composite
def baselines(draw: st.DrawFn) -> Baseline:
    entity_ids = draw(st.lists(ids, max_size=4, unique=True))
    entities = tuple(
        Entity(
            id=i,
            name=draw(words),
            kind=draw(st.none() | words),
            owner=draw(st.none() | ids),
            aliases=tuple(draw(st.lists(words, max_size=3))),
        )
        for i in entity_ids
    )
    return Baseline(
        slug=draw(ids),
        title=draw(words),
        published=draw(days),
        language=draw(st.sampled_from(["zh", "en", "zh-Hant"])),
        url=draw(st.none() | words),
        author=draw(st.none() | words),
        entities=entities,
        claims=tuple(draw(claims(i, entity_ids)) for i in draw(st.lists(ids, max_size=4, unique=True))),
    )


@st.composite
def claims(draw: st.DrawFn, claim_id: str, entity_ids: list[str]) -> Claim:
    asserted = draw(st.none() | days)
    wait = draw(st.none() | st.integers(0, 900))
    return Claim(
        id=claim_id,
        text=draw(words),
        kind=draw(st.sampled_from(Kind)),
        asserted=asserted,
        text_en=draw(st.none() | words),
        speaker=draw(st.none() | words),
        due=(asserted or date(2024, 1, 1)) + timedelta(days=wait) if wait is not None else None,
        about=tuple(draw(st.lists(st.sampled_from(entity_ids), max_size=3))) if entity_ids else (),
        expect=draw(st.none() | expects),
        alert=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(baselines())
def test_what_is_dumped_loads_equal(baseline: Baseline) -> None:
    assert loads(dump(baseline)) == baseline


def test_values_that_claims_share_are_written_out_each_time() -> None:
    day, about = date(2024, 2, 26), ("sora",)
    shared_values = Baseline(
        slug="a",
        title="t",
        published=day,
        language="zh",
        entities=(Entity("sora", "Sora"),),
        claims=tuple(Claim(f"c{n}", "x", Kind.FACT, asserted=day, due=day, about=about) for n in range(3)),
    )
    assert "&" not in dump(shared_values)
    assert loads(dump(shared_values)) == shared_values


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="abc:-[]{}&*!#'\"|>?%@\n\t ", max_size=60))
def test_no_text_whatever_breaks_the_loader(text: str) -> None:
    with pytest.raises(BaselineError) as caught:
        loads(text, "f.yaml")
    assert re.match(r"f\.yaml:\d+$", caught.value.where or "")


# --- the bundled baseline ---


@pytest.fixture(scope="module")
def bundled() -> Baseline:
    with resources.as_file(resources.files("houxu._db").joinpath("baselines/sora-2024.yaml")) as path:
        assert load(path) == load(path)
        return load(path)


def test_the_bundled_baseline_is_whole(bundled: Baseline) -> None:
    assert (bundled.slug, bundled.published) == ("sora-2024", date(2024, 2, 26))
    assert len(bundled.claims) >= 40
    assert {claim.id for claim in bundled.claims} >= {
        "sora-60s", "sora-not-public", "claude3-soon", "gpt45-soon", "gpt45-timed-with-claude3",
        "openai-80bn",
    }  # fmt: skip


def test_every_bundled_claim_can_be_held_against_coverage(bundled: Baseline) -> None:
    for claim in bundled.claims:
        assert claim.text_en, claim.id
        assert claim.speaker, claim.id
        assert claim.asserted, claim.id
        assert claim.about, claim.id
        assert len(claim.text) <= 60, claim.id
        assert not re.search(r"[。;;]", claim.text), f"{claim.id} is more than one sentence"


def test_every_kind_of_claim_occurs(bundled: Baseline) -> None:
    assert {claim.kind for claim in bundled.claims} == set(Kind)


def test_bundled_entities_have_a_name_in_each_script(bundled: Baseline) -> None:
    chinese_only = [
        entity.id
        for entity in bundled.entities
        if not any(re.search(r"[A-Za-z]{2}", name) for name in (entity.name, *entity.aliases))
    ]
    assert chinese_only == []


def test_bundled_ids_mean_the_same_as_in_the_glossary(bundled: Baseline) -> None:
    glossary = {entity.id: entity for entity in load_glossary()}
    for entity in bundled.entities:
        if entity.id in glossary:
            known = {glossary[entity.id].name, *glossary[entity.id].aliases}
            assert known & {entity.name, *entity.aliases}, entity.id


def test_no_bundled_claim_repeats_the_words_of_the_article(bundled: Baseline, shared: Path) -> None:
    article = _squeezed((shared / "seed" / "article.txt").read_text(encoding="utf-8"))
    names = sorted({name for e in bundled.entities for name in (e.name, *e.aliases)}, key=len, reverse=True)
    for claim in bundled.claims:
        text = _squeezed(claim.text)
        for name in (_squeezed(name) for name in names):
            text = text.replace(name, "\0" if len(name) >= 8 else name)  # a long name alone is no copied wording
        runs = {text[i : i + 13] for i in range(len(text) - 12)}
        assert not [run for run in runs if run in article], claim.id


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_days_in_the_file_are_days_not_moments(bundled: Baseline) -> None:
    assert not any(isinstance(claim.asserted, datetime) for claim in bundled.claims)
