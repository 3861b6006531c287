"""Typed settings. Command line > environment (HOUXU_*) > credential files > houxu.toml > default. See docs/configuration.md."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from houxu import configfile
from houxu.configfile import Given
from houxu.errors import ConfigError

DEFAULT_DB = "sqlite:///houxu.db"
_given: ContextVar[Given | None] = ContextVar(
    "given", default=None
)  # what the sources below read, for one construction


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
    smtp_host: str = Field("", description="mail server that takes our mails; without it none are sent")
    smtp_port: int | None = Field(None, ge=1, le=65535, description="587 for starttls, 465 for tls, 25 for none")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="starttls, tls, or none (no TLS)")
    smtp_user: str = Field("", description="name to log in with; empty for no login")
    smtp_password: SecretStr = Field(SecretStr(""), description="password or the provider's authorisation code")
    smtp_password_file: Path | None = Field(None, description="file whose first line is the password")
    smtp_ca_file: Path | None = Field(None, description="certificates to trust instead of the system's, for an own CA")
    smtp_timeout: float = Field(30.0, gt=0, description="seconds to wait for each answer of the mail server")
    smtp_per_connection: int = Field(100, ge=1, description="mails sent over one connection before a new one is made")
    mail_from: str = Field("", description="sender, such as 后续 <houxu@example.org>")
    mail_unsubscribe: str = Field("", description="address that unsubscribe mails go to; the sender's when empty")
    web_url: str = Field("", description="public https address of houxu web, for links in mails")
    notify_urls: SecretStr = Field(SecretStr(""), description="apprise addresses told of alerts, separated by spaces")
    notify_urls_file: Path | None = Field(None, description="file with one apprise address a line")
    listen: str = Field("127.0.0.1:8787", description="host:port of the service's HTTP endpoints; empty for none")
    stop_limit: float = Field(
        30.0, gt=0, description="seconds that the service gives its work to end when it is stopped"
    )
    leader_poll: float = Field(
        5.0, gt=0, description="seconds between two beats of the service; a standby takes over within"
    )
    jitter: float = Field(20.0, ge=0, description="seconds at most by which the service delays a fetch, to spread jobs")

    # Operation: logs, upkeep, the dead man's switch
    log: Literal["auto", "human", "json"] = Field(
        "auto", description="form of the log on stderr; auto: human on a terminal"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("warning", description="least level that is logged")
    ping_url: SecretStr = Field(
        SecretStr(""), description="address asked after each good run; silence raises your alarm"
    )
    keep_articles_days: int = Field(
        0, ge=0, description="days that article texts are kept by houxu prune; 0 is for ever"
    )

    # The optional LLM judge; off unless both its address and its model are set
    llm_url: str = Field("", description="address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1")
    llm_model: str = Field("", description="the model to ask there")
    llm_key: SecretStr = Field(SecretStr(""), description="key of the LLM server")
    llm_key_file: Path | None = Field(None, description="file whose first line is the key of the LLM server")
    llm_timeout: float = Field(30.0, gt=0, description="seconds to wait for one answer of the LLM")
    llm_tokens_a_day: int = Field(200_000, ge=0, description="tokens that the LLM judge may cost a day")
    llm_seconds: float = Field(300.0, gt=0, description="seconds that a run may wait for the LLM in all")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """The order of precedence. Credentials and file are those that `read_settings` gathered; a bare Settings() has neither."""
        given = _given.get()
        if given is None:
            return init_settings, env_settings
        secrets = InitSettingsSource(cls, {name: value for name, (value, _) in given.secrets.items()})
        file = TomlConfigSettingsSource(cls, given.file.path if given.file else None)
        return init_settings, env_settings, secrets, file

    @field_validator("allow_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            value = value.split(",")
        if isinstance(value, list | tuple | set | frozenset):
            return frozenset(str(h).strip().lower() for h in value if str(h).strip())
        return value

    @field_validator("now", mode="after")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value

    def clock(self) -> datetime:
        """The time of this run, aware, in UTC."""
        return (self.now or datetime.now(UTC)).astimezone(UTC)


SECRETS = frozenset({"db", *(n for n, f in Settings.model_fields.items() if f.annotation is SecretStr)})


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force and what each of them was given by."""

    settings: Settings
    given: Given


def read_settings(chosen: Path | None = None, **command_line: object) -> Loaded:
    """Read everything that says something about settings; None on the command line says nothing. Raises ConfigError."""
    given = configfile.gather(Settings.model_fields, SECRETS, command_line, chosen)
    token = _given.set(given)
    try:
        return Loaded(Settings(**given.command_line), given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise _explained(error, given) from error
    finally:
        _given.reset(token)


def load_settings(chosen: Path | None = None, **command_line: object) -> Settings:
    """The settings in force, see `read_settings`. Raises ConfigError."""
    return read_settings(chosen, **command_line).settings


def _explained(error: ValidationError, given: Given) -> ConfigError:
    """The first thing wrong, where it stands, without its value: it may be a secret."""
    first = error.errors(include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    where = given.origin(name)
    at = f"HOUXU_{name.upper()}" if where == "default" else where
    return ConfigError(f"{name}: {first['msg']}", where=at, hint="houxu config --example explains each setting")
