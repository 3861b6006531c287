"""Typed settings, all from the environment (HOUXU_*) or the command line; the command line wins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from houxu.errors import ConfigError

DEFAULT_DB = "sqlite:///houxu.db"


class Settings(BaseSettings):
    """What a run may be told. Every field is also an environment variable: `db` is HOUXU_DB, and so on."""

    model_config = SettingsConfigDict(env_prefix="HOUXU_", extra="ignore")

    db: str = Field(DEFAULT_DB, description="SQLAlchemy URL of the database")
    now: datetime | None = Field(None, description="the clock of a run, ISO 8601; for replaying archives")
    allow_hosts: Annotated[frozenset[str], NoDecode] = Field(
        frozenset(), description="hosts in private ranges or on loopback that may be fetched, comma separated"
    )
    contact: str = Field("", description="address or page named in the User-Agent, for the sites we read")
    host_interval: float = Field(2.0, ge=0, description="seconds between two requests to one host")
    host_concurrency: int = Field(2, ge=1, description="requests under way to one host")
    concurrency: int = Field(16, ge=1, description="requests under way in all")
    retries: int = Field(2, ge=0, description="tries more of one address within a run, with backoff")
    fetch_timeout: float = Field(60.0, gt=0, description="seconds one address may take in all")
    max_body_mb: float = Field(10.0, gt=0, description="largest body accepted, decoded, in MiB")
    digest_folder: Path = Field(Path("digests"), description="folder that runs write their digest to")
    extract_workers: int = Field(1, ge=0, description="processes that extract pages; 0 extracts in the main one")
    extract_timeout: float = Field(30.0, gt=0, description="seconds one page may take to extract")

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(h.strip().lower() for h in value.split(",") if h.strip())
        return value

    @field_validator("now", mode="after")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value

    def clock(self) -> datetime:
        """The time of this run, aware, in UTC."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)


def load_settings(**given: object) -> Settings:
    """Settings from the environment, overridden by what is given and not None. Raises ConfigError."""
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(p) for p in first["loc"])
        raise ConfigError(f"HOUXU_{name.upper()}: {first['msg']}", hint="see houxu doctor") from error
