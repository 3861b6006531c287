"""The words of a claim: content words in both languages, names and filler left out."""

from houxu.match.terms import claim_terms, cutter, shares_terms
from houxu.text.script import fold


def test_names_of_the_glossary_are_not_cut() -> None:
    assert "通义万相" in list(cutter().cut("阿里的通义万相发布新版", HMM=False))


def test_terms_are_content_words_without_the_names() -> None:
    terms = claim_terms(["Sora 按照文字描述生成的视频最长可达 60 秒"], ["Sora"])
    assert {"生成", "视频"} <= terms
    assert "sora" not in terms
    assert not terms & {"可以", "已经"}


def test_two_shared_terms_are_enough_and_one_is_not() -> None:
    terms = frozenset({"视频", "描述"})
    assert shares_terms(fold("這段視頻按描述生成"), terms)
    assert not shares_terms("一段视频", terms)
