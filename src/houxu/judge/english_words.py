"""Sets of English words, and the stems that the measures of an English pair compare."""

from __future__ import annotations

# A month as it is written, in lower case; what begins like one (market, mayor, decade) is none.
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


COMMON = word_set(
    "the a an of in on at to for and or by with from as is was were are be been has have had that this it its "
    "their his her he she they which who will would also into than then there"
)
ENDINGS = ("'s", "ing", "edly", "ed", "es", "s", "ly")


def stem(word: str) -> str:
    """A lower-case word without its ending; what is left has three letters or more."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
