"""What people talk about with a trader of office furniture, told in the words of its staff."""

from dataclasses import dataclass

CALL, EMAIL, VISIT, LETTER, WEB = "call", "email", "visit", "letter", "web"
IN, OUT = "in", "out"


@dataclass(frozen=True)
class Talk:
    """One subject: the channel it usually takes, who begins, and ways to put it down.

    ``{who}`` is the person and ``{whom}`` the same in the dative, ``{goods}`` and ``{of_goods}``
    are what it was about, ``{n}`` is how many, ``{week}`` when.
    """

    channel: str
    direction: str
    subject: str
    bodies: tuple[str, ...]
    asks: bool = False  # something is left to do


_FIRST = (
    Talk(WEB, IN, "Anfrage über die Website", (
        "Interesse an {of_goods} für {n} Arbeitsplätze. Bittet um Katalog und Preisliste.",
        "Plant einen Umbau in {week} und sucht {goods}. Rückruf vormittags erwünscht.",
    ), True),
    Talk(CALL, OUT, "Erstgespräch", (
        "{who} richtet {n} Arbeitsplätze neu ein. Bisheriger Lieferant liefert zu langsam.",
        "Bedarf besprochen: {goods}, etwa {n} Stück. {who} entscheidet gemeinsam mit dem Einkauf.",
        "Noch kein konkreter Bedarf. {who} möchte im nächsten Quartal wieder von uns hören.",
    ), True),
    Talk(EMAIL, OUT, "Katalog und Preisliste gesendet", (
        "Unterlagen zu {of_goods} an {whom} geschickt, dazu zwei Referenzen aus der Region.",
        "Katalog mit Staffelpreisen ab {n} Stück gesendet.",
    )),
    Talk(VISIT, IN, "Besuch in der Ausstellung", (
        "{who} hat {goods} ausprobiert. Am besten gefiel die Ausführung in Eiche hell.",
        "Rundgang mit {whom}. Wünscht ein Angebot über {n} Plätze, Lieferung in {week}.",
    ), True),
    Talk(EMAIL, OUT, "Angebot nachgefasst", (
        "Angebot liegt {whom} vor, Freigabe durch die Geschäftsführung steht aus.",
        "{who} vergleicht noch mit einem zweiten Angebot. Rückmeldung bis {week} zugesagt.",
    ), True),
)  # fmt: skip
_EVERYDAY = (
    Talk(CALL, IN, "Frage zum Liefertermin", (
        "{who} fragt nach {of_goods}. Anlieferung für {week} bestätigt.",
        "Teillieferung möglich? Ja, {n} Stück vorab, der Rest in {week}.",
    )),
    Talk(CALL, OUT, "Nachbestellung besprochen", (
        "{goods} werden knapp, {who} bestellt {n} Stück nach.",
        "{who} meldet Bedarf an: {n} × {goods}. Auftrag kommt per E-Mail.",
    )),
    Talk(EMAIL, IN, "Anfrage: weitere Arbeitsplätze", (
        "Zwei neue Kollegen ab {week}, gleiche Ausstattung wie bisher gewünscht.",
        "{who} bittet um ein Angebot für {n} × {goods} einschließlich Aufbau.",
    ), True),
    Talk(VISIT, OUT, "Jahresgespräch vor Ort", (
        "Sehr zufrieden mit Lieferung und Aufbau. {who} plant eine weitere Etage mit {n} Plätzen.",
        "Rahmenvertrag durchgesprochen: Staffelpreise bleiben, Zahlungsziel 14 Tage.",
        "{who} wünscht künftig eine Sammelrechnung im Monat. Mit der Buchhaltung klären.",
    ), True),
    Talk(VISIT, OUT, "Aufmaß vor Ort", (
        "{n} Plätze aufgemessen, Zugang über den Lastenaufzug. Planung geht bis {week} heraus.",
        "Besprechungsraum vermessen, {goods} passen an die Fensterseite.",
    )),
    Talk(CALL, IN, "Frage zur Rechnung", (
        "Rechnung noch einmal als PDF an {whom} geschickt.",
        "{who} braucht die Bestellnummer auf der Rechnung. Korrigiert und neu gesendet.",
        "Skonto war nicht abgezogen, ist geklärt.",
    )),
    Talk(EMAIL, OUT, "Versandbestätigung gesendet", (
        "{goods} sind unterwegs, Spedition meldet sich bei {whom} wegen der Uhrzeit.",
        "Lieferung angekündigt für {week}, Ansprechpartner vor Ort ist {who}.",
    )),
    Talk(CALL, IN, "Reklamation: Transportschaden", (
        "Eine Platte hat eine Schramme. Foto liegt vor, Ersatz geht in {week} heraus.",
        "{who} meldet einen defekten Hubantrieb. Techniker kommt, kein Aufpreis.",
    ), True),
    Talk(EMAIL, IN, "Lob für die Montage", (
        "{who} bedankt sich, das Team war pünktlich und hat alles sauber hinterlassen.",
        "Kollegen sind mit {of_goods} sehr zufrieden. Dürfen wir als Referenz nennen.",
    )),
    Talk(CALL, OUT, "Nachgefragt nach der Lieferung", (
        "Alles vollständig und heil angekommen, sagt {who}.",
        "{n} Rollen für Hartboden fehlen noch, werden nachgeschickt.",
        "{who} war im Haus unterwegs, Kollegin richtet Grüße aus.",
    )),
    Talk(LETTER, OUT, "Neue Preisliste versandt", (
        "Preisanpassung zum Quartal angekündigt, Bestandspreise gelten bis {week}.",
    )),
)  # fmt: skip
_TROUBLE = (
    Talk(CALL, OUT, "Lange nichts gehört", (
        "{who} hat zuletzt online bestellt, der Preis gab den Ausschlag.",
        "Einkauf wurde zusammengelegt, {who} ist nicht mehr allein zuständig.",
    ), True),
    Talk(EMAIL, IN, "Beschwerde über Lieferzeit", (
        "Zweite verspätete Lieferung in Folge. {who} prüft andere Anbieter.",
        "{who} verärgert: {goods} kamen erst in {week}. Gutschrift angeboten.",
    ), True),
    Talk(CALL, OUT, "Rückholgespräch", (
        "{who} nennt die Frachtkosten als Grund. Angebot mit freier Lieferung zugesagt.",
        "Gespräch freundlich, aber zurückhaltend. Entscheidung fällt im neuen Budgetjahr.",
    ), True),
)  # fmt: skip
_END = (
    Talk(EMAIL, IN, "Absage", (
        "{who} hat sich für einen anderen Lieferanten entschieden, ausschlaggebend war der Preis.",
        "Rahmenvertrag wird nicht verlängert. {who} bedankt sich für die Zusammenarbeit.",
        "Standort wird geschlossen, kein Bedarf mehr.",
    )),
)  # fmt: skip
_RETURN = (
    Talk(CALL, IN, "Kommt auf uns zurück", (
        "{who} war mit dem anderen Anbieter unzufrieden und fragt {n} × {goods} an.",
        "Neue Leitung im Einkauf, {who} möchte wieder bei uns bestellen.",
    ), True),
)  # fmt: skip
_SUPPLY = (
    Talk(EMAIL, IN, "Lieferverzug gemeldet", (
        "{goods} erst in {week} lieferbar, Ersatztermin bestätigt.",
        "{n} Stück fehlen in der Lieferung, Nachlieferung zugesagt.",
    )),
    Talk(CALL, OUT, "Konditionen verhandelt", (
        "{who} gibt zwei Prozent auf {goods} ab {n} Stück.",
        "Neue Staffel ab dem nächsten Quartal, schriftliche Bestätigung folgt.",
    ), True),
    Talk(VISIT, IN, "Vorstellung der neuen Serie", (
        "{who} zeigt Muster. {goods} nehmen wir ins Sortiment auf.",
        "Muster bleiben bis {week} in der Ausstellung.",
    )),
)  # fmt: skip
_PROJECT = (
    Talk(CALL, OUT, "Gemeinsames Projekt abgestimmt", (
        "{who} übernimmt Wände und Böden, wir liefern {goods}. Baubeginn {week}.",
        "Termin mit dem Bauherrn in {week}, {who} bringt die Pläne mit.",
    ), True),
    Talk(EMAIL, IN, "Empfehlung erhalten", (
        "{who} hat uns für {n} Arbeitsplätze empfohlen. Kontaktdaten liegen bei.",
    )),
)  # fmt: skip
_NEWS = (
    Talk(EMAIL, IN, "Anfrage der Redaktion", (
        "Beitrag über ergonomisches Arbeiten geplant, {who} bittet um Bildmaterial.",
        "{who} sucht einen Gesprächspartner zum Thema Büro nach dem Umbau, bis {week}.",
    ), True),
    Talk(EMAIL, OUT, "Pressemitteilung gesendet", (
        "Mitteilung zur neuen Ausstellung an {whom}, Bilder über den Pressebereich.",
    )),
)  # fmt: skip

BY_PHASE = {
    "prospect": _FIRST,
    "new": (*_FIRST[2:], *_EVERYDAY[:3], *_EVERYDAY[8:9]),
    "active": _EVERYDAY,
    "at_risk": _TROUBLE,
    "lost": _END,
    "won_back": (*_RETURN, *_EVERYDAY),
}
BY_ROLE = {"supplier": _SUPPLY, "partner": _PROJECT, "press": _NEWS}

GOODS = (
    ("Steh-Sitz-Tische", "Steh-Sitz-Tischen"),
    ("Drehstühle", "Drehstühlen"),
    ("Besucherstühle", "Besucherstühlen"),
    ("Rollcontainer", "Rollcontainern"),
    ("Aktenschränke", "Aktenschränken"),
    ("Akustikpaneele", "Akustikpaneelen"),
    ("Trennwände", "Trennwänden"),
    ("Stehleuchten", "Stehleuchten"),
    ("Whiteboards", "Whiteboards"),
    ("Monitorarme", "Monitorarmen"),
)
COUNTS = (4, 6, 8, 10, 12, 16, 24, 30)
