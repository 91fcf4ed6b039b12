"""The command line: readable text, promised JSON, one line out for each line in, and quick where no model is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.cli import _answer_lines, as_text, main
from assistant.conversation import Assistant
from assistant.errors import InputError
from assistant.knowledge import Document
from assistant.triage import Level
from assistant.window.feedback import Feedback
from tests.test_conversation import FINDING_KEYS, LEVELS, QUOTE_KEYS, REPLY_KEYS, TRIAGE_KEYS

ROOT = Path(__file__).parent.parent


def run(*arguments: str, given: str | None = None) -> Result:
    """The command with these arguments, shown nothing of the tester's own environment."""
    unset = {name: None for name in os.environ if name.startswith("STRETCH_")}
    return CliRunner().invoke(main, arguments, input=given, env=unset)


def said(*arguments: str, given: str | None = None) -> str:
    result = run(*arguments, given=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# ------------------------------------------------------------------ ask


def test_ask_in_json_gives_one_reply_of_the_promised_shape(assistant: Assistant) -> None:
    (reply,) = records(said("ask", "--json", "how long should I hold a stretch?"))
    assert list(reply) == REPLY_KEYS
    assert list(reply["triage"]) == TRIAGE_KEYS
    assert reply["kind"] == "answer"
    assert [list(quote) for quote in reply["quotes"]] == [QUOTE_KEYS] * len(reply["quotes"])
    assert reply == json.loads(json.dumps(assistant.reply("how long should I hold a stretch?").to_json()))


LINES = """\
how do i do the pigeon pose
{"id": "a", "question": "which stretches for tight calves?"}
{"id": 7, "turns": ["how do i do the pigeon pose", "how long should I hold it"]}
{"id": "bad", "question":
{"id": "odd", "question": 3}
{"id": "empty", "turns": []}

{"question": "who won the 1998 world cup?"}
{"id": "last", "question": "my back hurts and I can't feel it when I wipe"}
"""


def test_each_line_of_standard_input_gets_its_line_in_order(assistant: Assistant) -> None:
    found = records(said("ask", "--json", "-", given=LINES))
    assert assistant.index.passages
    assert len(found) == len(LINES.splitlines())
    assert [record["id"] for record in found] == [1, "a", 7, 4, "odd", "empty", 7, 8, "last"]
    assert [len(record.get("replies", [])) for record in found] == [1, 1, 2, 0, 0, 0, 1, 1, 1]
    for record in found:
        assert list(record) in (["id", "replies"], ["id", "error"])
        for reply in record.get("replies", []):
            assert list(reply) == REPLY_KEYS
    assert "line 4: is not valid JSON" in found[3]["error"]
    assert found[2]["replies"][1]["stretches"] == ["modified-pigeon"]
    assert found[7]["replies"][0]["kind"] == "declined"
    assert found[8]["replies"][0]["triage"]["level"] == "emergency"


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 3, "question"', '{"id": 3}', '{"id": 3, "question": null}', '{"id": 3, "question": ["a"]}',
        '{"id": 3, "turns": "a"}',
        '{"id": 3, "turns": [1]}', '{"id": 3, "turns": []}', "{}", "{" * 5000, '{"a":' * 5000,
    ],
)  # fmt: skip
def test_a_bad_line_says_what_was_expected_and_the_rest_goes_on(line: str) -> None:
    found = list(_answer_lines(["one", line, "three"], lambda turns, many: {"turns": turns}))
    assert [found[0], found[2]] == [{"id": 1, "turns": ["one"]}, {"id": 3, "turns": ["three"]}]
    assert set(found[1]) == {"id", "error"}
    assert "line 2" in found[1]["error"]
    assert "expected" in found[1]["error"]


def test_a_bad_line_keeps_the_id_that_can_be_read() -> None:
    (found,) = _answer_lines(['{"id": "x7", "turns": 3}'], lambda turns, many: {})
    assert found["id"] == "x7"


