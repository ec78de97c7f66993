"""What builtin plugins put on the screen stands there once, and leads where it says."""

from kontor_sdk.testing import Kontor


def test_the_way_to_a_tag_stands_once_on_a_customer(kontor: Kontor) -> None:
    customer = kontor.customer()
    client = kontor.client(as_=kontor.user(role="administrator"))

    page = client.get(f"/customers/{customer.id}").text
    panel = client.get(f"/ui/customers/{customer.id}/panel/documents.tags").text

    assert (page.count("Schlagwort vergeben"), panel.count("Schlagwort vergeben")) == (0, 1)


def test_my_day_leads_to_the_calendar_address_with_and_without_tasks(kontor: Kontor) -> None:
    anna = kontor.user(role="administrator")
    client = kontor.client(as_=anna)
    told = []

    told.append('href="/x/tasks/calendar"' in client.get("/x/tasks/my-day").text)
    kontor.create("tasks.task", {"title": "Anrufen", "due_on": kontor.clock.now().date()}, as_=anna)
    told.append('href="/x/tasks/calendar"' in client.get("/x/tasks/my-day").text)
    found = client.get("/ui/palette?q=Aufgaben im Kal").text

    assert told == [True, True]
    assert 'href="/x/tasks/calendar"' in found
