"""What web and command line call: look at a file, start, run, rehearse, take back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kontor_core.exchange import jobs
from kontor_core.exchange.employers import SAID, UNKNOWN, check_options
from kontor_core.exchange.errors_file import forget_old_files
from kontor_core.exchange.jobs import Job, Report
from kontor_core.exchange.mapping import Guess, read_mapping
from kontor_core.exchange.models import UNDONE
from kontor_core.exchange.opening import open_source
from kontor_core.exchange.running import Progress, Run, actor_of, run_job
from kontor_core.exchange.sources import Source
from kontor_core.exchange.targets import Target, preset_target, resource_target
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, Refused
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.text import nearest

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as the engine understands it, before anything is written."""

    target: Target
    source: Source
    guess: Guess
    options: Mapping[str, str]
    sample: Sequence[Mapping[str, Any]]  # the first rows by column of the file


def look_at(
    app: "KontorApp",
    actor: Actor,
    path: Path | str,
    target: str,
    *,
    preset: bool = False,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """Open a file, guess what its columns are, and check what the operator said.

    Raises Invalid for files, columns, fields and options that there are none of, Forbidden when
    the actor may not make such rows.
    """
    wanted = preset_target(app, target) if preset else resource_target(app, target, actor)
    _check_rights(app, actor, wanted)
    source = open_source(path, delimiter=delimiter, sheet=sheet)
    guess = read_mapping(wanted, source.header, mapping)
    return Preview(wanted, source, guess, _options(wanted, options or {}), _sample(source))


def start_import(
    app: "KontorApp",
    actor: Actor,
    path: Path | str,
    target: str,
    *,
    preset: bool = False,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    again: bool = False,
) -> str:
    """Open an import and give its id; the same unfinished one is gone on with.

    Raises Conflict when this very file went in before, unless ``again`` is said.
    """
    seen = look_at(
        app, actor, path, target, preset=preset, mapping=mapping, options=options,
        delimiter=delimiter, sheet=sheet,
    )  # fmt: skip
    _require_complete(seen)
    forget_old_files(app)
    key = jobs.job_key(seen.source.file_hash, seen.target.name, seen.guess.mapping, seen.options)
    for job in jobs.jobs_of_key(app.storage, key):
        if job.state == UNDONE:
            continue
        if not jobs.is_over(job):
            return job.id
        if not again:
            raise Conflict(
                L(
                    f"Diese Datei ist schon importiert (Import {job.id}). Nehmen Sie ihn mit "
                    "„kontor import undo“ zurück oder sagen Sie --again.",
                    en=f"This file has been imported already (import {job.id}). Take it back "
                    "with 'kontor import undo' or say --again.",
                )
            )
    values = {
        "key": key,
        "target": seen.target.name,
        "preset": preset,
        "path": str(Path(path).resolve()),
        "source": {**seen.source.layout(), "hash": seen.source.file_hash},
        "mapping": dict(seen.guess.mapping),
        "options": dict(seen.options),
        "actor_id": actor.id,
        "total": seen.source.total,
    }
    with app.unit(SYSTEM) as uow:
        return jobs.open_job(uow, values)


def run_import(
    app: "KontorApp",
    job_id: str,
    progress: Progress | None = None,
    *,
    stop: Callable[[], bool] | None = None,
    chunk_size: int | None = None,
) -> Job:
    """Run a job from its checkpoint to its end; safe to call again after a crash.

    Raises Conflict when the file is another one by now.
    """
    job = jobs.read_job(app.storage, job_id)
    if jobs.is_over(job):
        return job
    actor = actor_of(app, job)
    layout = job.source
    source = open_source(job.path, delimiter=layout.get("delimiter"), sheet=layout.get("sheet"))
    if source.file_hash != job.source.get("hash"):
        raise Conflict(
            L(
                f"Die Datei {job.path} hat sich geändert. Starten Sie einen neuen Import.",
                en=f"The file {job.path} has changed. Start a new import.",
            )
        )
    wanted = (
        preset_target(app, job.target) if job.preset else resource_target(app, job.target, actor)
    )
    run = Run(
        app, actor, source, wanted,
        mapping=job.mapping, options=job.options, chunk_size=chunk_size,
    )  # fmt: skip
    return run_job(app, job, run, progress, stop)


def rehearse_import(
    app: "KontorApp",
    actor: Actor,
    preview: Preview,
    progress: Callable[[int], None] | None = None,
    *,
    most_problems: int = 1000,
) -> Report:
    """Say what an import would do, without doing it."""
    _require_complete(preview)
    run = Run(
        app, actor, preview.source, preview.target,
        mapping=preview.guess.mapping, options=preview.options,
    )  # fmt: skip
    return run.rehearse(progress, most_problems)


def _check_rights(app: "KontorApp", actor: Actor, target: Target) -> None:
    creates = target.preset.creates if target.preset else (target.info.entity,)  # type: ignore[union-attr]  # one of the two
    for entity in creates:
        rule = app.storage.schema.entity(entity)
        if rule is None:
            raise Refused(
                L(f"„{entity}“ gibt es nicht.", en=f'There is no "{entity}".'), field="preset"
            )
        if app.storage.schema.level(actor.profile, rule, Action.CREATE) is Level.NONE:
            raise Forbidden(
                L(
                    f"Ihre Rolle darf {entity} nicht anlegen.",
                    en=f"Your role may not create {entity}.",
                )
            )


def _options(target: Target, given: Mapping[str, str]) -> dict[str, str]:
    known = {o.name: o for o in target.options}
    said = {n: v for n, v in given.items() if n.startswith(SAID) and UNKNOWN in known}
    for name in given:
        if name not in known and name not in said:
            near = nearest(name, known)
            hint = f' Did you mean "{near}"?' if near else ""
            hint_de = f" Meinten Sie „{near}“?" if near else ""
            raise Invalid(
                L(
                    f"Die Angabe „{name}“ gibt es hier nicht.{hint_de}",
                    en=f'There is no option "{name}" here.{hint}',
                ),
                field="set",
            )
    found = {name: given.get(name, option.default) for name, option in known.items()}
    if UNKNOWN in known:
        check_options(found)
    return found | said


def _require_complete(preview: Preview) -> None:
    missing = preview.guess.missing
    if not missing and preview.guess.mapping:
        return
    if not missing:
        missing = tuple(preview.target.fields)
    fields = preview.target.fields
    de = ", ".join(f"{n} ({text_of(fields[n].label, 'de')})" for n in missing)
    en = ", ".join(f"{n} ({text_of(fields[n].label, 'en')})" for n in missing)
    raise Invalid(
        L(
            f"Keine Spalte ist: {de}. Die Datei hat: {', '.join(preview.source.header)}. "
            "Sagen Sie --map Spalte=Feld.",
            en=f"No column is: {en}. The file has: {', '.join(preview.source.header)}. "
            "Say --map column=field.",
        ),
        field="map",
    )


def _sample(source: Source) -> Sequence[Mapping[str, Any]]:
    for chunk in source.chunks(_SHOWN):
        names = list(chunk.columns)
        return [
            dict(zip(names, row, strict=True)) for row in zip(*chunk.columns.values(), strict=True)
        ]
    return []