def test_bytes_that_are_no_text_and_halves_of_characters_stay_in_their_line() -> None:
    given = (
        b'\xff\xfe calf\n{"id": "\\ud800", "question": "my calf is stiff \\ud83d"}\n\xef\xbb\xbf{"id": 3, "question": "ok"}\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "check", "--json", "-"], input=given, capture_output=True, check=True, cwd=ROOT
    )
    assert [record["id"] for record in records(done.stdout.decode())] == [1, "\ud800", 3]


def test_an_error_while_answering_stays_in_its_line() -> None:
    def answer(turns: list[str], many: bool) -> dict[str, Any]:
        if turns == ["two"]:
            raise InputError("no answer to two")
        return {"turns": turns}

    assert list(_answer_lines(["one\n", "two\n", "three\n"], answer)) == [
        {"id": 1, "turns": ["one"]},
        {"id": 2, "error": "no answer to two"},
        {"id": 3, "turns": ["three"]},
    ]


def test_a_reply_in_a_terminal_shows_quotes_with_heading_file_and_line(assistant: Assistant) -> None:
    reply = assistant.reply("how do i do the pigeon pose")
    text = as_text(reply)
    quote = reply.quotes[0]
    assert f"[1] {' > '.join(quote.headings)}" in text
    assert f"({quote.file}:{quote.line})" in text
    assert "hold: 20 to 30 seconds each side" in text
    assert all(line.strip() in text for line in quote.text.splitlines())


def test_a_referral_in_a_terminal_begins_with_how_soon(assistant: Assistant) -> None:
    assert as_text(assistant.reply("my back hurts and I can't feel it when I wipe")).startswith("[EMERGENCY]\n\nPlease call")


def test_several_questions_are_turns_of_one_conversation(assistant: Assistant) -> None:
    first, second = records(said("ask", "--json", "how do i do the pigeon pose", "how long should I hold it"))
    assert first["stretches"] == second["stretches"] == ["modified-pigeon"]
    assert assistant.index.passages


def test_a_conversation_is_held_until_an_empty_line(assistant: Assistant) -> None:
    text = said("ask", given="balasana\nhow long should I hold it\n\n")
    assert "stretches/childs-pose.md" in text
    assert "How long and how often" in text
    assert assistant.index.passages


# ------------------------------------------------------------------ check


def test_check_tells_the_level_and_the_words_that_led_to_it() -> None:
    rows = said("check", "my back hurts and I can't feel it when I wipe").splitlines()
    assert rows[0] == Level.EMERGENCY.label
    assert "E-CES" in rows[1]
    assert "\u201c" in rows[1]
    assert said("check", "my calf is stiff").splitlines() == ["none"]


def test_check_in_json_gives_the_promised_shape() -> None:
    message = "my foot has pins and needles since tuesday"
    (verdict,) = records(said("check", "--json", message))
    assert list(verdict) == TRIAGE_KEYS
    assert verdict["level"] == "see-professional"
    assert verdict["withheld"] == "area"
    assert verdict["findings"]
    for finding in verdict["findings"]:
        assert list(finding) == FINDING_KEYS
        assert finding["level"] in LEVELS
        assert message[finding["start"] : finding["end"]] == finding["said"]


def test_check_answers_each_line_of_standard_input_in_order() -> None:
    given = (
        "my calf is stiff\n"
        '{"id": "a", "question": "my back hurts and I can\'t feel it when I wipe"}\n'
        '{"id": "b", "turns": ["my foot is numb", "which calf stretch?"]}\n'
        '{"id": "c", "turns": ["only one"]}\n'
        '{"id": 1, "question"\n'
        '{"id": "d"}\n'
        "\n"
        'they call these "turns" in the gym\n'
        '{"question": "what do \\"turns\\" mean"}\n'
    )
    found = records(said("check", "--json", "-", given=given))
    assert len(found) == 9
    assert [record["id"] for record in found] == [1, "a", "b", "c", 5, "d", 7, 8, 9]
    keys = [next(key for key in record if key != "id") for record in found]
    assert keys == ["triage", "triage", "triages", "triages", "error", "error", "triage", "triage", "triage"]
    assert [verdict["level"] for verdict in found[2]["triages"]] == ["see-professional"] * 2
    assert found[1]["triage"]["level"] == "emergency"
    assert "line 5" in found[4]["error"]
    assert "line 6" in found[5]["error"]


