"""What happens to tasks beyond created, changed and deleted."""

from kontor_sdk.flow import Event


class TaskCompleted(Event):
    """A task was done; its subject is the task."""

    name = "tasks.task.completed"

    assignee_id: str | None = None


class TaskReopened(Event):
    """A task that was done is open again."""

    name = "tasks.task.reopened"

    assignee_id: str | None = None


class TaskDue(Event):
    """The day of a task has come, told once for each day it is due on."""

    name = "tasks.task.due"

    assignee_id: str | None = None


EVENTS = (TaskCompleted, TaskReopened, TaskDue)
