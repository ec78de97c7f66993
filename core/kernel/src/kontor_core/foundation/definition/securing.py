"""``[security]``: how sign-in is kept safe beyond what always holds."""

from datetime import timedelta

from kontor_core.foundation.definition.model import SecuritySettings
from kontor_core.foundation.definition.problems import Section

CONFIRM_MINUTES = (1, 12 * 60)
EXPORT_FREELY = (0, 1_000_000_000)


def read_security(section: Section) -> SecuritySettings:
    least, most = CONFIRM_MINUTES
    minutes = section.whole("confirm_minutes", 10, least=least, most=most)
    least, most = EXPORT_FREELY
    freely = section.whole("export_freely", 1_000, least=least, most=most)
    section.close()
    return SecuritySettings(confirm_within=timedelta(minutes=minutes), export_freely=freely)
