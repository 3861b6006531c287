"""The LLM as a second judge: asked only where the built-in judge leaves a pair open; whatever fails, its verdict stands."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from houxu.errors import JudgeError
from houxu.judge import llm
from houxu.judge.cascade import is_open
from houxu.judge.claim_reading import ClaimReading
from houxu.judge.llm import Dropped
from houxu.llm.client import Client
from houxu.match.mentions import Names
from houxu.model import Claim, Judgement, Passage

log = logging.getLogger(__name__)
FAILURES = 3  # in a row, after which the server is left alone for the rest of the run


class Memory(Protocol):
    """What was answered before, and what each day has cost."""

    def recall(self, key: str) -> str | None:
        """The text of an earlier answer to the same question."""

    def keep(self, key: str, model: str, text: str, tokens: int, day: date) -> None:
        """Remember an answer and its cost, once."""

    def spent(self, day: date) -> int:
        """Tokens that a day has cost so far."""


@dataclass(slots=True)
class Forgetful:
    """A memory that lasts as long as the program, for `houxu eval`."""

    answers: dict[str, str] = field(default_factory=dict)
    cost: Counter[date] = field(default_factory=Counter)

    def recall(self, key: str) -> str | None:
        """See Memory."""
        return self.answers.get(key)

    def keep(self, key: str, model: str, text: str, tokens: int, day: date) -> None:
        """See Memory."""
        if key not in self.answers:
            self.answers[key] = text
            self.cost[day] += tokens

    def spent(self, day: date) -> int:
        """See Memory."""
        return self.cost[day]


@dataclass(slots=True)
class Cost:
    """What the LLM was asked and what came of it. `fallbacks` counts why the built-in verdict stood."""

    calls: int = 0
    cached: int = 0
    tokens: int = 0
    seconds: float = 0.0
    changed: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class SecondJudge:
    """Asks the LLM within a budget of tokens a day and of seconds in all."""

    client: Client
    memory: Memory
    day: date
    tokens_a_day: int
    seconds: float
    cost: Cost = field(default_factory=Cost)
    _failures: int = 0

    def judge(
        self, built_in: Judgement, claim: Claim, passage: Passage, reading: ClaimReading | None = None,
        names: Names | None = None, *, always: bool = False,
    ) -> Judgement:  # fmt: skip
        """The LLM's judgement where the built-in one is open (or `always`) and the answer counts; else the built-in one."""
        if not always and not is_open(built_in):
            return built_in
        said = self._ask(claim, passage, reading, names)
        if isinstance(said, Dropped):
            self.cost.fallbacks[said.why] += 1
            note = f"LLM 未采信({said.why})"
            return built_in if said.why in _SILENT else replace(built_in, reasons=(*built_in.reasons, note))
        self.cost.changed += said.verdict is not built_in.verdict
        return said

    def _ask(
        self, claim: Claim, passage: Passage, reading: ClaimReading | None, names: Names | None
    ) -> Judgement | Dropped:
        if llm.instructs(passage):
            return Dropped("instruction")
        if reading is not None and names is not None and not speaks_of(passage, reading, names):
            return Dropped("subject")
        text = self._answer(claim, passage)
        return text if isinstance(text, Dropped) else llm.read_answer(text, passage, self.client.model)

    def _answer(self, claim: Claim, passage: Passage) -> str | Dropped:
        key = llm.key(self.client.model, claim, passage)
        if (known := self.memory.recall(key)) is not None:
            self.cost.cached += 1
            return known
        if self._failures >= FAILURES:
            return Dropped("down")
        if self.memory.spent(self.day) >= self.tokens_a_day:
            return Dropped("budget")
        if self.cost.seconds >= self.seconds:
            return Dropped("time")
        started = time.monotonic()
        try:
            answered = self.client.ask(llm.messages(claim, passage))
        except JudgeError as error:
            self._failures += 1
            log.warning("LLM judge: %s", error)
            return Dropped("failed", str(error))
        finally:
            self.cost.calls += 1
            self.cost.seconds += time.monotonic() - started
        self._failures = 0
        tokens = answered.tokens or _reckoned(claim, passage, answered.text)
        self.cost.tokens += tokens
        self.memory.keep(key, self.client.model, answered.text, tokens, self.day)
        return answered.text


_SILENT = frozenset({"subject", "down", "budget", "time"})  # nothing was asked, so there is nothing to tell


def speaks_of(passage: Passage, reading: ClaimReading, names: Names) -> bool:
    """Whether the passage, its heading or its title names the claim's subject itself, not a neighbour or a likeness."""
    if reading.topical:
        return True
    texts = [t for t in (passage.text, passage.heading, passage.title) if t]
    subject = reading.subject.with_products()
    return any(subject.named_by(m) for text in texts for m in names.find(text))


def _reckoned(claim: Claim, passage: Passage, answer: str) -> int:
    """Tokens, when the server does not say: one for a Chinese character, a third of one for a Latin letter."""
    texts = [m["content"] for m in llm.messages(claim, passage)] + [answer]
    return int(sum(0.35 if c.isascii() else 1.0 for text in texts for c in text)) + 1
