"""Reads the knowledge: checked pages with front matter, and anybody's own documents without.

Sources of truth: the front matter classes below say which keys a page may have, `vocabulary.yaml`
says which terms they may use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo

from assistant.errors import KnowledgeError
from assistant.formats import SUFFIXES, Block, blocks_of, markdown_blocks, read_text
from assistant.settings import built_in_knowledge
from assistant.vocabulary import Vocabulary
from assistant.vocabulary import load as load_vocabulary

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _term(group: str) -> Any:
    """A string that must be a key of this group of the vocabulary."""

    def check(value: str, info: ValidationInfo) -> str:
        terms = (info.context or {})["vocabulary"].groups[group]
        if value not in terms:
            raise ValueError(f"{value!r} is not in the vocabulary; expected one of {', '.join(terms)}")
        return value

    return Annotated[str, AfterValidator(check)]


if TYPE_CHECKING:  # to a type checker these are plain strings; the vocabulary is looked up at run time
    Area: TypeAlias = str
    Muscle: TypeAlias = str
    Position: TypeAlias = str
    Place: TypeAlias = str
    Equipment: TypeAlias = str
    Type: TypeAlias = str
    Level: TypeAlias = str
    Condition: TypeAlias = str
else:
    Area, Muscle, Position, Place = _term("areas"), _term("muscles"), _term("positions"), _term("places")
    Equipment, Type, Level, Condition = _term("equipment"), _term("types"), _term("levels"), _term("conditions")


class Strict(BaseModel):
    """Unknown keys are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Strict):
    name: str
    url: str | None = None


class Checked(Strict):
    """Who compared the page with what, and when."""

    date: str
    by: str
    against: str


