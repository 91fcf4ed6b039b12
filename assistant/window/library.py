"""The pages of the knowledge as the window shows them, and their pictures."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assistant.figures import Pose, alt_text, figure_svg, load_poses
from assistant.figures.svg import Theme
from assistant.knowledge import Document, Routine, Stretch, load
from assistant.passages import Passage, cut_all
from assistant.settings import Settings, built_in_knowledge
from assistant.vocabulary import Vocabulary
from assistant.vocabulary import load as load_vocabulary

log = logging.getLogger(__name__)


@dataclass
class Library:
    """Every document by id, and what the window tells about a stretch besides its text.

    It is read without the index and the model, so everything but the answers is there at once.
    """

    documents: dict[str, Document]
    vocabulary: Vocabulary
    drawn: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Library:
        return cls({document.id: document for document in documents}, load_vocabulary())

    @classmethod
    def open(cls, settings: Settings) -> Library:
        """Read the documents of these settings; raises a KnowledgeError that names every fault."""
        return cls.of(load(settings.knowledge).documents)

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in cut_all(self.documents.values())}

    @cached_property
    def stretches(self) -> dict[str, tuple[Document, Stretch]]:
        """Stretches by their short id, in order of their titles."""
        found = [(d.id.removeprefix("stretches/"), d, d.stretch) for d in self.documents.values()]
        chosen = [(name, document, stretch) for name, document, stretch in found if stretch]
        return {name: (document, stretch) for name, document, stretch in sorted(chosen, key=lambda entry: entry[1].title)}

    @cached_property
    def routines(self) -> dict[str, tuple[Document, Routine]]:
        """Routines by their short id, the shortest first."""
        found = [(d.id.removeprefix("routines/"), d, d.routine) for d in self.documents.values()]
        chosen = [(name, document, routine) for name, document, routine in found if routine]
        return {name: (d, routine) for name, d, routine in sorted(chosen, key=lambda entry: (entry[2].minutes, entry[1].title))}

    def title(self, stretch: str) -> str:
        return self.stretches[stretch][0].title if stretch in self.stretches else stretch

    def summary(self, document: Document) -> str:
        """The first paragraph of a page."""
        return next((block.text for block in document.blocks if block.kind == "paragraph"), "")

    def hold(self, name: str) -> dict[str, Any]:
        """What the guided hold needs to know of a stretch."""
        document, stretch = self.stretches[name]
        seconds = stretch.hold_seconds[1] if stretch.hold_seconds else 40
        return {"id": name, "title": document.title, "seconds": seconds, "sides": 2 if stretch.sides == "each" else 1}

    def holds(self, routine: str) -> list[dict[str, Any]]:
        """What the guided hold needs to know of a routine, one entry for each set."""
        page = self.routines[routine][1]
        return [
            {
                "id": step.stretch,
                "title": self.title(step.stretch),
                "seconds": step.seconds,
                "sides": step.sides,
                "change": page.change_over_seconds,
            }
            for step in page.steps
            for _ in range(step.sets)
        ]

    def strip(self, name: str) -> tuple[tuple[str, str], ...]:
        """The facts strip of a stretch: name of the fact, and its text from the front matter."""
        _, stretch = self.stretches[name]
        say = self.vocabulary.name
        sides = {"each": "each side", "both": "both sides together", "alternating": "sides in turn"}[stretch.sides]
        strip = (
            ("hold", stretch.hold),
            ("repetitions", stretch.reps),
            ("sets", stretch.sets),
            ("sides", sides),
            ("position", say("positions", stretch.position)),
            ("equipment", ", ".join(say("equipment", item) for item in stretch.equipment) or "nothing"),
            ("muscles", ", ".join(say("muscles", item) for item in stretch.muscles)),
            ("level", say("levels", stretch.level)),
        )
        return tuple((key, text) for key, text in strip if text)

    # ------------------------------------------------------------------ pictures

    @cached_property
    def _poses(self) -> dict[str, Pose]:
        folder = built_in_knowledge() / "figures"
        return load_poses(folder) if folder.is_dir() else {}

    def has_picture(self, name: str) -> bool:
        return name in self._poses and name in self.stretches

    def alt_text(self, name: str) -> str:
        """The small picture of a stretch in words."""
        document, _ = self.stretches[name]
        return alt_text(self._poses[name], document.title, "", state="end")

    def picture(self, name: str, theme: Theme = "auto", *, animated: bool = False) -> str | None:
        """The picture of a stretch as SVG, or None where there is none; the small one shows the end position alone."""
        if not self.has_picture(name):
            return None
        key = (name, f"{theme} {animated}")
        if key not in self.drawn:
            try:
                self.drawn[key] = figure_svg(
                    self._poses[name],
                    title=self.title(name),
                    animated=animated,
                    theme=theme,
                    state="both" if animated else "end",
                )
            except Exception:  # a picture that cannot be drawn must not take the page with it
                log.exception("the picture of %s could not be drawn", name)
                self.drawn[key] = None
        return self.drawn[key]
