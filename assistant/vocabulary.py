"""The closed vocabulary: the terms that front matter may use, and the everyday words for each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from assistant.errors import KnowledgeError
from assistant.settings import built_in_knowledge

GROUPS = ("areas", "muscles", "positions", "places", "equipment", "types", "levels", "conditions", "occasions")


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a group: its key in front matter, the name people read, the words people type.

    `area` is where a muscle lies; `areas` are the parts of the body that an occasion tires, the first ones most.
    """

    key: str
    name: str
    words: tuple[str, ...]
    area: str | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every group of terms, by group name and key."""

    groups: dict[str, dict[str, Term]] = field(default_factory=dict)

    def name(self, group: str, key: str) -> str:
        """The name people read; a key that is unknown stands for itself."""
        term = self.groups.get(group, {}).get(key)
        return term.name if term else key

    def key(self, group: str, text: str) -> str | None:
        """The key that a key, name or everyday word stands for, or None."""
        wanted = text.strip().lower()
        for key, term in self.groups[group].items():
            if wanted in (key, term.name.lower()) or wanted in term.words:
                return key
        return None


@cache
def load(file: Path | None = None) -> Vocabulary:
    """Read the vocabulary file (the shipped one unless told).

    Raises:
        KnowledgeError: the file is not the mapping group -> key -> {name, words} that is expected.
    """
    file = file or built_in_knowledge() / "vocabulary.yaml"
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        groups = {
            group: {
                key: Term(
                    key,
                    entry["name"],
                    tuple(str(word).lower() for word in entry["words"]),
                    entry.get("area"),
                    tuple(entry.get("areas", ())),
                )
                for key, entry in data[group].items()
            }
            for group in GROUPS
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as fault:
        raise KnowledgeError(
            f"{file}: expected the groups {', '.join(GROUPS)}, each a mapping of key to name and words; "
            f"repair the file or restore it ({type(fault).__name__}: {fault})"
        ) from fault
    return Vocabulary(groups)
