"""The window without a browser: turns as data and HTML, views as text, nothing of a person or a page as markup."""

from __future__ import annotations

import ast
import io
import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant import triage, wording
from assistant.answer import Quote
from assistant.chat_window import MOST_A_MINUTE, Window, build
from assistant.conversation import ConversationState, Reply
from assistant.errors import InputError
from assistant.settings import Settings
from assistant.window import checking, finding, markup, page, panels, replies, routines, texts
from assistant.window.feedback import Feedback
from assistant.window.library import Library
from assistant.window.record import Chat, Turn
from assistant.window.warming import Warming

WINDOW = Path(replies.__file__).parent


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open(Settings.of(environment={}))


class Says:
    """An assistant that quotes the page of one stretch, whatever it is asked."""

    settings = Settings.of(environment={})

    def __init__(self, library: Library) -> None:
        self.library = library
        self.states: list[ConversationState] = []

    def turn(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState]:
        self.states.append(state)
        if message == "breakdown":
            raise RuntimeError("as the test asked")
        verdict = triage.assess(message, state.triage)
        after = ConversationState(verdict.state, state.topic)
        if verdict.level >= triage.Level.URGENT:
            return Reply(self.referral_text(verdict), "referral", verdict), after
        passage = self.library.passages["stretches/figure-four#how-to-do-it"]
        quote = Quote(passage.text, passage.id, passage.document, passage.headings, passage.file, passage.line, 1.0)
        return Reply(
            "Figure-four stretch", "answer", verdict, (quote,), ("figure-four",), (("hold", "30 s"),), ("And then?",)
        ), after

    def referral_text(self, verdict: triage.Verdict) -> str:
        said = wording.quoted(tuple(finding.said for finding in verdict.findings))
        return f"Please call now. You wrote: {said}. Do not wait."


@pytest.fixture
def window(library: Library) -> Window:
    return Window(Says(library), library)


def last(steps: Iterator[tuple[Any, ...]]) -> tuple[Any, ...]:
    return list(steps)[-1]


def html_of(messages: list[dict[str, Any]]) -> str:
    return "".join(message["content"].value for message in messages)


# ---------------------------------------------------------------- turns


def test_turn_shows_the_question_first_and_then_the_answer(window: Window) -> None:
    first, *_, final = list(window.turn("how?", {}))
    assert first[0]["value"] == ""
    assert "how?" in html_of(first[1])
    assert "Lie on your back" in html_of(final[1])
    assert [turn["message"] for turn in final[2]["turns"]] == ["how?"]


def test_state_of_the_last_turn_is_handed_to_the_next(window: Window, library: Library) -> None:
    kept = last(window.turn("my foot is numb", {}))[2]
    kept = json.loads(json.dumps(kept))
    last(window.turn("and now?", kept))
    talks = window.assistant
    assert isinstance(talks, Says)
    assert talks.states[0].triage.facts == ()
    assert talks.states[1].triage.facts != ()


@pytest.mark.parametrize(
    "broken", [None, 7, [], {"turns": 1}, {"turns": [{}]}, {"turns": [{"message": "x", "text": "y", "kind": "z"}]}]
)
def test_what_a_browser_hands_in_is_dropped_where_it_cannot_be_read(window: Window, broken: object) -> None:
    assert Chat.read(broken) == Chat()
    assert len(last(window.turn("how?", broken))[2]["turns"]) == 1


def test_state_that_cannot_be_read_starts_afresh(window: Window) -> None:
    kept = last(window.turn("how?", {}))[2]
    kept["turns"][-1]["state"] = {"triage": 3}
    assert len(last(window.turn("how?", kept))[2]["turns"]) == 2


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", None])
def test_blank_message_changes_nothing(window: Window, blank: str | None) -> None:
    (only,) = list(window.turn(blank, {}))
    assert only[0]["value"] == ""
    assert "turns" not in only[2]


def test_fault_gives_the_message_back_and_no_traceback(window: Window) -> None:
    final = last(window.turn("breakdown", {}))
    assert final[0]["value"] == "breakdown"
    assert texts.FAILED in unescape(html_of(final[1]))
    assert "Traceback" not in html_of(final[1])


def test_too_many_messages_in_a_minute_are_asked_to_wait(window: Window) -> None:
    for _ in range(MOST_A_MINUTE):
        last(window.turn("how?", {}))
    assert texts.TOO_MANY in html_of(last(window.turn("how?", {}))[1])


