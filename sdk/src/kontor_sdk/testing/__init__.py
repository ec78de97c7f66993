"""The test kit: the fixture ``kontor`` and the contract suite every plugin passes."""

from kontor_sdk.testing.contract import PluginContract
from kontor_sdk.testing.kit import Kontor, NotDelivered, Team, User

__all__ = ["Kontor", "NotDelivered", "PluginContract", "Team", "User"]
