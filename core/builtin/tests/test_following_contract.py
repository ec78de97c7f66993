from kontor_sdk.testing import Kontor, PluginContract


class TestFollowing(PluginContract, plugin="following"):
    def provoke(self, kontor: Kontor) -> None:
        customer, anna = kontor.customer(), kontor.user(role="administrator")
        kontor.act("following.by_itself", as_=anna)
        kontor.act("following.follow", customer, as_=kontor.user(role="administrator"))
        values = {"customer_id": customer, "channel": "call", "subject": "Anruf"}
        kontor.create("interaction", values, as_=anna)
