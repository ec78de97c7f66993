"""Long work with a progress bar; the user may leave the page and come back."""

from dataclasses import dataclass

from kontor_web.ui.views.actions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """``state`` is queued, running, done, failed or cancelled; ``url`` answers ``parts/job.html``.

    While it is queued or running the fragment asks again every second. ``total`` None draws a
    bar without an end.
    """

    id: str
    title: str
    state: str
    status: str  # the same in words: "Zeile 1.200 von 5.000"
    url: str
    csrf: str
    done: int = 0
    total: int | None = None
    counts: tuple[tuple[str, str], ...] = ()
    message: str = ""
    cancel: str | None = None
    links: tuple[Action, ...] = ()  # result, file of refused rows, undo

    @property
    def active(self) -> bool:
        return self.state in ("queued", "running")
