"""The command line, `stretch`: one command for each thing a person or program may want. Thin, and quick to start."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import click

from assistant.errors import AssistantError, InputError
from assistant.settings import Settings

PORT = 7860


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show an AssistantError as its sentence; a surprise keeps its traceback."""
    try:
        yield
    except AssistantError as fault:
        raise click.ClickException(str(fault)) from fault


def say(sentence: str) -> None:
    """What is going on, where it does not mix with answers."""
    click.echo(sentence, err=True)


def knowledge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--knowledge, --index and --model, as for every command that reads the knowledge."""
    for option in (
        click.option(
            "--knowledge", multiple=True, help="Folder or file to answer from; may be repeated; 'built-in' is the shipped one."
        ),
        click.option("--index", help="Folder that keeps the built index."),
        click.option("--model", help="Another sentence-transformers model: a name or a folder."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="stretch-assistant")
def main() -> None:
    """Ask about stretching: passages quoted from checked pages, symptoms read first."""


@main.command()
@click.argument("question", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a line; with '-' as QUESTION, JSON Lines from standard input."
)
@click.option("--explain", is_flag=True, help="Show what was understood and what was ranked.")
@knowledge_options
def ask(
    question: tuple[str, ...], as_json: bool, explain: bool, knowledge: tuple[str, ...], index: str | None, model: str | None
) -> None:
    """Answer QUESTION; without one, hold a conversation. Several questions in quotes are turns of one conversation."""
    from assistant.conversation import Assistant, ConversationState

    with plain_errors():
        assistant = Assistant.open(Settings.of(knowledge, index, model), say)
        if question == ("-",):
            for record in _answer_lines(
                _lines(), lambda turns, many: {"replies": [reply.to_json() for reply in _replies(assistant, turns)]}
            ):
                click.echo(as_json_line(record))
            return
        state = ConversationState()
        for message in question or _prompted():
            reply, state = assistant.turn(message, state)
            if as_json:
                click.echo(as_json_line(reply.to_json()))
            else:
                click.echo(as_text(reply))
            if explain:
                click.echo(json.dumps({"understood": reply.understood, "ranking": reply.ranking}, indent=1, ensure_ascii=False))


def _replies(assistant: Any, turns: Iterable[str]) -> list[Any]:
    """The replies to the turns of one conversation."""
    from assistant.conversation import ConversationState

    state, replies = ConversationState(), []
    for message in turns:
        reply, state = assistant.turn(message, state)
        replies.append(reply)
    return replies


def _prompted() -> Iterator[str]:
    """Messages typed one after the other, until an empty line or the end of input."""
    while True:
        try:
            message = click.prompt("You", prompt_suffix="> ", default="", show_default=False)
        except (click.Abort, EOFError):
            return
        if not message.strip():
            return
        yield message


def _lines() -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 are replaced, so that one bad line does not end the rest."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").lstrip("\ufeff")


def _answer_lines(lines: Iterable[str], answer: Callable[[list[str], bool], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One record for each input line, in order; a bad line gives an error in its place and the rest goes on.

    `answer` is told the user messages of a line, and whether they were given as turns.
    """
    for number, line in enumerate(lines, start=1):
        identity: Any = number
        try:
            record = _record(line, number)
            identity = record.get("id", number)
            yield {"id": identity, **answer(_turns(record, number), "turns" in record)}
        except AssistantError as fault:
            yield {"id": identity, "error": str(fault)}


def _record(line: str, number: int) -> dict[str, Any]:
    """What a line holds: an object, or plain text, which is a question."""
    text = line.strip("\r\n")
    if not text.lstrip().startswith("{"):
        return {"question": text}
    try:
        record: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f'line {number}: is not valid JSON; expected plain text or {{"id": ..., "question": ...}}') from None
    return record


def _turns(record: dict[str, Any], number: int) -> list[str]:
    """The user messages of one conversation."""
    turns = record.get("turns", [record.get("question")])
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError(f'line {number}: expected "question" (a text) or "turns" (a list of texts)')
    return turns


def as_json_line(data: Any) -> str:
    """Data on one line, letters as they are unless a lone half of a surrogate pair, which no encoding can hold."""
    text = json.dumps(data, ensure_ascii=False)
    return text if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text) else json.dumps(data)


