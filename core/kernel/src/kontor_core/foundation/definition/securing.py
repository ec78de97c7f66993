"""``[security]``: how sign-in is kept safe beyond what always holds."""

from collections.abc import Iterable
from datetime import timedelta

from kontor_core.foundation.access.profiles import ANY
from kontor_core.foundation.definition.model import SecuritySettings
from kontor_core.foundation.definition.problems import Section
from kontor_core.foundation.i18n import L

CONFIRM_MINUTES = (1, 12 * 60)
EXPORT_FREELY = (0, 10_000)  # no list is counted further, so a larger limit would never ask


def read_security(section: Section, roles: Iterable[str]) -> SecuritySettings:
    least, most = CONFIRM_MINUTES
    minutes = section.whole("confirm_minutes", 10, least=least, most=most)
    least, most = EXPORT_FREELY
    freely = section.whole("export_freely", 1_000, least=least, most=most)
    what = L("Die Rolle", en="role")
    asked = section.some_of("second_factor", [*roles, ANY], what)
    section.close()
    return SecuritySettings(
        confirm_within=timedelta(minutes=minutes),
        export_freely=freely,
        second_factor=asked or (),
    )
