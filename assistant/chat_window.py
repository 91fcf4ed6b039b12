"""The chat window: takes messages, asks the assistant, shows its replies. The only module that imports gradio."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # anything but the exact text "True" turns it off
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["NO_PROXY"] = ",".join(filter(None, (os.environ.get("NO_PROXY"), "127.0.0.1", "localhost")))

import gradio as gr  # it reads the environment above when it is imported
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.figures.svg import Theme
from assistant.window import checking, finding, page, panels, replies, routines, texts
from assistant.window.feedback import Feedback
from assistant.window.library import Library
from assistant.window.record import Chat, Turn
from assistant.window.warming import Warming

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from assistant.conversation import Assistant, ConversationState, Reply
    from assistant.settings import Settings
    from assistant.triage import Verdict

log = logging.getLogger(__name__)

PORT = 7860
MOST_A_MINUTE = 40
"""A visitor's messages in a minute; more are asked to wait."""


class Talks(Protocol):
    """What the window needs of an assistant."""

    settings: Settings

    def turn(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState]: ...

    @property
    def referral_text(self) -> Callable[[Verdict], str]: ...


class Window:
    """What happens behind the page: each method is one thing that the page may ask for."""

    def __init__(self, assistant: Talks, library: Library, feedback: Feedback | None = None) -> None:
        self.assistant = assistant
        self.library = library
        self.feedback = feedback
        self.workers = ThreadPoolExecutor(8, thread_name_prefix="turn")
        self.asked: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_A_MINUTE))

    # ------------------------------------------------------------------ the chat

    def turn(self, message: str | None, kept: object, request: gr.Request | None = None) -> Iterator[tuple[Any, ...]]:
        """One message, from the box to the reply: yields updates of the box, the chat, what is kept, and the message asked."""
        message = message or ""
        chat = Chat.read(kept)
        if not message.strip():
            yield gr.update(value=""), gr.skip(), gr.skip(), gr.skip()
            return
        shown = self.shown(chat, last=False)
        asked = {"role": "user", "content": gr.HTML(replies.person(message), apply_default_css=False)}
        yield gr.update(value="", submit_btn=False, stop_btn=texts.STOP), [*shown, asked], gr.skip(), message
        if self._too_many(request):
            yield self._open_box(message), [*shown, asked, _says(replies.notice(texts.TOO_MANY))], gr.skip(), gr.skip()
            return
        future = self.workers.submit(self._reply, message, chat)
        for _ in _while_waiting(future):
            ready: threading.Event | None = getattr(self.assistant, "ready", None)
            warming = [_says(replies.notice(texts.WARMING))] if ready and not ready.is_set() else []
            yield gr.skip(), [*shown, asked, *warming], gr.skip(), gr.skip()
        try:
            chat = future.result()
        except Exception:  # the window stays open whatever happens behind it; the log has the rest
            log.exception("no reply")
            yield self._open_box(message), [*shown, asked, _says(replies.notice(texts.FAILED))], gr.skip(), gr.skip()
            return
        yield self._open_box(), self.shown(chat), chat.to_json(), gr.skip()

    def _reply(self, message: str, chat: Chat) -> Chat:
        reply, state = self.assistant.turn(message, _state(chat))
        return chat.and_then(Turn.of(message, reply, state))

    def _open_box(self, message: str | None = None) -> Any:
        """The box ready for the next message; `message` puts one back, otherwise what was typed ahead stays."""
        if message is not None:
            return gr.update(value=message, submit_btn=texts.ASK, stop_btn=False)
        return gr.update(submit_btn=texts.ASK, stop_btn=False)

    def _too_many(self, request: gr.Request | Request | None) -> bool:
        visitor = str(request.client.host) if request is not None and request.client else ""
        times = self.asked[visitor]
        now = time.monotonic()
        if len(times) == MOST_A_MINUTE and now - times[0] < 60:
            return True
        times.append(now)
        return False

    def stop(self, kept: object, asked: str) -> tuple[Any, ...]:
        """Give the unanswered message back to the box."""
        return self._open_box(asked or ""), self.shown(Chat.read(kept))

    def open_chat(self, kept: object) -> tuple[Any, ...]:
        """Show a chat that the browser kept, or an empty one."""
        chat = Chat.read(kept)
        return self._open_box(), self.shown(chat), chat.to_json()

    def shown(self, chat: Chat, *, last: bool = True) -> list[dict[str, Any]]:
        """The messages of a chat as gr.Chatbot takes them; only the last reply offers what could be asked next."""
        messages: list[dict[str, Any]] = []
        for position, turn in enumerate(chat.turns, 1):
            html = replies.answer(
                turn, self.library, last=last and position == len(chat.turns), feedback=self.feedback is not None
            )
            messages.append({"role": "user", "content": gr.HTML(replies.person(turn.message), apply_default_css=False)})
            messages.append(_says(html))
        return messages

    # ------------------------------------------------------------------ what the page asks for without a message

    def source(self, passage: str) -> str:
        return panels.source(self.library, str(passage))

    def stretch(self, name: str) -> str:
        return panels.stretch(self.library, str(name))

    def check(self, form: Mapping[str, Any]) -> str:
        return checking.result(form, _assess, self.assistant.referral_text)

    def compose(self, wishes: Mapping[str, Any]) -> str:
        return routines.composed(self.library, wishes)

    def thumb(self, given: Mapping[str, Any]) -> str:
        """Keep a thumb, or the word that follows one, where the operator wants it; returns the key of the thumb."""
        if self.feedback is None:
            return ""
        if key := given.get("key"):
            self.feedback.add_word(str(key), str(given.get("word") or ""))
            return str(key)
        about = given.get("about")
        about = about if isinstance(about, dict) else {}
        passages = about.get("passages")
        cited = " ".join(map(str, passages)) if isinstance(passages, list) else ""
        return self.feedback.add(str(given.get("thumb")), str(about.get("question") or ""), str(about.get("kind") or ""), cited)

    async def api(self, request: Request) -> Response:
        """A turn for another program: `{"message": ..., "state": ...}` to `{"reply": ..., "state": ...}`, the state optional.

        Only JSON that says so is read: a page of some other site cannot send that unasked.
        """
        from assistant.conversation import ConversationState

        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return _fault(415, texts.API_TYPE)
        try:
            given = json.loads(await request.body())
            message, state = given["message"], given.get("state")
            before = ConversationState.from_json(state) if state else ConversationState()
            if not isinstance(message, str):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError):
            return _fault(400, texts.API_SHAPE)
        if self._too_many(request):
            return _fault(429, texts.TOO_MANY)
        try:
            reply, after = await run_in_threadpool(self.assistant.turn, message, before)
        except Exception:  # as in the chat
            log.exception("no reply")
            return _fault(500, texts.FAILED)
        return JSONResponse({"reply": reply.to_json(), "state": after.to_json()})

    async def figure(self, request: Request) -> Response:
        """The picture of a stretch as a file of its own, so that lists can load theirs when they come into sight."""
        theme: Theme = "dark" if request.query_params.get("theme") == "dark" else "light"
        svg = self.library.picture(request.path_params["name"], theme)
        if svg is None:
            return Response(status_code=404)
        return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