@main.command()
@click.argument("message", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object; with '-' as MESSAGE, JSON Lines from standard input.")
@click.option("--explain", is_flag=True, help="Show which rule, which source, and what would change it.")
@click.option("--guided", is_flag=True, help="Ask a few questions first, then show a card for the professional.")
def check(message: tuple[str, ...], as_json: bool, explain: bool, guided: bool) -> None:
    """Only the safety check: whether MESSAGE describes something that needs a professional."""
    from assistant import triage
    from assistant.conversation import triage_json

    def verdicts(turns: Iterable[str]) -> list[Any]:
        state, found = triage.TriageState(), []
        for turn in turns:
            verdict = triage.assess(turn, state, today=date.today())
            state = verdict.state
            found.append(verdict)
        return found

    def record(turns: list[str], many: bool) -> dict[str, Any]:
        found = [triage_json(verdict) for verdict in verdicts(turns)]
        return {"triages": found} if many else {"triage": found[0]}

    with plain_errors():
        if guided:
            from assistant import guided as form

            told = form.ask_all(lambda prompt: str(click.prompt(prompt, default="", show_default=False, prompt_suffix="\n> ")))
            text = form.compose(told)
            if not text:
                raise InputError("nothing was chosen or written; expected at least where it is, or what it feels like")
            verdict = verdicts([text])[0]
            click.echo(
                "\n".join(("", _verdict_text(verdict), "", "To take along:", *(f"- {line}" for line in form.spoken(told))))
            )
            return
        if message == ("-",):
            for entry in _answer_lines(_lines(), record):
                click.echo(as_json_line(entry))
            return
        for verdict in verdicts(message):
            if as_json:
                click.echo(as_json_line(triage_json(verdict)))
            else:
                click.echo(triage.explain(verdict) if explain else _verdict_text(verdict))


def _verdict_text(verdict: Any) -> str:
    """Level, and the words that led to it."""
    rows = [verdict.level.label]
    rows += [f"  {finding.level.label:17} {finding.id:11} \u201c{finding.said}\u201d" for finding in verdict.findings]
    return "\n".join(rows)


@main.command()
def rules() -> None:
    """Print the whole rule book of the safety check as a page to review."""
    from assistant import triage

    with plain_errors():
        click.echo(triage.rule_book())


def _documents(knowledge: tuple[str, ...]) -> list[Any]:
    from assistant.knowledge import load

    return list(load(Settings.of(knowledge).knowledge).documents)


@main.command()
@click.argument("name", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="The page's front matter and text as one JSON object.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write the picture of the stretch to this file.")
@click.option("--knowledge", multiple=True, help="Folder or file; may be repeated.")
def show(name: tuple[str, ...], as_json: bool, svg: Path | None, knowledge: tuple[str, ...]) -> None:
    """Show the page called NAME: its id, title or any of its other names."""
    from assistant.understanding import plain

    with plain_errors():
        wanted = plain(" ".join(name))
        documents = _documents(knowledge)
        found = next((d for d in documents if wanted in _names(d)), None)
        if found is None:
            from rapidfuzz import process

            every = {title: d for d in documents for title in _names(d)}
            close = process.extract(wanted, every.keys(), limit=12)
            titles = list(dict.fromkeys(every[hit[0]].title for hit in close))[:3]
            raise InputError(f"no page is called {' '.join(name)!r}; the nearest are: {', '.join(titles)}")
        if svg:
            _write_picture(found, svg)
            return
        text = "\n\n".join(
            f"{'#' * block.level} {block.text}" if block.kind == "heading" else block.text for block in found.blocks
        )
        if as_json:
            matter = found.page.model_dump(mode="json", exclude={"questions"}) if found.page else {"title": found.title}
            click.echo(json.dumps({**matter, "document": found.id, "file": found.file, "text": text}, ensure_ascii=False))
        else:
            click.echo(f"{found.title}\n\n{text}\n\n({found.file})")


def _names(document: Any) -> set[str]:
    from assistant.understanding import plain

    names = {document.id, document.title, document.id.split("/")[-1]} | set(document.page.aliases if document.page else ())
    return {plain(name) for name in names} | {plain(name).replace("-", " ") for name in names}


def _write_picture(document: Any, file: Path) -> None:
    from assistant.figures import figure_svg, load_poses
    from assistant.settings import built_in_knowledge

    poses = load_poses(built_in_knowledge() / "figures")
    identity = document.id.split("/")[-1]
    if identity not in poses:
        raise InputError(f"{document.title}: has no picture; expected a stretch of the shipped knowledge")
    try:
        file.write_text(figure_svg(poses[identity], title=document.title), encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{file}: cannot be written ({fault.strerror}); name another file") from fault
    click.echo(f"wrote {file}")


@main.command(name="list")
@click.option("--area", multiple=True, help="Part of the body, in any words: bum, hamstrings, lower back.")
@click.option("--muscle", multiple=True, help="A muscle.")
@click.option("--position", multiple=True, help="Position: lying down, standing, chair, all fours.")
@click.option("--equipment", multiple=True, help="Equipment: towel, chair, wall, or none.")
@click.option("--place", multiple=True, help="Place: at my desk, in bed, no floor.")
@click.option("--type", "kind", multiple=True, help="Type: static, dynamic, mobility, pnf.")
@click.option("--level", multiple=True, help="Level: beginner, intermediate, advanced.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list of objects.")
@click.option("--knowledge", multiple=True, help="Folder or file; may be repeated.")
def list_(as_json: bool, knowledge: tuple[str, ...], kind: tuple[str, ...], **facets: tuple[str, ...]) -> None:
    """List the stretches that fit all that is asked; without filters, all of them."""
    from assistant.catalogue import Wanted, matching
    from assistant.vocabulary import load

    with plain_errors():
        words = load()

        def keys(group: str, given: tuple[str, ...]) -> tuple[str, ...]:
            found: list[str] = []
            for text in given:
                hits = [k for k, term in words.groups[group].items() if text.lower() in (k, term.name.lower(), *term.words)]
                if not hits:
                    raise InputError(f"--{group}: {text!r} is not known; expected one of {', '.join(words.groups[group])}")
                found += hits
            return tuple(dict.fromkeys(found))

        asked = keys("equipment", facets["equipment"])
        wanted = Wanted(
            areas=keys("areas", facets["area"]),
            muscles=keys("muscles", facets["muscle"]),
            positions=keys("positions", facets["position"]),
            places=keys("places", facets["place"]),
            equipment=tuple(item for item in asked if item != "none"),
            no_equipment="none" in asked,
            types=keys("types", kind),
            levels=keys("levels", facets["level"]),
        )
        found = matching(_documents(knowledge), wanted)
        if as_json:
            matters = [d.page.model_dump(mode="json", exclude={"questions", "sources", "checked"}) for d in found if d.page]
            click.echo(json.dumps(matters, ensure_ascii=False))
        for document in () if as_json else found:
            summary = next(block.text for block in document.blocks if block.kind == "paragraph")
            click.echo(f"{document.title}\n  {document.id.split('/')[-1]}: {summary}")
        if not found and not as_json:
            say("No stretch fits all of that.")


@main.command()
@knowledge_options
def index(knowledge: tuple[str, ...], index: str | None, model: str | None) -> None:
    """Build the index if it is missing or stale, and say where it is."""
    from assistant.conversation import Assistant

    with plain_errors():
        settings = Settings.of(knowledge, index, model)
        built = Assistant(settings, say).index
        say(f"{settings.index}: {len(built.passages)} passages, {built.nearest.size} vectors")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, envvar="GRADIO_SERVER_PORT", default=PORT, show_default=True, help="Port to listen on.")
@click.option(
    "--feedback", type=click.Path(dir_okay=False), help="Keep thumbs up and down in this SQLite file; off unless given."
)
@knowledge_options
def serve(host: str, port: int, feedback: str | None, knowledge: tuple[str, ...], index: str | None, model: str | None) -> None:
    """Open the chat window in the browser's reach: http://127.0.0.1:7860 unless told."""
    from assistant.chat_window import launch
    from assistant.conversation import Assistant

    with plain_errors():
        launch(Assistant(Settings.of(knowledge, index, model), say), host=host, port=port, feedback=feedback)


@main.command("export-feedback")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--to", type=click.File("w", encoding="utf-8"), default="-", help="Where to write; standard output unless given.")
def export_feedback(file: str, to: TextIO) -> None:
    """Write the thumbs up and down of FILE, which `serve --feedback` keeps, as CSV."""
    from assistant.window.feedback import Feedback

    with plain_errors():
        if not Path(file).is_file():
            raise InputError(f"{file}: expected the file that serve --feedback keeps; check the path")
        Feedback(Path(file)).export(to)


def as_text(reply: Any) -> str:
    """A reply for a terminal: what to do first, the quotes with their sources, what could be asked next."""
    rows: list[str] = []
    if reply.kind == "referral":
        rows.append(f"[{reply.verdict.level.label.upper()}]")
    if reply.notice:
        rows.append(reply.notice)
    if reply.message:
        rows.append(reply.message)
    if reply.facts:
        rows.append("  ".join(f"{name}: {text}" for name, text in reply.facts))
    for number, quote in enumerate(reply.quotes, start=1):
        body = "\n".join(f"    {line}" if line else "" for line in quote.text.splitlines())
        rows.append(f"[{number}] {' > '.join(quote.headings)}\n{body}\n    ({quote.file}:{quote.line})")
    if reply.check_question:
        rows.append(reply.check_question)
    if reply.follow_ups:
        rows.append("You could ask: " + " | ".join(reply.follow_ups))
    return "\n\n".join(rows) + "\n"
