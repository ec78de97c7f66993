"""Messages as they really come: made by programs that know the rules and by others that do not."""

import struct
from email.message import EmailMessage

Bytes = bytes

UMLAUTS = (
    b"Return-Path: <anna@firma.example>\r\n"
    b"From: =?iso-8859-1?Q?M=FCller=2C_Anna?= <Anna.Mueller@Firma.example>\r\n"
    b"To: =?utf-8?B?VmVydHJpZWI=?= <info@kontor.example>,\r\n"
    b"\tBen <ben@kontor.example>\r\n"
    b"Subject: =?utf-8?q?Angebot_=E2=82=AC?=\r\n =?utf-8?q?_f=C3=BCr_Fr=C3=BChjahr?=\r\n"
    b"Date: Fri, 20 Nov 2026 09:30:00 +0100\r\n"
    b"Message-ID: <u1@firma.example>\r\n"
    b"Content-Type: text/plain; charset=iso-8859-15\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"Gr=FC=DFe, es kostet 5 =A4.\r\n"
)
EIGHT_BIT_HEADERS = (
    b"From: J\xf6rg M\xfcller <joerg@firma.example>\r\n"
    b"Subject: Gr\xc3\xbc\xc3\x9fe aus K\xc3\xb6ln\r\n"
    b"Date: Fri, 20 Nov 2026 09:30:00 +0100\r\n"
    b"Message-ID: <u2@firma.example>\r\n\r\nHallo\r\n"
)
NO_DATE_NO_ID = b"From: a@firma.example\r\nSubject: x\r\n\r\nKein Datum\r\n"
BROKEN_DATE = b"From: a@firma.example\r\nDate: gestern\r\nMessage-ID: <d@x>\r\n\r\nx\r\n"
FUTURE_DATE = (
    b"From: a@firma.example\r\nDate: Fri, 20 Nov 2099 09:30:00 +0100\r\n"
    b"Message-ID: <f@x>\r\n\r\nx\r\n"
)
UNKNOWN_CHARSET = (
    b"From: =?x-nobody?Q?Anna?= <a@firma.example>\r\nMessage-ID: <c@x>\r\n"
    b"Content-Type: text/plain; charset=x-nobody\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n"
)
WRONG_CHARSET = (
    b"From: a@firma.example\r\nMessage-ID: <w@x>\r\n"
    b"Content-Type: text/plain; charset=us-ascii\r\n\r\nGr\xfc\xdfe \x80 5\r\n"
)
HIDDEN_LINE_BREAK = (
    b"From: =?utf-8?q?Anna=0D=0ABcc=3A_boss=40firma=2Eexample?= <a@firma.example>\r\n"
    b"Subject: =?utf-8?b?4oCuZ25haXBzIGNib3QK?=\r\nMessage-ID: <h@x>\r\n\r\nx\r\n"
)
SLOPPY_ADDRESSES = (
    b"From: Anna Adam anna@firma.example\r\n"
    b"To: undisclosed-recipients:;, <ben@kontor.example\r\n"
    b'Cc: "Doe, John" <john@firma.example>; mary@firma.example\r\n'
    b"Message-ID: <s@x>\r\n\r\nx\r\n"
)
ATTACKING = (
    b"From: a@firma.example\r\nMessage-ID: <xss@x>\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n"
    b"<html><head><title>weg</title><style>body{background:url(http://t.example/1.gif)}</style>"
    b'</head><body onload="alert(1)"><script>alert(2)</script>'
    b'<p style="color:red;background:url(http://t.example/2.gif);position:fixed"'
    b" data-hx-get='/x'>"
    b"Guten <b>Tag</b></p><a href='javascript:alert(3)'>x</a>"
    b"<a href='https://firma.example/a'>Seite</a>"
    b"<img src='http://t.example/3.gif' onerror='alert(4)' width='1' height='1'>"
    b"<iframe src='/customers'></iframe><form action='/logout'><input name='q'></form>"
    b"<svg><script>alert(5)</script></svg><math><mi xlink:href='javascript:alert(6)'></math>"
    b"<base href='http://evil.example/'><meta http-equiv='refresh' content='0;url=http://evil'>"
    b"<table bgcolor='#eee'><tr><td>Zelle</td></tr></table></body></html>\r\n"
)
BOUNCE = (
    b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.kontor.example\r\nTo: ben@kontor.example\r\n"
    b"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@mx>\r\n"
    b"Auto-Submitted: auto-replied\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain\r\n\r\nI am sorry.\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.kontor.example\r\n\r\n"
    b"Final-Recipient: rfc822; anna@firma.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
    b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: ben@kontor.example\r\n"
    b"To: anna@firma.example\r\nSubject: Angebot\r\n\r\nHallo\r\n--b--\r\n"
)
OUT_OF_OFFICE = (
    b"From: anna@firma.example\r\nTo: ben@kontor.example\r\nSubject: Abwesend\r\n"
    b"Auto-Submitted: auto-replied\r\nMessage-ID: <o@x>\r\n\r\nBin im Urlaub.\r\n"
)
FORWARDED_GERMAN = (
    "From: Ben <ben@kontor.example>\r\nTo: crm@kontor.example\r\nSubject: WG: Reklamation\r\n"
    "Date: Fri, 20 Nov 2026 12:00:00 +0100\r\nMessage-ID: <fw1@kontor.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nZur Info\r\n\r\n"
    "-----Ursprüngliche Nachricht-----\r\nVon: Anna Adam <anna@firma.example>\r\n"
    "Gesendet: Donnerstag, 19. November 2026 08:15\r\nAn: ben@kontor.example\r\n"
    "Betreff: Reklamation\r\n\r\nDie Ware ist beschädigt.\r\n"
).encode()
FORWARDED_APPLE = (
    b"From: Ben <ben@kontor.example>\r\nTo: crm@kontor.example\r\nSubject: Fwd: Hello\r\n"
    b"Date: Fri, 20 Nov 2026 12:00:00 +0100\r\nMessage-ID: <fw2@kontor.example>\r\n\r\n"
    b"Begin forwarded message:\r\n\r\n> From: Anna Adam <anna@firma.example>\r\n"
    b"> Subject: Hello\r\n> Date: 19.11.2026 um 08:15:00\r\n> To: ben@kontor.example\r\n> \r\n"
    b"> We need more.\r\n"
)


