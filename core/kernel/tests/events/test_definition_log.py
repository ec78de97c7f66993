"""What the definition says is compared at each start; on both databases, and by several at once."""

import threading
from pathlib import Path
from typing import Any

from kontor_core.events import definition_log
from kontor_core.foundation.definition import load
from kontor_core.foundation.storage.storage import Storage


def start(storage: Storage, home: Path, name: str) -> None:
    file = home / "kontor.toml"
    file.write_text(f'[company]\nname = "{name}"\n', encoding="utf-8")
    definition_log.note(storage, load(file, environ={}))


def test_a_change_is_told_by_one_of_those_who_start_at_once(
    storage: Storage, told: Any, tmp_path: Path
) -> None:
    start(storage, tmp_path, "Alster")
    assert told.facts == []
    folders = [tmp_path / str(n) for n in range(3)]
    for folder in folders:
        folder.mkdir()

    threads = [
        threading.Thread(target=start, args=(storage, folder, "Bille")) for folder in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [fact.payload for fact in told.facts] == [
        {"changes": [["company.name", "Alster", "Bille"]], "count": 1}
    ]
    start(storage, tmp_path, "Alster")
    assert len(told.facts) == 2
