"""Addresses: what may be asked for at all, and one spelling for each page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from houxu.errors import Refused

# Parameters that tell a site where a reader came from and never which page is shown. `id`, `p`, `page`,
# `aid`, `__biz`, `mid`, `idx`, `sn` and their like choose the page and stay.
_TRACKING_PREFIXES = (
    "utm_",
    "hmsr",
    "hmpl",
    "hmcu",
    "hmkw",
    "hmci",
    "mtm_",
    "pk_",
    "stm_",
    "wt_",
    "at_custom",
    "_hs",
)
_TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid msclkid yclid twclid igshid igsh ttclid wbraid gbraid srsltid mc_cid
    mc_eid _ga _gl ocid ncid cmpid icid cvid ito smid xtor ref ref_src ref_url referrer referer
    share_token share_from share_source share_medium share_plat share_tag share_session_id share_times
    share_uid share_id shareid sharefrom is_from_webapp from_source from_spmid from_module spm
    spm_id_from scm pvid vd_source buvid unique_k bbid sudaref wfr frombaidu tt_from tt_medium
    tt_campaign chksm scene clicktime enterid ascene devicetype nettype pass_ticket wx_header exportkey
    isappinstalled nsukey weibo_id wm luicode lfid mod_from hotlist_from guccounter guce_referrer
    guce_referrer_sig soc_src soc_trk sr_share __twitter_impression amp_js_v usqp mkt_tok trk
    trkcampaign sc_channel rss_source
    """.split()  # noqa: SIM905
)
# Parameters that track with some values and choose a page with others.
_TRACKING_VALUES = {
    "from": re.compile(
        r"timeline|singlemessage|groupmessage|rss|feed|weibo|wechat|weixin|qq|app|share|search|baidu", re.I
    ),
    "source": re.compile(r"rss|feed|twitter|facebook|weibo|wechat|weixin|share|app|newsletter", re.I),
    "src": re.compile(r"rss|feed|twsrc|share|app", re.I),
    "via": re.compile(r"rss|feed|twitter|share|app", re.I),
    "feature": re.compile(r"share|youtu\.be|emb", re.I),
    "for": re.compile(r"pc$", re.I),  # Baijiahao: &wfr=spider&for=pc
}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")  # a name, or an IPv6 address without its brackets
_HINT = "only http and https addresses without a user name are fetched"


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of a checked address that decide where a connection goes."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt and politeness know them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def target(url: str) -> Target:
    """Check an address before anything is sent. Raises Refused (code "scheme") for what is never fetched."""
    try:
        # Quoted as it goes on the wire (UTF-8, IDNA) before it is taken apart: what is checked is sent.
        wire = str(safe_url_string(url.strip(), encoding="utf-8", path_encoding="utf-8"))
        parts = urlsplit(wire)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:  # UnicodeError is one
        raise _refused(f"not a usable address: {error}", url) from None
    if scheme not in _DEFAULT_PORTS:
        raise _refused(f"scheme {scheme!r} is not fetched" if scheme else "the address has no scheme", url)
    if "@" in parts.netloc:
        raise _refused("the address holds a user name", url)
    if not _HOST.fullmatch(host):
        raise _refused("the address names no host" if not host else f"{host!r} is no host name", url)
    return Target(wire, scheme, host, port or _DEFAULT_PORTS[scheme])


def shown(url: str) -> str:
    """The address as it may be shown: without a password."""
    return re.sub(r"//[^/?#]*@", "//", url)


def _refused(what: str, url: str) -> Refused:
    return Refused(what, code="scheme", where=shown(url), hint=_HINT, retry=False)


def canonical(url: str) -> str:
    """One spelling for each page: the key by which an article is fetched once.

    Lower-case host, no default port, no fragment (but for `#!` routes), sorted parameters without the known
    tracking ones. canonical(canonical(u)) == canonical(u). Raises Refused (code "scheme") for what is not a
    web address.
    """
    checked = target(url)
    parts = urlsplit(checked.url)
    host = checked.origin.split("://", 1)[1]
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    bare = urlunsplit((checked.scheme, host, _path(parts.path), parts.query, fragment))
    spelt = urlsplit(str(canonicalize_url(bare, keep_fragments=True)))  # first, for names may be quoted
    return urlunsplit(spelt._replace(query=_without_tracking(spelt.query)))


def _path(path: str) -> str:
    """Without the session id that Java servers put into paths; never empty."""
    return re.sub(r";jsessionid=[^/?#]*", "", path, flags=re.I) or "/"


def _without_tracking(query: str) -> str:
    return "&".join(piece for piece in query.split("&") if piece and not _tracks(piece))


def _tracks(piece: str) -> bool:
    name, _, value = piece.partition("=")
    name = name.lower()
    known = _TRACKING_VALUES.get(name)
    if known is not None:
        return bool(known.match(value))
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
