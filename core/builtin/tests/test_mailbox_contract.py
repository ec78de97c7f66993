from kontor_sdk.testing import Kontor, PluginContract


class TestMailbox(PluginContract, plugin="mailbox"):
    def provoke(self, kontor: Kontor) -> None:
        kontor.run_jobs()
