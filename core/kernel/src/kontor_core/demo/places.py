"""Towns with postcodes of theirs, and streets that every town has."""

from dataclasses import dataclass
from random import Random

NORTH, SOUTH = "north", "south"


@dataclass(frozen=True)
class Place:
    """A quarter of a town; ``area`` names the telephone numbers it may use."""

    postcode: str
    city: str
    region: str
    country: str = "DE"
    area: str = ""


_AROUND = {
    "Hamburg": (NORTH, "20095 20355 20457 21079 22047 22303 22525 22761"),
    "Berlin": (NORTH, "10115 10179 10783 12099 13355"),
    "Köln": (SOUTH, "50667 50823 51105"),
    "Frankfurt am Main": (SOUTH, "60311 60327 60486"),
    "München": (SOUTH, "80331 80339 80807 81677"),
    "Lübeck": (NORTH, "23552 23566"),
    "Bremen": (NORTH, "28195 28309"),
    "Kiel": (NORTH, "24103"),
    "Hannover": (NORTH, "30159 30179"),
    "Rostock": (NORTH, "18055"),
    "Lüneburg": (NORTH, "21335"),
    "Stade": (NORTH, "21680"),
    "Flensburg": (NORTH, "24937"),
    "Schwerin": (NORTH, "19053"),
    "Oldenburg": (NORTH, "26122"),
    "Osnabrück": (SOUTH, "49074"),
    "Münster": (SOUTH, "48143"),
    "Düsseldorf": (SOUTH, "40213"),
    "Dortmund": (SOUTH, "44137"),
    "Leipzig": (SOUTH, "04109"),
    "Dresden": (SOUTH, "01067"),
    "Stuttgart": (SOUTH, "70173"),
    "Nürnberg": (SOUTH, "90402"),
}
PLACES = tuple(
    Place(postcode, city, region, area=city.partition(" ")[0])
    for city, (region, postcodes) in _AROUND.items()
    for postcode in postcodes.split()
)
ABROAD = (
    Place("1050", "København", NORTH, "DK"),
    Place("8000", "Aarhus", NORTH, "DK"),
    Place("3011", "Rotterdam", SOUTH, "NL"),
)
_STREETS = (
    "Ahornweg",
    "Am Güterbahnhof",
    "Am Hafen",
    "Bahnhofstraße",
    "Bergstraße",
    "Deichstraße",
    "Gartenstraße",
    "Gewerbering",
    "Hauptstraße",
    "Industriestraße",
    "Kirchweg",
    "Lindenallee",
    "Marktstraße",
    "Mühlenweg",
    "Ringstraße",
    "Schulstraße",
    "Speicherstraße",
    "Uferweg",
    "Werkstraße",
    "Wiesenweg",
)
_STREETS_ABROAD = {"DK": ("Havnegade", "Nygade", "Skolegade"), "NL": ("Havenstraat", "Kerkstraat")}


def street(random: Random, place: Place) -> str:
    """Give a street with a number."""
    name = random.choice(_STREETS_ABROAD.get(place.country, _STREETS))
    return f"{name} {random.randint(1, 140)}{random.choice(('', '', '', '', 'a', 'b'))}"
