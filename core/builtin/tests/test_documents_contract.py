from kontor_sdk.testing import PluginContract


class TestDocuments(PluginContract, plugin="documents"): ...
