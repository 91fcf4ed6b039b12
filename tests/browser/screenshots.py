"""The pictures of the README: `python -m tests.browser.screenshots FOLDER`, with the real model and a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import DESKTOP, FLAGS, PHONE, ROOT, chromium, free_port, reachable, stop

HOW_TO = "How do I do the figure-four stretch?"


def ask(question: str) -> str:
    return f"?ask={quote(question)}"


def answered(page: Page) -> None:
    page.locator("#chat .tools").last.wait_for(timeout=240_000)


def cited(page: Page) -> None:
    answered(page)
    page.locator(".quote .cite").nth(1).click()
    page.locator("#quoted mark").first.wait_for()


def opened(page: Page) -> None:
    answered(page)
    page.locator("#chat [data-stretch]").first.click()
    page.locator("#panel svg.stretch-figure").wait_for()


def held(page: Page) -> None:
    answered(page)
    page.locator("[data-hold]").first.click()
    page.wait_for_timeout(7000)


def composed(page: Page) -> None:
    page.locator("#compose-place").select_option("at-desk")
    page.get_by_text("No kneeling").click()
    page.get_by_role("button", name="Put together").click()
    page.locator("#composed li").first.wait_for()


def area(page: Page) -> None:
    page.locator(".areas [data-area=lower-back]").click()


def symptom(page: Page) -> None:
    for choice in ("lower back", "a dull ache", "two months or longer"):
        page.locator("#check-form").get_by_text(choice, exact=True).click()
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#check-result .card").wait_for()


def nothing(page: Page) -> None:
    page.wait_for_timeout(300)


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "welcome": ("", nothing),
    "answer": (ask(HOW_TO), answered),
    "source": (ask(HOW_TO), cited),
    "stretch": (ask(HOW_TO), opened),
    "list": (ask("Which stretches can I do lying down for tight hamstrings?"), answered),
    "why": (ask("Why does sitting all day make my lower back ache?"), answered),
    "emergency": (ask("My back hurts and I can't feel it when I wipe"), answered),
    "professional": (ask("I've had this back ache for about two months and stretching doesn't help"), answered),
    "find": ("?view=find", area),
    "symptom": ("?view=check", symptom),
    "routines": ("?view=routines", nothing),
    "composed": ("?view=routines", composed),
    "hold": (ask(HOW_TO), held),
}


def shoot(address: str, folder: Path) -> int:
    """Every scene on desktop and phone, light and dark; returns how many pictures were written."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for device, options in (
            ("desktop", {"viewport": DESKTOP}),
            ("phone", {"viewport": PHONE, "is_mobile": True, "has_touch": True}),
        ):
            for theme in ("light", "dark"):
                for scene, (query, prepare) in SCENES.items():
                    context = browser.new_context(color_scheme=theme, reduced_motion="reduce", **options)  # type: ignore[arg-type]
                    page = context.new_page()
                    page.goto(address + query)
                    page.wait_for_selector("body.ready")
                    prepare(page)
                    page.wait_for_timeout(700)
                    page.screenshot(path=folder / f"{device}-{theme}-{scene}.png")
                    context.close()
                    count += 1
        browser.close()
    return count


def main(folder: str) -> None:
    if chromium() is None:
        sys.exit("no Chromium found; install one with: apt-get install chromium (or name it in CHROMIUM)")
    port = free_port()
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = reachable(server, port)
            print(f"{shoot(address, Path(folder))} pictures in {folder}")
        finally:
            stop(server)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs")
