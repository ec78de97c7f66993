from kontor_sdk.testing import PluginContract


class TestContract(PluginContract, plugin="vet"): ...