def test_check_explains_itself() -> None:
    text = said("check", "--explain", "my back hurts and I can't feel it when I wipe")
    assert "E-CES" in text
    assert len(text.splitlines()) > 2


def test_the_rule_book_names_every_rule() -> None:
    from assistant.triage import rules

    text = said("rules")
    assert [rule.id for rule in rules() if rule.id not in text] == []


# ------------------------------------------------------------------ show


@pytest.mark.parametrize(
    "name", ["modified-pigeon", "stretches/modified-pigeon", "Modified pigeon pose", "PIGEON POSE", "eka pada rajakapotasana"]
)
def test_show_finds_a_page_by_id_title_or_alias(name: str) -> None:
    text = said("show", *name.split())
    assert text.startswith("Modified pigeon pose\n")
    assert "## How to do it" in text
    assert text.rstrip().endswith("(stretches/modified-pigeon.md)")


def test_show_in_json_gives_front_matter_and_text() -> None:
    page = json.loads(said("show", "--json", "standing-calf"))
    assert page["document"] == "stretches/standing-calf"
    assert page["file"] == "stretches/standing-calf.md"
    assert page["position"] == "standing"
    assert page["hold_seconds"] == [20, 30]
    assert page["sources"]
    assert "## How to do it" in page["text"]


@pytest.mark.parametrize(
    ("name", "near"),
    [("pidgen pose", "Modified pigeon pose"), ("childs poze", "Child's pose"), ("standing calv", "Standing calf stretch")],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, near: str) -> None:
    result = run("show", name)
    assert result.exit_code == 1
    assert f"no page is called {name!r}; the nearest are: " in result.output
    assert near in result.output
    assert "Traceback" not in result.output


def test_show_writes_the_picture_of_a_stretch(tmp_path: Path) -> None:
    file = tmp_path / "pigeon.svg"
    assert f"wrote {file}" in said("show", "modified-pigeon", "--svg", str(file))
    assert file.read_text("utf-8").startswith("<svg")


def test_show_says_why_a_picture_cannot_be_written(tmp_path: Path) -> None:
    result = run("show", "modified-pigeon", "--svg", str(tmp_path / "absent" / "pigeon.svg"))
    assert result.exit_code == 1
    assert "cannot be written" in result.output
    article = run("show", "hold-time", "--svg", str(tmp_path / "a.svg"))
    assert article.exit_code == 1
    assert "has no picture" in article.output


# ------------------------------------------------------------------ list


def test_list_without_filters_names_every_stretch(documents: tuple[Document, ...]) -> None:
    found = json.loads(said("list", "--json"))
    assert sorted(page["id"] for page in found) == sorted(d.page.id for d in documents if d.stretch and d.page)


@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        (["--area", "hamstrings"], "areas", {"back-of-thigh"}),
        (["--area", "bum"], "areas", {"buttocks"}),
        (["--position", "lying down"], "position", {"lying-on-back", "lying-on-front", "lying-on-side"}),
        (["--position", "standing", "--position", "kneeling"], "position", {"standing", "kneeling"}),
        (["--muscle", "psoas"], "muscles", {"psoas"}),
        (["--place", "at my desk"], "places", {"at-desk"}),
        (["--type", "pnf"], "type", {"pnf"}),
        (["--level", "advanced"], "level", {"advanced"}),
    ],
)
def test_list_keeps_to_its_filters(arguments: list[str], key: str, values: set[str]) -> None:
    found = json.loads(said("list", "--json", *arguments))
    assert found
    for page in found:
        has = {page[key]} if isinstance(page[key], str) else set(page[key])
        assert has & values, page["id"]


def test_list_of_stretches_that_need_nothing() -> None:
    found = json.loads(said("list", "--json", "--equipment", "none"))
    assert found
    assert {tuple(page["equipment"]) for page in found} == {()}


def test_list_for_people_has_a_title_and_a_line_each() -> None:
    rows = said("list", "--area", "calves", "--position", "standing").splitlines()
    assert len(rows) >= 4
    assert len(rows) % 2 == 0
    assert any(row.startswith("  standing-calf: ") for row in rows[1::2])


