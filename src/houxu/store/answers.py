"""What the LLM judge answered before, and what each day has cost."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from houxu.store.engine import Store
from houxu.store.tables import LlmAnswerRow


class StoredAnswers:
    """The `houxu.llm.second.Memory` that lasts: each answer is committed as it comes, so a killed run asks nothing twice."""

    def __init__(self, store: Store) -> None:
        """`store` must be at the program's schema."""
        self._store = store

    def recall(self, key: str) -> str | None:
        """The text of an earlier answer to the same question."""
        with self._store.reading() as session:
            row = session.get(LlmAnswerRow, key)
            return row.answer if row else None

    def keep(self, key: str, model: str, text: str, tokens: int, day: date) -> None:
        """Remember an answer and its cost; a second one to the same question changes nothing."""
        with self._store.session() as session:
            if session.get(LlmAnswerRow, key) is None:
                session.add(LlmAnswerRow(key=key, model=model, answer=text, tokens=tokens, day=day))

    def spent(self, day: date) -> int:
        """Tokens that a day has cost so far."""
        with self._store.reading() as session:
            return int(
                session.scalar(select(func.coalesce(func.sum(LlmAnswerRow.tokens), 0)).where(LlmAnswerRow.day == day))
                or 0
            )