def _fault(status: int, sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=status)


def _says(html: str) -> dict[str, Any]:
    return {"role": "assistant", "content": gr.HTML(html, apply_default_css=False)}


def _while_waiting(future: Future[Chat]) -> Iterator[None]:
    """Step while there is no result yet. A generator can be stopped only where it yields, so it must do so often."""
    pause = 0.4
    while True:
        done = threading.Event()
        future.add_done_callback(lambda _, done=done: done.set())  # type: ignore[misc]
        if done.wait(pause):
            return
        yield


def _state(chat: Chat) -> ConversationState:
    """The state after the last turn of a chat; a fresh one where there is none, or it cannot be read."""
    from assistant.conversation import ConversationState

    if not chat.turns:
        return ConversationState()
    try:
        return ConversationState.from_json(chat.turns[-1].state)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ConversationState()


def _assess(message: str) -> Verdict:
    from datetime import date

    from assistant import triage

    return triage.assess(message, today=date.today())


# ---------------------------------------------------------------------- the page


def build(assistant: Talks, library: Library | None = None, feedback: Feedback | None = None) -> gr.Blocks:
    """The window as Blocks, not yet launched. Without a library the knowledge of the assistant's settings is read."""
    return _blocks(Window(assistant, library or Library.open(assistant.settings), feedback))


