from kontor_sdk.testing import Kontor, PluginContract
from kontor_vet.events import AnimalSettled


class TestContract(PluginContract, plugin="vet"):
    def provoke(self, kontor: Kontor) -> None:
        """Let one animal leave again, and another one settle."""
        client = kontor.customer({"owner_id": kontor.user()})
        bo, rex = (
            kontor.create("vet.animal", {"customer_id": client, "name": name, "species": "dog"})
            for name in ("Bo", "Rex")
        )
        kontor.deliver()
        kontor.delete(bo)
        kontor.publish(AnimalSettled(), customer=client, about=rex)
