"""Texts that more than one place of the customers says."""

from kontor_core.foundation.i18n import L

MERGE_INTO_ITSELF = L(
    "Ein Datensatz kann nicht mit sich selbst zusammengeführt werden.",
    en="A record cannot be merged into itself.",
)
MERGED_ALREADY = L(
    "{name} ist schon mit einem anderen Datensatz zusammengeführt. Trennen Sie die beiden zuerst.",
    en="{name} has been merged into another record already. Unmerge the two first.",
)
NOT_MERGED = L(
    "{name} ist mit nichts zusammengeführt.",
    en="{name} is not merged into anything.",
)
SURVIVOR_MERGED = L(
    "{name} ist selbst zusammengeführt worden. Trennen Sie zuerst diese Zusammenführung.",
    en="{name} has itself been merged since. Unmerge that one first.",
)
NUMBER_TAKEN = L(
    "Diese Nummer ist vergeben.",
    en="This number is taken.",
)
MERGED_AWAY = L(
    "{name} ist in einem anderen Datensatz aufgegangen. Arbeiten Sie mit dem, der übrig ist, oder "
    "trennen Sie beide wieder.",
    en="{name} was merged into another record. Work with the one that is left, or unmerge them.",
)