def test_slow_answer_can_be_stopped_between_two_steps(window: Window, library: Library) -> None:
    release = threading.Event()
    talks = window.assistant
    assert isinstance(talks, Says)
    answer = talks.turn
    talks.turn = lambda message, state: (release.wait(5), answer(message, state))[1]  # type: ignore[method-assign]
    steps = window.turn("how?", {})
    next(steps)
    started = time.monotonic()
    next(steps)
    assert time.monotonic() - started < 2
    steps.close()  # type: ignore[attr-defined]
    release.set()
    box, shown = window.stop({}, "how?")
    assert box["value"] == "how?"
    assert shown == []


def test_kept_chat_keeps_the_state_of_its_last_turn_alone(window: Window) -> None:
    kept: Any = {}
    for _ in range(3):
        kept = last(window.turn("my foot is numb", kept))[2]
    assert [bool(turn["state"]) for turn in kept["turns"]] == [False, False, True]
    assert len(json.dumps(kept)) < 20_000


def test_window_can_be_built_with_any_assistant(library: Library) -> None:
    blocks = build(Says(library), library)
    private = [fn.api_visibility for fn in blocks.fns.values()]
    assert set(private) == {"private"}


class Opening(Says):
    """An assistant whose index is not there yet."""

    today = staticmethod(date.today)
    reader = None

    @property
    def index(self) -> Any:
        time.sleep(2)
        raise RuntimeError("as the test asked")


def test_what_cannot_wait_is_said_before_the_index_is_open(library: Library) -> None:
    warming = Warming(Opening(library))  # type: ignore[arg-type]
    reply, state = warming.turn("my back hurts and I can't feel it when I wipe", ConversationState())
    assert not warming.indexed.is_set()
    assert reply.kind == "referral"
    assert state.triage.facts
    assert warming.turn("how?", ConversationState())[0].kind == "answer"
    assert warming.ready.is_set()


# ---------------------------------------------------------------- replies


def turn_of(**more: Any) -> Turn:
    return Turn.model_validate({"message": "m", "text": "t", "kind": "answer", **more})


HOSTILE = '<img src=x onerror="a()"> ${b} {{c}} `d` \u202e</script><svg onload=e()> [f](javascript:f) ![g](http://h/i.png)'


