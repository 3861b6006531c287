"""Once through Postfix, as it comes: our mail is taken over STARTTLS, queued, and delivered to a Maildir."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from tests import mailroom
from tests.conftest import _missing

from houxu.store.engine import Store

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass
class Postfix:
    """A private instance: its own configuration, queue, port and Maildir."""

    port: int
    maildir: Path
    ca_file: Path

    def delivered(self, number: int) -> list[bytes]:
        """The mails in the Maildir, once there are so many; Postfix delivers after it has said 250."""
        until = time.monotonic() + 60
        while len(found := sorted((self.maildir / "new").glob("*"))) < number:
            assert time.monotonic() < until, f"only {len(found)} of {number} mails were delivered"
            time.sleep(0.05)
        return [path.read_bytes() for path in found]


@pytest.fixture(scope="module")
def postfix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postfix]:
    if POSTFIX is None:
        _missing("Postfix is not installed (apt-get install postfix)", "HOUXU_REQUIRE_SERVICES")
    if os.geteuid() != 0:
        _missing("Postfix starts as root only", "HOUXU_REQUIRE_SERVICES")
    # Its daemons run as another user, who must get through every folder above: pytest's own is closed to others.
    base = Path("/var/tmp") / f"houxu-postfix-{os.getpid()}"
    base.mkdir(mode=0o755)
    try:
        yield from _running(base)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _running(base: Path) -> Iterator[Postfix]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    it = Postfix(port, base / "mail" / "Maildir", base / "ca.pem")
    _configure(base, it)
    command = [str(POSTFIX), "-c", str(base / "etc")]
    started = subprocess.run([*command, "start"], capture_output=True, text=True)
    log = base / "log" / "postfix.log"
    assert started.returncode == 0, started.stderr + (log.read_text() if log.exists() else "")
    try:
        yield it
    finally:
        subprocess.run([*command, "stop"], capture_output=True)


def _configure(base: Path, it: Postfix) -> None:
    for name in ("etc", "queue", "data", "mail", "log"):
        (base / name).mkdir()
    owner = pwd.getpwnam("postfix")
    os.chown(base / "data", owner.pw_uid, owner.pw_gid)
    nobody = pwd.getpwnam("nobody")
    os.chown(base / "mail", nobody.pw_uid, nobody.pw_gid)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(it.ca_file))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(base / "etc" / "server.pem"))
    (base / "etc" / "main.cf").write_text(
        f"""compatibility_level = 3.6
queue_directory = {base}/queue
data_directory = {base}/data
maillog_file = {base}/log/postfix.log
maillog_file_prefixes = {base}
myhostname = localhost
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
local_transport = error:no local mail
default_transport = error:nothing leaves this machine
virtual_mailbox_domains = example.net
virtual_mailbox_base = {base}/mail
virtual_mailbox_maps = static:Maildir/
virtual_uid_maps = static:{nobody.pw_uid}
virtual_gid_maps = static:{nobody.pw_gid}
virtual_minimum_uid = 1
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {base}/etc/server.pem
smtpd_reject_unlisted_recipient = no
"""
    )
    services = ("pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
                "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
                "trace unix - - n - 0 bounce", "error unix - - n - - error", "virtual unix - n n - - virtual",
                "anvil unix - - n - 1 anvil", "proxymap unix - - n - - proxymap", "tlsmgr unix - - n 1000? 1 tlsmgr",
                "postlog unix-dgram n - n - 1 postlogd")  # fmt: skip
    lines = [f"127.0.0.1:{it.port} inet n - n - - smtpd", *services]
    (base / "etc" / "master.cf").write_text("\n".join(lines) + "\n")


@pytest.mark.services
def test_postfix_takes_a_digest_and_delivers_it_to_a_maildir(postfix: Postfix, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'houxu.db'}")
    store.upgrade()
    mailroom.add(store, "desk@example.net", name="编辑部, 夜班")
    mailroom.add(store, "en@example.net", language="en")
    there = mailroom.server(postfix.port, security="starttls", ca_file=postfix.ca_file)
    done = mailroom.deliver(store, there)
    assert (done.sent, done.troubled, done.connections) == (2, False, 1)
    mails = [message_from_bytes(raw, policy=policy.default) for raw in postfix.delivered(2)]
    by_subject = {str(m["Subject"]): m for m in mails}
    assert set(by_subject) == {"1 条被推翻：60 秒 → 20 秒", "1 contradicted: 60 seconds → 20 seconds"}
    zh = by_subject["1 条被推翻：60 秒 → 20 秒"]
    assert isinstance(zh, EmailMessage)
    assert not zh.defects
    assert zh["To"].addresses[0].display_name == "编辑部, 夜班"
    assert zh["Delivered-To"] == "desk@example.net"
    assert "with ESMTPS" in zh["Received"], "it came encrypted"
    assert zh["Auto-Submitted"] == "auto-generated"
    assert zh["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    body = zh.get_body(("plain",))
    assert body is not None
    assert "60 秒 → 20 秒" in body.get_content()
