"""The test kit: the fixture ``kontor`` and the contract suite every plugin passes.

``kontor`` is a ``Kontor``; ``open_kontor("visits", "transactions")`` opens one with these plugins,
and ``@pytest.mark.plugins("visits")`` chooses those of ``kontor``. Override the fixture
``kontor_toml`` for roles and settings of a test module: it returns what is added to the file.
"""

from kontor_sdk.testing.contract import PluginContract
from kontor_sdk.testing.kit import Kontor, NotDelivered, Team, User

__all__ = ["Kontor", "NotDelivered", "PluginContract", "Team", "User"]
