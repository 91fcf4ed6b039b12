"""A Chromium that resolves nothing but this computer, and the window in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
DESKTOP = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 844}


def chromium() -> str | None:
    """Where a Chromium is installed, if one is."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def start(port: int, index: Path, *more: str) -> subprocess.Popen[bytes]:
    """The window in a process of its own, waited for."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.serving", str(port), str(index), *more], cwd=ROOT, env=environment
    )
    reachable(server, port)
    return server


def reachable(server: subprocess.Popen[bytes], port: int) -> str:
    """The address of a server that has just been started, once it answers."""
    address = f"http://127.0.0.1:{port}/"
    opener = build_opener(ProxyHandler({}))
    for _ in range(900):
        if server.poll() is not None:
            raise RuntimeError(f"the window did not start (exit code {server.returncode})")
        try:
            with opener.open(address, timeout=2):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    stop(server)
    raise RuntimeError("the window did not answer within 90 seconds")


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found; install one with: apt-get install chromium (or name it in CHROMIUM)")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "thumbs.sqlite"


@pytest.fixture(scope="session")
def window(browser: Browser, index_folder: Path, feedback_file: Path) -> Iterator[str]:
    """The address of a running window."""
    port = free_port()
    server = start(port, index_folder, str(feedback_file))
    yield f"http://127.0.0.1:{port}/"
    stop(server)


class Desk:
    """A page of the window, with the few things that every test does."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, query: str = "") -> Desk:
        self.page.goto(self.address + query)
        self.page.wait_for_selector("body.ready")
        return self

    def ask(self, question: str) -> Desk:
        before = self.replies.count()
        self.box.fill(question)
        self.box.press("Enter")
        self.wait(before + 1)
        return self

    def wait(self, replies: int) -> None:
        """Until so many replies are complete; the first one waits for the index to be built."""
        self.replies.nth(replies - 1).wait_for(timeout=90_000)
        self.page.locator("#box .submit-button").wait_for()

    @property
    def box(self):  # type: ignore[no-untyped-def]
        return self.page.get_by_label("Your question")

    @property
    def replies(self):  # type: ignore[no-untyped-def]
        return self.page.locator("#chat .reply:has(.tools)")

    @property
    def asked(self):  # type: ignore[no-untyped-def]
        return self.page.locator("#chat .said")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext, window: str) -> Desk:
    """The window on a desktop, opened."""
    return Desk(context.new_page(), window).open()


@pytest.fixture
def phone(browser: Browser, window: str) -> Iterator[Desk]:
    """The window on a phone, opened."""
    context = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2, reduced_motion="reduce"
    )
    yield Desk(context.new_page(), window).open()
    context.close()
