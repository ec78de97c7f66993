from kontor_sdk.testing import Kontor, PluginContract


class TestInbox(PluginContract, plugin="inbox"):
    def provoke(self, kontor: Kontor) -> None:
        customer, anna = kontor.customer(), kontor.user()
        told = {"recipient": anna.id, "about": customer.id}
        kontor.publish("notification.requested", about=customer, payload=told)
