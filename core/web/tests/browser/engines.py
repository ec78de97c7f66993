"""Firefox and WebKit, driven in the words of WebDriver, as far as a walk through Kontor needs.

Firefox is spoken to directly (its Marionette port), because Debian ships no geckodriver; WebKitGTK
through its WebKitWebDriver on a screen of Xvfb. Both understand the same commands.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from glob import glob
from pathlib import Path
from typing import Any

import httpx

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element in WebDriver's JSON
_PATIENCE = 15.0
_STARTING = 30.0

ENTER, ESCAPE, CONTROL, ALT, RIGHT, TAB = (
    "\ue007",
    "\ue00c",
    "\ue009",
    "\ue00a",
    "\ue014",
    "\ue004",
)

_CONSOLE = """return Services.console.getMessageArray().filter((one) => one instanceof
  Ci.nsIScriptError && !(one.flags & Ci.nsIScriptError.warningFlag)).map((one) => ({
    text: one.errorMessage, source: one.sourceName }))"""


class Engine(ABC):
    """One window of a browser."""

    @abstractmethod
    def command(self, name: str, params: Mapping[str, Any]) -> Any:
        """Carry out a command of WebDriver and give its value."""

    def open(self, address: str) -> None:
        self.command("Navigate", {"url": address})

    def js(self, script: str, *args: object) -> Any:
        return self.command("ExecuteScript", {"script": script, "args": list(args)})

    def wait(self, script: str, *args: object) -> Any:
        """Wait until a script gives something true, and give that."""
        until = time.monotonic() + _PATIENCE
        while not (value := self.js(f"return {script}", *args)):
            if time.monotonic() > until:
                raise AssertionError(f"not so within {_PATIENCE:.0f} s: {script} {args}")
            time.sleep(0.05)
        return value

    def find(self, selector: str, text: str = "") -> dict[str, str]:
        """Give the first visible element that matches and holds the text; wait for it."""
        found: dict[str, str] = self.wait(
            """[...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility()
            && (one.innerText || one.ariaLabel || "").includes(arguments[1]))""",
            selector,
            text,
        )
        return found

    def click(self, selector: str, text: str = "") -> None:
        self.command("ElementClick", {"id": self.find(selector, text)[_ELEMENT]})

    def type(self, selector: str, text: str) -> None:
        """Type into a field in place of what stands there."""
        self.click(selector)
        self.keys(CONTROL, "a")
        field = self.find(selector)
        self.command("ElementSendKeys", {"id": field[_ELEMENT], "text": text})

    def keys(self, *keys: str) -> None:
        """Press keys one after another and let go of them together: ``keys(CONTROL, "k")``."""
        actions = [{"type": "keyDown", "value": key} for key in keys]
        actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.command(
            "PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]}
        )

    def size(self, width: int, height: int) -> None:
        self.command("SetWindowRect", {"width": width, "height": height})

    def cookie(self, cookie: Mapping[str, str]) -> None:
        self.command("AddCookie", {"cookie": {"path": "/", **cookie}})

    @abstractmethod
    def close(self) -> None:
        """Let go of the browser."""

    def complaints(self) -> list[str]:
        """Give what stands on the console since the last time, where the engine tells."""
        return []


class Firefox(Engine):
    """Speaks Marionette: a length, a colon, and JSON of type, number, name and parameters."""

    def __init__(self, port: int) -> None:
        self._link = _connected(port)
        self._number = 0
        self._read()  # says hello
        self.command("NewSession", {"capabilities": {"alwaysMatch": {}}})

    def command(self, name: str, params: Mapping[str, Any]) -> Any:
        full = name if ":" in name else f"WebDriver:{name}"
        self._number += 1
        sent = json.dumps([0, self._number, full, dict(params)]).encode()
        self._link.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, result = self._read()
        if error:
            raise AssertionError(f"Firefox, {name}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def close(self) -> None:
        self._link.close()

    def complaints(self) -> list[str]:
        self.command("Marionette:SetContext", {"value": "chrome"})
        try:
            found = self.js(_CONSOLE)
            self.js("Services.console.reset()")
        finally:
            self.command("Marionette:SetContext", {"value": "content"})
        return [one["text"] for one in found if one["source"].startswith("http")]

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._link.recv(1)
        left, parts = int(head[:-1]), []
        while left:
            parts.append(self._link.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))


class WebKit(Engine):
    """Speaks WebDriver over HTTP."""

    _PATHS: Mapping[str, tuple[str, str]] = {
        "Navigate": ("POST", "/url"),
        "ExecuteScript": ("POST", "/execute/sync"),
        "ElementClick": ("POST", "/element/{id}/click"),
        "ElementClear": ("POST", "/element/{id}/clear"),
        "ElementSendKeys": ("POST", "/element/{id}/value"),
        "PerformActions": ("POST", "/actions"),
        "SetWindowRect": ("POST", "/window/rect"),
        "AddCookie": ("POST", "/cookie"),
    }

    def __init__(self, port: int, program: str) -> None:
        _connected(port).close()
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        options = {"webkitgtk:browserOptions": {"binary": program, "args": ["--automation"]}}
        made = self._http.post("/session", json={"capabilities": {"alwaysMatch": options}})
        self._session = f"/session/{made.json()['value']['sessionId']}"

    def command(self, name: str, params: Mapping[str, Any]) -> Any:
        method, path = self._PATHS[name]
        address = self._session + path.format_map(params)
        value = self._http.request(method, address, json=dict(params)).json()["value"]
        if isinstance(value, dict) and "error" in value:
            raise AssertionError(f"WebKit, {name}: {value['error']}: {value['message']}")
        return value

    def close(self) -> None:
        self._http.delete(self._session)
        self._http.close()


def missing(engine: str) -> str | None:
    """Say what has to be installed before an engine can be driven."""
    if engine == "firefox":
        return None if _firefox() else "apt-get install firefox-esr"
    there = _mini_browser() and shutil.which("WebKitWebDriver") and shutil.which("Xvfb")
    return None if there else "apt-get install webkit2gtk-driver xvfb"


@contextmanager
def started(engine: str, folder: Path) -> Iterator[Engine]:
    """Start a browser that knows nothing of earlier ones, and end it."""
    with ExitStack() as stack:
        if engine == "firefox":
            yield _start_firefox(stack, folder)
        else:
            yield _start_webkit(stack, folder)


def _start_firefox(stack: ExitStack, folder: Path) -> Engine:
    port, program = _free_port(), _firefox()
    assert program is not None
    preferences = {
        "marionette.port": port,
        "intl.accept_languages": "de",
        "ui.prefersReducedMotion": 1,
    }
    lines = [f'user_pref("{key}", {json.dumps(value)});' for key, value in preferences.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    flags = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
    _run(stack, folder, [program, *flags, "--profile", str(folder), "about:blank"])
    engine = Firefox(port)
    stack.callback(engine.close)
    return engine


def _start_webkit(stack: ExitStack, folder: Path) -> Engine:
    port, program = _free_port(), _mini_browser()
    assert program is not None
    there = {"DISPLAY": _screen(stack, folder), "LANG": "de_DE.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1"}
    _run(stack, folder, ["WebKitWebDriver", f"--port={port}"], there)
    engine = WebKit(port, program)
    stack.callback(engine.close)
    return engine


def _screen(stack: ExitStack, folder: Path) -> str:
    """Start an X server that shows nothing, and give the display that it chose."""
    told, tells = os.pipe()
    flags = ["-displayfd", str(tells), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    _run(stack, folder, ["Xvfb", *flags], passed=(tells,))
    os.close(tells)
    with os.fdopen(told, encoding="ascii") as number:
        return f":{number.readline().strip()}"


def _run(
    stack: ExitStack,
    folder: Path,
    command: list[str],
    there: Mapping[str, str] | None = None,
    passed: tuple[int, ...] = (),
) -> None:
    log = stack.enter_context((folder / "browser.log").open("ab"))
    process = subprocess.Popen(
        command,
        env={**os.environ, **(there or {})},
        stdout=log,
        stderr=subprocess.STDOUT,
        pass_fds=passed,
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)


def _connected(port: int) -> socket.socket:
    """Connect as soon as somebody listens."""
    found: list[socket.socket] = []

    def connect() -> bool:
        try:
            found.append(socket.create_connection(("127.0.0.1", port), timeout=60))
        except ConnectionRefusedError:
            return False
        return True

    _until(connect)
    return found[0]


def _until(there: Any) -> None:
    late = time.monotonic() + _STARTING
    while not there():
        if time.monotonic() > late:
            raise AssertionError("the browser did not start")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


def _firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _mini_browser() -> str | None:
    return next(iter(glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")), None)