def letter(
    text: str = "Guten Tag",
    *,
    sender: str = "Anna Adam <anna@firma.example>",
    to: str = "crm@kontor.example",
    subject: str = "Anfrage",
    mark: str = "m1@firma.example",
    **headers: str,
) -> bytes:
    """Write a message as a program that knows the rules does."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"], made["Message-ID"] = "Fri, 20 Nov 2026 09:30:00 +0100", f"<{mark}>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


PNG = b"\x89PNG\r\n\x1a\n...."


def _tnef(level: int, name: int, kind: int, data: bytes) -> bytes:
    head = struct.pack("<BHHI", level, name, kind, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)


def _string(name: int, text: str) -> bytes:
    data = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x001F, name, 1, len(data)) + data + b"\0" * (-len(data) % 4)


TNEF = (
    struct.pack("<IH", 0x223E9F78, 1)
    + _tnef(1, 0x9006, 8, struct.pack("<I", 0x10000))
    + _tnef(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    + _tnef(2, 0x9002, 6, b"\0" * 14)
    + _tnef(2, 0x8010, 1, b"ANGEBO~1.TXT\0")
    + _tnef(2, 0x800F, 6, b"Hundert Schreibtische")
    + _tnef(
        2,
        0x9005,
        6,
        struct.pack("<I", 2) + _string(0x3707, "Angebot 2027.txt") + _string(0x370E, "text/plain"),
    )
)
"""What Outlook packs: a file with its short name, its long one and its type."""


def hostile_tnef() -> bytes:
    """Write a winmail.dat that claims four thousand million properties."""
    return TNEF + _tnef(1, 0x9003, 6, struct.pack("<I", 0xFFFFFFFF))


def with_everything(*, picture: bytes = PNG, winmail: bytes = TNEF) -> bytes:
    """Write text and HTML, a picture inside, a winmail.dat and a file with a long German name."""
    made = EmailMessage()
    made["From"], made["To"] = "Anna Adam <anna@firma.example>", "crm@kontor.example"
    made["Subject"], made["Message-ID"] = "Unterlagen", "<all@firma.example>"
    made["Date"] = "Fri, 20 Nov 2026 09:30:00 +0100"
    made.set_content("Anbei die Unterlagen.")
    made.add_alternative("<p>Anbei die <b>Unterlagen</b>.</p><img src='cid:logo'>", subtype="html")
    page = made.get_payload()[1]
    page.add_related(picture, "image", "png", cid="<logo>")
    made.add_attachment(winmail, "application", "ms-tnef", filename="winmail.dat")
    name = "../../Prüfbericht für Größe.pdf"
    made.add_attachment(b"%PDF-1.7", "application", "pdf", filename=name)
    return made.as_bytes()


def nested(depth: int) -> bytes:
    """Write a message of parts inside of parts inside of parts."""
    head = b"From: a@firma.example\r\nMessage-ID: <deep@x>\r\n"
    body = b"Content-Type: text/plain\r\n\r\nboden\r\n"
    for number in range(depth):
        mark = b"b%d" % number
        body = (
            b'Content-Type: multipart/mixed; boundary="'
            + mark
            + b'"\r\n\r\n--'
            + mark
            + b"\r\n"
            + body
            + b"--"
            + mark
            + b"--\r\n"
        )
    return head + body


SENDERS = 50


def everyday(number: int) -> bytes:
    """Write one of many messages: every tenth of a stranger, every second with HTML.

    Every fifth answers the one before it of the same sender, every twentieth brings a file.
    """
    known = f"Anna {number % SENDERS} <anna{number % SENDERS}@firma.example>"
    sender = known if number % 10 else f"stranger{number}@else.example"
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "crm@kontor.example", f"Anfrage {number}"
    made["Date"] = "Fri, 20 Nov 2026 09:30:00 +0100"
    made["Message-ID"] = f"<day{number}@firma.example>"
    if number % 5 == 1:
        made["In-Reply-To"] = f"<day{number - SENDERS}@firma.example>"
    made.set_content("Guten Tag, wir brauchen wieder einige Schreibtische.\n" * 20)
    if number % 2:
        made.add_alternative("<p>Guten Tag, <b>wir</b> brauchen mehr.</p>" * 20, subtype="html")
    if number % 20 == 3:
        made.add_attachment(b"%PDF-1.7" + b"x" * 20_000, "application", "pdf", filename="plan.pdf")
    return made.as_bytes()


def with_files(*names: str) -> bytes:
    """Write a message with files of these names, each with other bytes."""
    made = EmailMessage()
    made["From"], made["To"] = "Anna Adam <anna@firma.example>", "crm@kontor.example"
    made["Message-ID"], made["Date"] = "<files@firma.example>", "Fri, 20 Nov 2026 09:30:00 +0100"
    made.set_content("Anbei.")
    for number, name in enumerate(names):
        content = b"%PDF-1.7 " + str(number).encode()
        made.add_attachment(content, "application", "pdf", filename=name)
    return made.as_bytes()
