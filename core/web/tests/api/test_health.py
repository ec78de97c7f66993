"""/health: 200 while Kontor can work, and nothing in it that helps a stranger."""

from kontor_sdk.testing.kit import Kontor


def test_health_tells_database_events_and_plugins(kontor: Kontor) -> None:
    answer = kontor.client().get("/health")

    assert answer.status_code == 200
    found = answer.json()
    assert found.pop("plugins")["notes"] == "enabled"
    assert found == {"status": "ok", "database": "ok", "events": {"behind": 0, "dead": 0}}


def test_health_is_503_without_a_database(kontor: Kontor) -> None:
    client = kontor.client()
    kontor.app.storage.system_reader = None  # type: ignore[method-assign,assignment]  # it is gone

    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
