"""Searches ask for what the claims are about, in the words of the pages that are searched."""

from __future__ import annotations

from datetime import date

from houxu.model import Baseline, Claim, Entity, Kind, Source
from houxu.sources.search import MAX_QUERIES, addresses, queries

ENTITIES = (
    Entity("openai", "OpenAI", "company"),
    Entity("sora", "Sora", "product", owner="openai", aliases=("Sora模型", "OpenAI Sora")),
    Entity("gpt-4-5", "GPT-4.5", "product", owner="openai"),
    Entity("kuaishou", "快手", "company", aliases=("Kuaishou",)),
    Entity("kling", "Kling", "product", owner="kuaishou", aliases=("可灵", "可灵AI")),
    Entity("local", "本地厂商", "company"),
)


def baseline(*subjects: str) -> Baseline:
    claims = tuple(Claim(f"c{n}", "t", Kind.FACT, about=(subject,)) for n, subject in enumerate(subjects))
    return Baseline("b", "t", date(2024, 2, 26), "zh", entities=ENTITIES, claims=claims)


def search(language: str | None, query: str | None = "auto", url: str = "https://s.example/?q={query}") -> Source:
    return Source("s", "S", "search", url, language=language, query=query)


def test_subjects_of_more_claims_come_first_and_each_once() -> None:
    found = queries([baseline("openai", "kuaishou", "kuaishou")], search("en"))
    assert found == ["Kuaishou", "OpenAI"]


def test_chinese_pages_are_asked_in_chinese_where_there_is_a_chinese_name() -> None:
    assert queries([baseline("kling")], search("zh")) == ["可灵 快手"]
    assert queries([baseline("kling")], search("en")) == ["Kling Kuaishou"]


def test_a_short_name_is_asked_with_its_owner() -> None:
    assert queries([baseline("sora")], search("zh")) == ["Sora OpenAI"]
    assert queries([baseline("gpt-4-5")], search("zh")) == ["GPT-4.5"]


def test_an_entity_without_a_name_in_the_language_is_left_out() -> None:
    assert queries([baseline("local", "openai")], search("en")) == ["OpenAI"]


def test_queries_of_several_baselines_are_joined() -> None:
    assert queries([baseline("openai"), baseline("openai", "kuaishou")], search("zh")) == ["OpenAI", "快手"]


def test_a_literal_query_is_asked_as_it_is() -> None:
    assert queries([baseline("sora")], search("zh", "视频模型")) == ["视频模型"]


def test_there_is_a_bound() -> None:
    entities = tuple(Entity(f"e{n}", f"Entity number {n}") for n in range(50))
    claims = tuple(Claim(f"c{n}", "t", Kind.FACT, about=(f"e{n}",)) for n in range(50))
    many = Baseline("b", "t", date(2024, 2, 26), "en", entities=entities, claims=claims)
    assert len(queries([many], search("en"))) == MAX_QUERIES


def test_queries_are_quoted_into_the_address() -> None:
    assert addresses([baseline("kling")], search("zh")) == [
        "https://s.example/?q=%E5%8F%AF%E7%81%B5%20%E5%BF%AB%E6%89%8B"
    ]
    assert addresses([], search("zh", "a&b=c/d")) == ["https://s.example/?q=a%26b%3Dc%2Fd"]
    assert addresses([], search("zh", url="https://s.example/new")) == ["https://s.example/new"]


def test_claims_about_nothing_ask_nothing() -> None:
    nothing = Baseline("b", "t", date(2024, 2, 26), "zh", claims=(Claim("c", "t", Kind.FACT),))
    assert queries([nothing, baseline("unknown")], search("zh")) == []
