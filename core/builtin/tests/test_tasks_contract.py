from datetime import date

from kontor_sdk.testing import Kontor, PluginContract
from kontor_tasks.domain import complete_task, reopen_task


class TestTasks(PluginContract, plugin="tasks"):
    def provoke(self, kontor: Kontor) -> None:
        """Give recurring tasks to a colleague, do them, take one up again; note a follow-up."""
        customer, boss, ben = kontor.customer(), kontor.user(role="administrator"), kontor.user()
        for title in ("Anrufen", "Angebot schicken"):
            values = {"title": title, "due_on": date(2026, 5, 4), "recurrence": "FREQ=WEEKLY"}
            given = {**values, "customer_id": customer, "assignee_id": ben}
            task = kontor.create("tasks.task", given, as_=boss)
            with kontor.unit() as uow:
                complete_task(uow, task.id)
        kontor.deliver()
        with kontor.unit() as uow:
            reopen_task(uow, task.id)
        touch = {"customer_id": customer, "channel": "call", "follow_up_on": date(2099, 1, 1)}
        kontor.create("interaction", touch, as_=boss)
        kontor.run_jobs()