class Page(Strict):
    """What the front matter of every page holds."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    muscles: tuple[Muscle, ...] = ()
    conditions: tuple[Condition, ...] = ()
    questions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    sources: tuple[Source, ...] = Field(min_length=1)
    checked: Checked | None = None


class Stretch(Page):
    """A stretch: everything that a catalogue question may ask."""

    areas: tuple[Area, ...] = Field(min_length=1)
    muscles: tuple[Muscle, ...] = Field(min_length=1)
    position: Position
    places: tuple[Place, ...]
    equipment: tuple[Equipment, ...]
    optional_equipment: tuple[Equipment, ...] = ()
    type: Type
    level: Level
    sides: Literal["each", "both", "alternating"]
    hold: str | None
    hold_seconds: tuple[int, int] | None
    reps: str | None
    sets: str
    caution_with: tuple[Condition, ...]
    pairs_with: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """About how long one round takes in seconds, both sides counted, with a change-over."""
        once = self.hold_seconds[1] if self.hold_seconds else 40
        return (once + 5) * (2 if self.sides == "each" else 1)


class RoutineStep(Strict):
    stretch: str
    seconds: int = Field(gt=0)
    sides: Literal[1, 2]
    sets: int = Field(gt=0)


class Routine(Page):
    """A ready sequence whose times add up to `minutes`."""

    minutes: int = Field(gt=0)
    when: str
    equipment: tuple[Equipment, ...]
    steps: tuple[RoutineStep, ...] = Field(min_length=1)
    change_over_seconds: int = Field(ge=0)
    caution_with: tuple[Condition, ...] = ()

    @property
    def seconds(self) -> int:
        """The whole time in seconds, changes of position included."""
        return sum(s.seconds * s.sides * s.sets for s in self.steps) + self.change_over_seconds * len(self.steps)


class OutOfScope(Page):
    """A neighbouring topic that is declined, with a word on where such an answer is to be had."""

    sources: tuple[Source, ...] = ()


KINDS: dict[str, type[Page]] = {
    "stretches": Stretch,
    "articles": Page,
    "muscles": Page,
    "routines": Routine,
    "out_of_scope": OutOfScope,
}


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the knowledge. `id` is its path without suffix, `kind` its folder or "document"."""

    id: str
    kind: str
    title: str
    file: str
    blocks: tuple[Block, ...]
    page: Page | None = None

    @property
    def stretch(self) -> Stretch | None:
        return self.page if isinstance(self.page, Stretch) else None

    @property
    def routine(self) -> Routine | None:
        return self.page if isinstance(self.page, Routine) else None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Every document that could be read, and one sentence for every file that was skipped."""

    documents: tuple[Document, ...]
    skipped: tuple[str, ...] = ()


FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\r?$\n?", re.S | re.M)


def load(paths: Sequence[Path], checked: Path | None = None) -> Knowledge:
    """Read all files below the given folders, and the files given themselves.

    The folder of `checked` pages (the shipped knowledge unless told) is refused as a whole if any page
    has a fault; of other people's documents the unreadable ones are named and skipped.

    Raises:
        KnowledgeError: a path does not exist, nothing could be read, or a checked page has a fault
            (every fault of every page is listed).
    """
    vocabulary = load_vocabulary()
    checked = checked or built_in_knowledge()
    documents: list[Document] = []
    faults: list[str] = []
    skipped: list[str] = []
    for root in paths:
        if not root.exists():
            raise KnowledgeError(f"{root}: no such file or folder; expected the knowledge there, check --knowledge")
        shipped = root == checked
        for file in sorted(_files(root)):
            name = file.relative_to(root).as_posix() if root.is_dir() else file.name
            try:
                documents.append(_read(file, name, vocabulary, strict=shipped))
            except KnowledgeError as fault:
                (faults if shipped else skipped).append(str(fault))
        if shipped:
            faults += cross_faults([document for document in documents if document.page])
    if faults:
        raise KnowledgeError("\n".join(faults))
    if not documents:
        raise KnowledgeError("\n".join(skipped) or f"{paths[0]}: no file of {', '.join(SUFFIXES)} in it; add one")
    return Knowledge(tuple(_with_unique_ids(documents)), tuple(skipped))


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for file in root.rglob("*"):
        hidden = any(part.startswith((".", "_")) for part in file.relative_to(root).parts)
        if file.is_file() and file.suffix.lower() in SUFFIXES and not hidden and file.name != "README.md":
            yield file


def _read(file: Path, name: str, vocabulary: Vocabulary, *, strict: bool) -> Document:
    kind = Path(name).parent.name
    if file.suffix.lower() in (".md", ".markdown"):
        text = read_text(file)
        matter = FRONT_MATTER.match(text)
        if kind in KINDS and (matter or strict):
            try:
                return _page(text, matter, name, kind, vocabulary)
            except KnowledgeError:
                if strict:
                    raise
        if matter:
            blocks = list(markdown_blocks(text[matter.end() :], 1 + text[: matter.end()].count("\n")))
            if not blocks:
                raise KnowledgeError(f"{file}: holds no text below its front matter; expected at least one paragraph")
            return _plain_document(name, blocks)
    return _plain_document(name, blocks_of(file))


def _plain_document(name: str, blocks: Sequence[Block]) -> Document:
    first = blocks[0]
    title = first.text if first.kind == "heading" else Path(name).stem.replace("-", " ").replace("_", " ").capitalize()
    return Document(str(Path(name).with_suffix("")), "document", title, name, tuple(blocks))


def _page(text: str, matter: re.Match[str] | None, name: str, kind: str, vocabulary: Vocabulary) -> Document:
    """A page of ours, or a KnowledgeError with every fault of its front matter."""
    if matter is None:
        raise KnowledgeError(f"{name}, line 1: expected front matter between two lines of ---")
    try:
        data = yaml.load(matter.group(1), Loader=LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise KnowledgeError(f"{name}, line {line}: is not YAML ({getattr(fault, 'problem', fault)})") from fault
    if not isinstance(data, dict):
        raise KnowledgeError(f"{name}, line 2: expected keys and values, found {type(data).__name__}")
    try:
        page = KINDS[kind].model_validate(data, context={"vocabulary": vocabulary})
    except ValidationError as fault:
        raise KnowledgeError("\n".join(_sentences(fault, text, name))) from fault
    if page.id != Path(name).stem:
        raise KnowledgeError(f"{name}, 'id': is {page.id!r}, expected {Path(name).stem!r} as the file is named")
    blocks = tuple(markdown_blocks(text[matter.end() :], 1 + text[: matter.end()].count("\n")))
    if not blocks:
        raise KnowledgeError(f"{name}: holds no text below its front matter")
    return Document(f"{kind}/{page.id}", kind, page.title, name, blocks, page)


def _sentences(fault: ValidationError, text: str, name: str) -> Iterator[str]:
    errors = fault.errors()
    spoilt = {error["loc"][:-1] for error in errors}
    for error in errors:
        if error["type"] == "too_short" and error["loc"] in spoilt:  # its only entry was refused: one fault, not two
            continue
        key = ".".join(str(part) for part in error["loc"])
        top = str(error["loc"][0]) if error["loc"] else ""
        line = next((n for n, row in enumerate(text.splitlines(), 1) if row.startswith(f"{top}:")), None)
        where = f"{name}, line {line}" if line else name
        yield f"{where}, '{key}': {error['msg'].removeprefix('Value error, ')}"


def cross_faults(documents: Sequence[Document]) -> list[str]:
    """What no single page can know: names used twice, references to pages or sections that are not there."""
    stretches = {d.page.id for d in documents if d.stretch and d.page}
    faults: list[str] = []
    owners: dict[str, str] = {}
    for document in documents:
        page = document.page
        if page is None:
            continue
        if stretch := document.stretch:
            for alias in {alias.casefold() for alias in (stretch.title, *stretch.aliases)}:
                other = owners.setdefault(alias, document.file)
                if other != document.file:
                    faults.append(f"{document.file}, 'aliases': {alias!r} already names {other}; a name belongs to one stretch")
            faults += [
                f"{document.file}, 'pairs_with': {pair!r} is no stretch; expected an id of knowledge/stretches"
                for pair in stretch.pairs_with
                if pair not in stretches
            ]
        if routine := document.routine:
            faults += [
                f"{document.file}, 'steps': {step.stretch!r} is no stretch; expected an id of knowledge/stretches"
                for step in routine.steps
                if step.stretch not in stretches
            ]
        known = {"summary", *slugs(block.text for block in document.blocks if block.kind == "heading")}
        faults += [
            f"{document.file}, 'questions': no section {slug!r}; expected one of {', '.join(sorted(known))}"
            for slug in page.questions
            if slug not in known
        ]
    return faults


def slug(heading: str) -> str:
    """A heading as it stands in an address: lower case, words joined by hyphens."""
    return re.sub(r"[\s_-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


def slugs(headings: Iterable[str]) -> list[str]:
    """The slug of each heading, a number added where one repeats."""
    seen: Counter[str] = Counter()
    found = []
    for heading in headings:
        name = slug(heading) or "section"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def _with_unique_ids(documents: Iterable[Document]) -> Iterator[Document]:
    seen: Counter[str] = Counter()
    for document in documents:
        seen[document.id] += 1
        again = seen[document.id]
        yield (
            document
            if again == 1
            else Document(
                f"{document.id}-{again}", document.kind, document.title, document.file, document.blocks, document.page
            )
        )