def test_nothing_of_a_person_or_a_page_becomes_markup(library: Library) -> None:
    quote = {"text": f"- {HOSTILE}\n- two", "passage": HOSTILE, "document": HOSTILE, "headings": [HOSTILE], "emphasis": HOSTILE}
    finding = {
        "id": HOSTILE,
        "level": "urgent",
        "said": HOSTILE,
        "start": 0,
        "end": 20,
        "rule": HOSTILE,
        "changes": HOSTILE,
        "sources": "s",
    }
    turn = turn_of(
        message=HOSTILE, text=HOSTILE, kind="referral", level="urgent", quotes=[quote], findings=[finding],
        follow_ups=[HOSTILE], facts=[[HOSTILE, HOSTILE]], check_question=HOSTILE, stretches=[HOSTILE],
    )  # fmt: skip
    html = replies.person(HOSTILE) + replies.answer(turn, library, last=True, feedback=True) + replies.notice(HOSTILE)
    html += panels.source(library, HOSTILE) + panels.stretch(library, HOSTILE)
    tags = re.findall(r"<(\w+)([^>]*)>", html)
    assert {name for name, _ in tags}.isdisjoint({"img", "script", "a", "iframe"})
    assert not any(re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", attributes)) for _, attributes in tags)
    assert "\u202e" not in html
    assert html.count("<svg onload") == 0


def test_markdown_lists_become_lists_and_one_sentence_may_stand_out() -> None:
    html = markup.prose("Do this:\n\n1. Sit.\n2. Lean **forward**. Breathe.", key="Breathe.")
    assert "<ol>" in html
    assert html.count("<li>") == 2
    assert "<strong>Breathe.</strong>" in html


def test_list_is_marked_item_by_item() -> None:
    assert markup.prose("- a\n- b", marked=[""]).count("<mark>") == 2
    assert markup.prose("- a b\n- c d", marked=["- a b\n- c d"]).count("<mark>") == 2
    assert markup.prose("One. Two. Three.", marked=["Two."]) == "<p>One. <mark>Two.</mark> Three.</p>"


def test_words_that_triage_found_are_marked_in_the_message() -> None:
    findings = Turn.model_validate(
        {
            "message": "m",
            "text": "t",
            "kind": "referral",
            "level": "urgent",
            "findings": [
                {"id": "A", "level": "urgent", "said": "numb", "start": 6, "end": 10},
                {"id": "B", "level": "urgent", "said": "umb &", "start": 7, "end": 12},
                {"id": "C", "level": "urgent", "said": "?", "start": 90, "end": 99},
            ],
        }
    ).findings
    assert replies.marked("it is numb & cold", findings) == "it is <mark>numb &amp;</mark> cold"


def test_urgent_reply_is_a_card_with_icon_text_and_reason(window: Window) -> None:
    html = html_of(last(window.turn("my back hurts and I can't feel it when I wipe", {}))[1])
    label = escape(texts.LEVELS["emergency"][0])
    assert f"<span>{label}</span>" in html
    assert 'class="icon"' in html.split(label)[1]
    assert "What would change it" in html
    assert "data-hold" not in html
    assert "You wrote: “" not in re.sub(r'data-copy="[^"]*"', "", html)


def test_copied_summary_has_only_the_persons_own_words() -> None:
    turn = turn_of(
        message="my leg is numb",
        level="urgent",
        findings=[{"id": "A", "level": "urgent", "said": "numb", "start": 10, "end": 14}],
    )
    copied = replies.for_professional([turn])
    assert re.findall("“(.*?)”", copied) == ["my leg is numb", "numb"]


def test_follow_ups_stand_under_the_last_reply_alone(window: Window) -> None:
    kept = last(window.turn("one", {}))[2]
    shown = last(window.turn("two", kept))[1]
    assert "And then?" not in html_of(shown[:2])
    assert "And then?" in html_of(shown[2:])


def test_items_of_the_check_question_are_buttons(library: Library) -> None:
    html = replies.answer(turn_of(check_question=triage.CHECK_QUESTION), library, last=True)
    assert html.count('data-ask="Yes, ') >= 5
    assert escape(texts.NONE_OF_THESE) in html
    assert "None of these" not in replies.answer(turn_of(check_question=triage.CHECK_QUESTION), library, last=False)


# ---------------------------------------------------------------- panels and views


def test_every_passage_is_found_and_marked_in_its_page(library: Library) -> None:
    for name, passage in library.passages.items():
        html = panels.source(library, name)
        marked = " ".join(re.findall(r"<mark>(.*?)</mark>", html, re.S))
        words = re.findall(r"[a-z]{3,}", passage.text.lower())
        seen = set(re.findall(r"[a-z]{3,}", unescape(re.sub("<[^>]+>", " ", marked)).lower()))
        assert html.count('id="quoted"') == 1, name
        assert {word for word in words if word not in seen} == set(), name


def test_every_stretch_has_a_panel_with_steps_and_a_hold(library: Library) -> None:
    for name in library.stretches:
        html = panels.stretch(library, name)
        assert "<h3>How to do it</h3>" in html, name
        assert "data-hold=" in html, name


def test_find_view_has_a_tile_for_every_stretch_and_a_region_for_most_areas(library: Library) -> None:
    html = finding.view(library)
    assert html.count('class="tile"') == len(library.stretches)
    areas = set(library.vocabulary.groups["areas"])
    assert set(finding.FRONT) | set(finding.BACK) <= areas
    assert areas - set(finding.FRONT) - set(finding.BACK) == {"full-body"}


@pytest.mark.parametrize(
    ("level", "form"),
    [
        ("none", {"where": ["calf"], "feels": ["stiff"]}),
        ("see-professional", {"where": ["knee"], "feels": ["numb"]}),
        ("see-professional", {"where": ["lower-back"], "feels": ["ache"], "since": "months"}),
        ("urgent", {"where": ["calf"], "flags": ["calf"]}),
        ("urgent", {"where": ["knee"], "flags": ["weight"]}),
        ("emergency", {"where": ["lower-back"], "flags": ["saddle"]}),
        ("emergency", {"flags": ["bladder"]}),
        ("emergency", {"flags": ["face"]}),
        ("emergency", {"flags": ["chest"]}),
    ],
)
def test_choices_of_the_symptom_check_get_the_care_they_need(level: str, form: dict[str, Any]) -> None:
    html = checking.result(form, triage.assess, lambda verdict: "Please do this. Then that.")
    assert f"level-{level}" in html


def test_summary_of_the_symptom_check_says_only_what_was_chosen() -> None:
    form = {"where": ["knee", "nonsense"], "feels": ["ache"], "since": "", "own": "<b>hm</b>", "flags": "fever", "other": 1}
    said = "\n".join(checking.spoken(form))
    assert "knee" in said
    assert "nonsense" not in said
    assert "today" not in said
    assert "&lt;b&gt;hm" in checking.result(form, triage.assess, lambda verdict: "See somebody.")


def test_routine_fits_the_wishes_and_the_time(library: Library) -> None:
    for minutes in routines.MINUTES:
        chosen = routines.choose(library, minutes, "", "at-desk", kneeling=False, bare=True)
        pages = [library.stretches[name][1] for name in chosen]
        holds = [library.hold(name) for name in chosen]
        assert sum(hold["seconds"] * hold["sides"] + routines.CHANGE_OVER for hold in holds) <= minutes * 60
        assert all("at-desk" in stretch.places and stretch.position not in ("kneeling", "on-all-fours") for stretch in pages)
        assert chosen, minutes


def test_wishes_that_make_no_sense_are_met_with_the_usual(library: Library) -> None:
    html = routines.composed(library, {"minutes": "<x>", "area": "<y>", "place": None})
    assert "data-hold" in html
    assert "<x>" not in html


# ---------------------------------------------------------------- feedback and the rest


def test_feedback_survives_and_can_be_exported(tmp_path: Path) -> None:
    file = tmp_path / "thumbs.sqlite"
    key = Feedback(file).add("up", "how?", "answer", "a#b")
    Feedback(file).add_word(key, "clear")
    Feedback(file).add("down")
    out = io.StringIO()
    assert Feedback(file).export(out) == 2
    assert "clear" in out.getvalue()
    assert sqlite3.connect(file).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_keeps_no_thumbs_is_named(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, this is no database but a letter of some length.")
    with pytest.raises(InputError, match=r"letter\.txt"):
        Feedback(file)


# ---------------------------------------------------------------- other programs


def posted(window: Window, body: object, kind: str = "application/json") -> tuple[int, dict[str, Any]]:
    app = Starlette(routes=[Route("/api/turn", window.api, methods=["POST"])])
    content = body if isinstance(body, str) else json.dumps(body)
    response = TestClient(app).post("/api/turn", content=content, headers={"Content-Type": kind})
    return response.status_code, response.json()


def test_another_program_gets_a_reply_and_goes_on_from_its_state(window: Window) -> None:
    status, first = posted(window, {"message": "how?"})
    assert status == 200
    assert first["reply"]["quotes"][0]["passage"] == "stretches/figure-four#how-to-do-it"
    status, second = posted(window, {"message": "my foot is numb", "state": first["state"]})
    assert second["state"]["triage"]["facts"]
    posted(window, {"message": "and now?", "state": second["state"]})
    assert isinstance(window.assistant, Says)
    assert window.assistant.states[-1].triage.facts


@pytest.mark.parametrize(
    "body", ["", "[]", "null", '"how?"', '{"message": 3}', '{"text": "how?"}', '{"message": "how?", "state": {"triage": 1}}']
)
def test_a_body_of_another_shape_is_refused_in_one_sentence(body: str, window: Window) -> None:
    assert posted(window, body) == (400, {"error": texts.API_SHAPE})


def test_a_form_of_another_site_is_not_read(window: Window) -> None:
    assert posted(window, {"message": "how?"}, "text/plain") == (415, {"error": texts.API_TYPE})


def test_a_breakdown_behind_a_program_is_told_without_a_traceback(window: Window) -> None:
    assert posted(window, {"message": "breakdown"}) == (500, {"error": texts.FAILED})


def test_a_program_that_asks_too_much_is_asked_to_wait(window: Window) -> None:
    answers = [posted(window, {"message": "how?"})[0] for _ in range(MOST_A_MINUTE + 1)]
    assert answers[-1] == 429


def test_thumbs_are_off_unless_the_operator_wants_them(window: Window) -> None:
    assert window.thumb({"thumb": "up"}) == ""
    assert "data-thumb" not in html_of(last(window.turn("how?", {}))[1])


def test_only_the_window_imports_gradio() -> None:
    for file in WINDOW.parent.rglob("*.py"):
        names = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert ("gradio" in names) == (file.name == "chat_window.py"), file


def test_every_text_of_the_browser_is_in_one_place() -> None:
    scripts = "".join(file.read_text("utf-8") for file in WINDOW.glob("*.js"))
    used = set(re.findall(r"\bsay\.(\w+)", scripts))
    assert used <= set(texts.BROWSER)
    assert (
        set(re.findall(r"var\((--[\w-]+)\)", (WINDOW / "look.css").read_text("utf-8")))
        - set(re.findall(r"(--[\w-]+):", (WINDOW / "look.css").read_text("utf-8")))
        == set()
    )


def test_page_has_one_main_heading_and_a_way_past_the_header() -> None:
    html = page.header()
    assert html.count("<h1>") == 1
    assert html.startswith('<a class="skip" href="#question">')
