"""The bundled glossary keeps neighbours apart and speaks both languages."""

from __future__ import annotations

import re
from collections import defaultdict

import jieba
import pytest

from houxu.claims.glossary import load_glossary, neighbours, read_glossary, user_dictionary
from houxu.errors import InputError
from houxu.model import Entity

GLOSSARY = {entity.id: entity for entity in load_glossary()}

FAMILIES = [
    ("claude", {"claude-3", "claude-3-5", "claude-3-7", "claude-4"}),
    ("gpt", {"gpt-3", "gpt-4", "gpt-4o", "gpt-4-5", "gpt-5"}),
    ("ernie", {"ernie-3-5", "ernie-4-0", "ernie-4-5"}),
    ("sora", {"sora-turbo", "sora-2"}),
    ("veo", {"veo-2", "veo-3"}),
    ("kling", {"kling-1-5", "kling-1-6", "kling-2-0"}),
    ("grok", {"grok-3"}),
]


def test_it_is_large_enough_for_the_field() -> None:
    assert len(GLOSSARY) >= 80


def test_it_is_read_once() -> None:
    assert load_glossary() is load_glossary()


@pytest.mark.parametrize(("family", "versions"), FAMILIES)
def test_versions_are_entities_of_their_own(family: str, versions: set[str]) -> None:
    assert versions <= {entity.id for entity in GLOSSARY.values() if entity.version_of == family}


def test_the_neighbours_of_a_version_are_its_family_and_its_sisters() -> None:
    found = neighbours(GLOSSARY["claude-3"], GLOSSARY.values())
    assert {"claude", "claude-2", "claude-3-5", "claude-3-7", "claude-4"} == set(found)


def test_the_neighbours_of_a_product_are_its_versions() -> None:
    assert set(neighbours(GLOSSARY["sora"], GLOSSARY.values())) == {"sora-turbo", "sora-2"}


def test_no_name_means_two_things() -> None:
    owners = defaultdict(set)
    for entity in GLOSSARY.values():
        for name in (entity.name, *entity.aliases):
            owners[re.sub(r"[\s\-·]", "", name).lower()].add(entity.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_numbered_versions_carry_a_number_in_every_name() -> None:
    for entity in GLOSSARY.values():
        if entity.version_of and re.search(r"-\d", entity.id):
            bare = [n for n in (entity.name, *entity.aliases) if not re.search(r"\d|[一二三四]代|Orion|second", n)]
            assert bare == [], entity.id


def test_products_and_vendors_can_be_found_in_english() -> None:
    mute = [
        entity.id
        for entity in GLOSSARY.values()
        if entity.kind != "word" and not any(re.search(r"[A-Za-z]", name) for name in (entity.name, *entity.aliases))
    ]
    assert mute == []


def test_an_unknown_owner_or_family_is_a_mistake_with_its_line() -> None:
    text = "entities:\n  - {id: openai, name: OpenAI}\n  - {id: sora, name: Sora, owner: opneai}\n"
    with pytest.raises(InputError) as caught:
        read_glossary(text, "g.yaml")
    assert str(caught.value) == "g.yaml:3: owner: no entity 'opneai' in this file (did you mean 'openai'?)"


def test_jieba_keeps_names_whole_with_the_user_dictionary(tmp_path: object) -> None:
    plain, taught = jieba.Tokenizer(), jieba.Tokenizer()
    for tokenizer in (plain, taught):
        tokenizer.tmp_dir = str(tmp_path)  # its cache must not lie where another user could plant one
    for line in user_dictionary(GLOSSARY.values()).splitlines():
        word, frequency, tag = line.split()
        taught.add_word(word, int(frequency), tag)
    sentence = "百度用一镜流影做视频,阿里有全民舞王"
    assert {"一镜流影", "全民舞王"} <= set(taught.cut(sentence, HMM=False))
    assert not {"一镜流影", "全民舞王"} & set(plain.cut(sentence, HMM=False))


def test_the_user_dictionary_is_folded_like_the_text_it_cuts() -> None:
    assert user_dictionary([Entity("a", "位元組跳動")]) == "位元组跳动 1000000 nz\n"


def test_the_user_dictionary_holds_no_latin_or_spaced_words() -> None:
    words = user_dictionary([Entity("a", "可灵 1.5", aliases=("Kling", "可灵AI", "可"))])
    assert words == "可灵ai 1000000 nz\n"