def _blocks(behind: Window) -> gr.Blocks:
    def plain(html: str, **more: Any) -> gr.HTML:
        return gr.HTML(html, apply_default_css=False, **more)

    window: gr.Blocks
    with gr.Blocks(title=texts.NAME, analytics_enabled=False, fill_height=True, fill_width=True) as window:
        plain(page.header(), elem_id="header")
        with gr.Row(elem_id="frame"):
            plain(page.drawer(), elem_id="drawer-place")
            with gr.Column(elem_id="chat-view"):
                plain(page.welcome(), elem_id="welcome-place")
                chat = gr.Chatbot(
                    elem_id="chat", label=texts.CHAT, show_label=False, height="100%", container=False, layout="bubble",
                    buttons=[], autoscroll=False, latex_delimiters=[], render_markdown=False, group_consecutive_messages=False,
                )  # fmt: skip
                box = gr.Textbox(
                    elem_id="box", label=texts.QUESTION, show_label=False, placeholder=texts.PLACEHOLDER, lines=1, max_lines=6,
                    submit_btn=texts.ASK, container=False, autofocus=False,
                    html_attributes=gr.InputHTMLAttributes(autocomplete="off", spellcheck=True),
                )  # fmt: skip
            plain(finding.view(behind.library), elem_id="find-place")
            plain(checking.view(), elem_id="check-place")
            plain(routines.view(behind.library), elem_id="routines-place")
            plain(page.panel(), elem_id="panel-place")
        plain(page.player(), elem_id="player-place")
        with gr.Column(elem_id="behind"):
            kept = gr.JSON(value={}, elem_id="kept", label="")
            asked = gr.Textbox(elem_id="asked", label="", show_label=False)
            ask = gr.Button("", elem_id="ask-behind")
            reopen = gr.Button("", elem_id="open-behind")
        plain(
            "", elem_id="bridge", js_on_load="window.stretch.connect(server)",
            server_functions=[
                _function(each) for each in (behind.source, behind.stretch, behind.check, behind.compose, behind.thumb)
            ],
        )  # fmt: skip

        shared: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        once: dict[str, Any] = {**shared, "trigger_mode": "once", "concurrency_limit": 8, "outputs": [box, chat, kept, asked]}
        typed = box.submit(behind.turn, [box, kept], **once)
        clicked = ask.click(behind.turn, [asked, kept], js="(text, kept) => [window.stretch.next(), kept]", **once)
        box.stop(behind.stop, [kept, asked], [box, chat], cancels=[typed, clicked], queue=False, **shared)
        reopen.click(behind.open_chat, [kept], [box, chat, kept], js="() => [window.stretch.opened()]", queue=False, **shared)
        kept.change(None, [kept], None, js="(kept) => { window.stretch.keep(kept) }", **shared)
    window.queue(max_size=64, default_concurrency_limit=8, api_open=False)
    return window


def _function(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A method as the plain function that gr.HTML wants, under the same name."""

    def call(given: Any) -> Any:
        return method(given)

    call.__name__ = method.__name__
    return call


def _theme() -> gr.themes.Base:
    fonts: list[gr.themes.Font | str] = [gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700)), "system-ui", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"], text_size="lg")


def _head(feedback: bool) -> str:
    """Style and scripts go into the page's head: Gradio would rewrite the selectors of `css=`."""
    folder = resources.files("assistant.window")
    style = folder.joinpath("look.css").read_text("utf-8")
    scripts = "\n".join(folder.joinpath(name).read_text("utf-8") for name in ("behaviour.js", "chats.js", "holds.js"))
    words = json.dumps({**texts.BROWSER, "wantsFeedback": feedback}).replace("<", "\\u003c")
    return (
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<style>{style}</style><script>window.stretchTexts = {words};\n(() => {{\n{scripts}\n}})();</script>"
    )


class Headers:
    """Adds to every response what keeps a browser from loading anything from elsewhere, or showing the page inside another."""

    POLICY = (
        "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' "
        "'unsafe-inline'; "
        "connect-src 'self' data: blob:; frame-ancestors 'self'; form-action 'none'; base-uri 'self'; object-src 'none'"
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", self.POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                ]
            await send(message)

        await self.app(scope, receive, with_headers)


def launch(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    feedback: str | Path | None = None,
    library: Library | None = None,
    warm_up: bool = True,
    block: bool = True,
) -> gr.Blocks:
    """Open the window, then load what answers need. Without a port GRADIO_SERVER_PORT counts, then 7860.

    Raises:
        OSError: the port is taken.
    """
    library = library or Library.open(assistant.settings)
    talking = Warming(assistant) if warm_up else assistant
    behind = Window(talking, library, Feedback(Path(feedback)) if feedback else None)
    window = _blocks(behind)
    wanted = port or int(os.environ.get("GRADIO_SERVER_PORT") or PORT)
    own = [Route("/figures/{name}.svg", behind.figure), Route("/api/turn", behind.api, methods=["POST"])]
    window.launch(
        server_name=host, server_port=wanted, share=False, ssr_mode=False, run_history=False, enable_monitoring=False,
        footer_links=[], quiet=True, show_error=False, max_file_size="10mb", theme=_theme(), head=_head(feedback is not None),
        prevent_thread_lock=True, app_kwargs={"routes": own, "middleware": [Middleware(Headers)]},
        favicon_path=str(resources.files("assistant.window").joinpath("mark.png")), pwa=True,
    )  # fmt: skip
    print(f"{texts.NAME} is open at http://{host}:{wanted}", flush=True)
    if block:
        window.block_thread()
    return window
