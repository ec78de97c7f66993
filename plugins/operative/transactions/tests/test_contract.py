from kontor_sdk.testing.contract import PluginContract


class TestContract(PluginContract, plugin="transactions"): ...
