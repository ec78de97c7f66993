"""A Dovecot of the test's own: files in a folder of the test, a free port, no system service."""

import imaplib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

USER, PASSWORD = "crm", "geheim-7"
_CONF = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
default_internal_user = {owner}
default_login_user = {owner}
default_internal_group = {group}
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Dovecot:
    """A running server with one mailbox."""

    home: Path
    port: int

    def put(self, *raws: bytes, folder: str = "INBOX") -> None:
        """Let messages have arrived."""
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            if folder != "INBOX":
                box.create(folder)  # an answer that it is there already is fine
            for raw in raws:
                done, told = box.append(folder, "", "", raw)
                assert done == "OK", told

    def fill(self, raws: Iterable[bytes]) -> None:
        """Let many messages have arrived, put where the server keeps them."""
        self.put(b"From: a@firma.example\r\n\r\n", folder="INBOX")
        folder = self.home / "mail" / "Maildir" / "cur"
        owner = folder.stat()
        for old in (folder.parent / "new").iterdir():
            old.unlink()
        for old in folder.iterdir():
            old.unlink()
        for number, raw in enumerate(raws):
            path = folder / f"1700000000.M{number:06}P1.host:2,"
            path.write_bytes(raw)
            os.chown(path, owner.st_uid, owner.st_gid)

    def flags(self) -> list[bytes]:
        """Give the flags of all messages: reading must not change them."""
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            box.select("INBOX", readonly=True)
            _, found = box.fetch("1:*", "(FLAGS)")
            return [one for one in found if isinstance(one, bytes)]

    def make_anew(self, folder: str) -> None:
        """Delete a folder and make it again: its messages get numbers of another validity."""
        with imaplib.IMAP4("127.0.0.1", self.port) as box:
            box.login(USER, PASSWORD)
            box.delete(folder)
            box.create(folder)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(*, tls: bool = False) -> Iterator[Dovecot]:
    """Start a server and stop it at the end; skip where there is none."""
    program = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(program).exists():
        pytest.skip("Dovecot is not installed: apt-get install dovecot-imapd")
    if os.geteuid() != 0:
        pytest.skip("Dovecot needs root to change to the user of the mailbox")
    # pytest closes its own folder to others whenever another session of it begins
    with TemporaryDirectory(prefix="dovecot-") as folder:
        yield from _running(program, Path(folder), tls=tls)


def _running(program: str, home: Path, *, tls: bool) -> Iterator[Dovecot]:
    uid, gid = 12_345, 12_345
    home.chmod(0o711)  # the user of the mailbox has to get there
    mail = home / "mail"
    mail.mkdir()
    os.chown(mail, uid, gid)
    (home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:{uid}:{gid}::{mail}::\n")
    port = _free_port()
    certificate = ""
    if tls:
        certificate = _certificate(home)
    conf = home / "dovecot.conf"
    names = {"owner": "dovecot", "group": "dovecot"}
    ssl = "yes" if tls else "no"
    conf.write_text(_CONF.format(home=home, port=port, ssl=ssl, certificate=certificate, **names))
    process = subprocess.Popen([program, "-F", "-c", str(conf)])
    try:
        _wait(port, home / "dovecot.log", process)
        yield Dovecot(home, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, log: Path, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody can sign in: the port is open before that."""
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, imaplib.IMAP4.error), imaplib.IMAP4("127.0.0.1", port) as box:
            box.login(USER, PASSWORD)
            return
        time.sleep(0.2)
    told = log.read_text() if log.exists() else "no log"
    raise AssertionError(f"Dovecot did not start:\n{told}")


def _certificate(home: Path) -> str:
    key, crt = home / "key.pem", home / "crt.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", str(key), "-out", str(crt)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return f"ssl_cert = <{crt}\nssl_key = <{key}"