def test_nothing_that_fits_is_said(tmp_path: Path) -> None:
    result = run("list", "--area", "neck", "--position", "lying-on-side", "--level", "advanced")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "No stretch fits all of that." in result.stderr
    assert json.loads(said("list", "--json", "--area", "neck", "--position", "lying-on-side", "--level", "advanced")) == []


def test_a_filter_that_is_not_known_is_told_with_those_that_are() -> None:
    result = run("list", "--area", "bonnet")
    assert result.exit_code == 1
    assert "'bonnet' is not known; expected one of neck, shoulders" in result.output


# ------------------------------------------------------------------ index, folders


def test_index_says_where_it_is_and_how_much_it_holds(assistant: Assistant) -> None:
    result = run("index")
    assert result.exit_code == 0
    assert f"{assistant.settings.index}: {len(assistant.index.passages)} passages" in result.stderr


@pytest.mark.parametrize("command", [["show", "x"], ["list"], ["ask", "x"], ["index"]])
def test_knowledge_that_is_not_there_is_told_in_one_sentence(command: list[str], tmp_path: Path) -> None:
    folders = ["--index", str(tmp_path / "index")] if command[0] in ("ask", "index") else []
    result = run(*command, "--knowledge", str(tmp_path / "absent"), *folders)
    assert result.exit_code == 1
    assert f"Error: {tmp_path / 'absent'}: no such file or folder" in result.output
    assert "Traceback" not in result.output


def test_list_reads_the_knowledge_it_is_pointed_at(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Notes\n\nHold for 20 seconds.\n", "utf-8")
    assert json.loads(said("list", "--json", "--knowledge", str(tmp_path))) == []
    assert "Hold for 20 seconds." in said("show", "notes", "--knowledge", str(tmp_path))


# ------------------------------------------------------------------ quick to start


HEAVY = ("torch", "gradio", "sentence_transformers", "transformers", "faiss")
LOADED = """
import json, sys
from click.testing import CliRunner
from assistant.cli import main
result = CliRunner().invoke(main, sys.argv[1:])
heavy = [name for name in ("torch", "gradio", "sentence_transformers", "transformers", "faiss") if name in sys.modules]
print(json.dumps({"exit": result.exit_code, "output": len(result.output), "heavy": heavy}))
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["ask", "--help"], ["serve", "--help"], ["check", "my foot is numb"], ["check", "--json", "my foot is numb"],
     ["show", "balasana"], ["list", "--area", "calves"], ["rules"]],
    ids=" ".join,
)  # fmt: skip
def test_commands_that_need_no_model_load_none(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True, cwd=ROOT)
    found = json.loads(done.stdout)
    assert found["exit"] == 0
    assert found["output"] > 0
    assert found["heavy"] == []


def test_python_m_assistant_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "assistant", "--help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("Usage: stretch ")
    for command in ("ask", "check", "show", "list", "index", "serve"):
        assert f"\n  {command}" in done.stdout


def test_importing_the_package_loads_nothing_heavy_and_offers_the_assistant() -> None:
    code = f"import sys, assistant; print([name for name in {HEAVY} if name in sys.modules]); print(assistant.Assistant)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["[]", "<class 'assistant.conversation.Assistant'>"]


def test_json_lines_pass_through_a_pipe() -> None:
    given = '{"id": 1, "question": "my calf is stiff"}\nna\u00efve \u62c9\u4f38\n'
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "check", "--json", "-"],
        input=given.encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert [record["id"] for record in records(done.stdout.decode())] == [1, 2]
    assert done.stderr == b""


# ------------------------------------------------------------------ export-feedback


def test_thumbs_are_exported_as_csv(tmp_path: Path) -> None:
    file = tmp_path / "thumbs.sqlite"
    Feedback(file).add("down", "how?", "answer", "a#b")
    head, row = said("export-feedback", str(file)).splitlines()
    assert head == "key,time,thumb,word,question,kind,passages"
    assert row.endswith("down,,how?,answer,a#b")


def test_a_missing_file_of_thumbs_is_named_and_not_made(tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite"
    result = run("export-feedback", str(file))
    assert result.exit_code == 1
    assert "none.sqlite" in result.stderr
    assert not file.exists()
