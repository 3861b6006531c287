"""Where a digest's own links lead: the pages of `houxu web`, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Links:
    """`claim_page` is the base address of `houxu web`, `unsubscribe` what the footer offers; both http(s) or left out."""

    claim_page: str | None = None
    unsubscribe: str | None = None

    def claim(self, baseline: str, claim_id: str) -> str:
        """The page of one claim; empty where no `houxu web` is configured."""
        base = safe_link(self.claim_page or "").rstrip("/")
        return (
            f"{base}/claims/{quote(baseline, safe='', errors='replace')}/{quote(claim_id, safe='', errors='replace')}"
            if base
            else ""
        )


def safe_link(url: str) -> str:
    """The address if it is http or https with a host, else an empty string."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # "http://[" is an address that cannot be taken apart
        return ""
    sound = parts.scheme in ("http", "https") and parts.netloc and url.strip().isprintable() and " " not in url.strip()
    return url.strip() if sound else ""
