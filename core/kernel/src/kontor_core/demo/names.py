"""Names of persons, common ones put together at random, and how they look in an e-mail address."""

from dataclasses import dataclass
from random import Random

_WOMEN = (
    "Anja Anna Antje Birgit Carolin Christine Claudia Daniela Elif Elke Eva Franziska Gesa Heike "
    "Ines Inga Jana Johanna Judith Julia Karin Katrin Kerstin Lara Laura Lena Maike Maren Maria "
    "Martina Meike Melanie Miriam Nadine Nele Nicole Petra Ruth Sabine Sandra Silke Simone Sonja "
    "Stefanie Susanne Svenja Tanja Ulrike Ute Vera Wiebke Zeynep"
)
_MEN = (
    "Alexander Andreas Arne Bernd Björn Carsten Christian Christoph Daniel David Dirk Emre Erik "
    "Felix Florian Frank Georg Hannes Hendrik Holger Ingo Jan Jens Jörg Karsten Klaus Lars Lukas "
    "Malte Marc Markus Martin Matthias Mehmet Michael Moritz Niklas Nils Olaf Oliver Paul Peter "
    "Philipp Ralf Robert Sebastian Stefan Sven Thomas Thorsten Tim Torben Uwe Volker Wolfgang"
)
_FAMILIES = (
    "Albrecht Arnold Bartels Baumann Becker Behrens Berger Böhm Brandt Braun Busch Carstens "
    "Claasen Demir Dietrich Ebert Engel Ernst Fischer Frank Friedrich Fuchs Graf Groß Günther Haas "
    "Hahn Hansen Hartmann Heinrich Herrmann Hoffmann Jacobs Jäger Jansen Kaiser Kaya Keller Klein "
    "Koch Köhler König Krämer Kraus Krause Krüger Kuhn Lange Lehmann Lorenzen Ludwig Maier Martens "
    "Mayer Meier Möller Müller Neumann Nowak Ohlsen Otto Paulsen Peters Pfeiffer Pohl Reimers "
    "Richter Roth Sauer Schäfer Schmidt Schneider Scholz Schröder Schubert Schulte Schulz Schuster "
    "Seidel Simon Sommer Stein Thomsen Vogel Vogt Voigt Wagner Walter Weber Weiß Werner Winkler "
    "Winter Wolf Yilmaz Ziegler Zimmermann"
)
_TITLES = ("Dr.", "Dr.", "Dr.", "Prof. Dr.")
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "&": None, ".": None, "'": None}
)


@dataclass(frozen=True)
class Name:
    given: str
    family: str
    sex: str
    title: str | None = None

    @property
    def polite(self) -> str:
        """How colleagues speak of the person: ``Frau Dr. Behrens``."""
        return self._called("Frau" if self.sex == "f" else "Herr")

    @property
    def polite_dative(self) -> str:
        """How colleagues speak with the person: mit ``Herrn Behrens``."""
        return self._called("Frau" if self.sex == "f" else "Herrn")

    @property
    def english(self) -> str:
        """How English colleagues speak of and with the person: ``Dr Behrens``."""
        if self.title:
            return f"Dr {self.family}"
        return f"{'Ms' if self.sex == 'f' else 'Mr'} {self.family}"

    @property
    def mail(self) -> str:
        """The part before the @."""
        return f"{spelled(self.given)}.{spelled(self.family)}"

    def _called(self, salutation: str) -> str:
        return " ".join(part for part in (salutation, self.title, self.family) if part)


class Names:
    """Makes names, each one once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given = {"f": _WOMEN.split(), "m": _MEN.split()}
        self._families = _FAMILIES.split()
        self._known: set[tuple[str, str]] = set()

    def next(self) -> Name:
        random = self._random
        while True:
            sex = random.choice("fm")
            given, family = random.choice(self._given[sex]), random.choice(self._families)
            if (given, family) not in self._known:
                self._known.add((given, family))
                title = random.choice(_TITLES) if random.random() < 0.05 else None
                return Name(given, family, sex, title)


def spelled(text: str) -> str:
    """Give a text as it stands in addresses: ``Möbel & Raum`` -> ``moebel-raum``."""
    return "-".join(text.lower().translate(_SPELLED).split())
