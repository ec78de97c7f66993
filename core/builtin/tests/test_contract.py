from kontor_sdk.testing import PluginContract


class TestNotes(PluginContract, plugin="notes"): ...
