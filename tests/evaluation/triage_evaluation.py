"""Score the triage on labelled messages and conversations: `python -m tests.evaluation.triage_evaluation [files]`.

A file has one JSON object per line: a message (`text`, `level`, `family`) or a conversation (`turns`, `levels`).
Sensitivity counts a message as found when it is raised to the level its label asks for or to
see-professional, whichever is lower; emergencies must be found as emergencies.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from assistant.triage import Level, TriageState, assess

QUESTIONS = Path(__file__).parent.parent / "questions" / "triage"
#: The day on which the sets were written; "since Easter" is counted from here.
WRITTEN = date(2025, 11, 25)
#: Families counted together as "emergency" in the family measure.
EMERGENCY_FAMILIES = {"bladder-bowel-saddle", "stroke", "chest", "trauma", "clot", "neck-vascular", "infection", "other"}


@dataclass
class Score:
    """Counts and misses of one or more files."""

    found: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    confusion: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, kind: str, hit: bool) -> None:
        self.total[kind] += 1
        self.found[kind] += hit


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson interval of a proportion, 95 % by default.

    >>> [round(x, 3) for x in wilson(98, 100)]
    [0.93, 0.994]
    """
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (middle - spread) / (1 + z * z / total)), min(1.0, (middle + spread) / (1 + z * z / total))


def score(files: Iterable[Path], keep: str = "all") -> Score:
    """Run the triage over the files. `keep` is "all", "even" or "odd" numbers of the ids."""
    result = Score()
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            number = int("".join(c for c in str(row.get("id", "0")) if c.isdigit()) or 0)
            if keep != "all" and (number % 2 == 0) != (keep == "even"):
                continue
            if "turns" in row:
                _conversation(row, result)
            else:
                _message(row, result)
    return result


def _message(row: dict[str, Any], result: Score) -> None:
    wanted = Level.of(row["level"])
    begin = time.process_time()
    verdict = assess(row["text"], today=WRITTEN)
    result.seconds.append(time.process_time() - begin)
    got = verdict.level
    result.confusion[wanted.label][got.label] += 1
    raised = got >= Level.SEE_PROFESSIONAL
    families = row.get("family") or ["other"]
    good = True
    if wanted is Level.NONE:
        good = got is Level.NONE
        result.add("specificity (none stays none)", good)
        result.add("none below see-professional", not raised)
    elif wanted is Level.CAUTION:
        good = got is Level.CAUTION
        result.add("caution named (caution or more)", got >= Level.CAUTION)
        result.add("caution not raised", not raised)
    else:
        good = raised if wanted is not Level.EMERGENCY else got is Level.EMERGENCY
        result.add(f"level {wanted.label} found", raised if wanted is not Level.EMERGENCY else got is Level.EMERGENCY)
        if wanted is Level.EMERGENCY:
            result.add("emergency at least urgent", got >= Level.URGENT)
        if wanted is Level.URGENT:
            result.add("urgent at least urgent", got >= Level.URGENT)
        for family in families:
            result.add(f"family {family}", raised)
        if raised:
            seen = {f.family for f in verdict.findings if f.level >= Level.SEE_PROFESSIONAL}
            right = bool(seen & set(families)) or (wanted is Level.EMERGENCY and got is Level.EMERGENCY)
            result.add("right family named (of those found)", right)
            if not right:
                result.misses.append(f"{row['id']} family {','.join(families)} named {','.join(sorted(seen))}: {row['text']}")
    if not good or (wanted >= Level.SEE_PROFESSIONAL and got < wanted):
        ids = ",".join(f.id for f in verdict.findings) or "-"
        result.misses.append(f"{row['id']} {wanted.label} -> {got.label} [{ids}]: {row['text']}")


def _conversation(row: dict[str, Any], result: Score) -> None:
    state: TriageState | None = None
    good = True
    trace = []
    for text, label in zip(row["turns"], row["levels"], strict=True):
        verdict = assess(text, state, today=WRITTEN)
        state = TriageState.from_json(verdict.state.to_json())
        wanted = Level.of(label)
        good &= verdict.level is wanted
        trace.append(f"{text!r} {wanted.label}->{verdict.level.label}[{','.join(f.id for f in verdict.findings)}]")
        if wanted >= Level.SEE_PROFESSIONAL:
            result.add("turn flagged", verdict.level >= Level.SEE_PROFESSIONAL)
        else:
            result.add("turn not flagged", verdict.level < Level.SEE_PROFESSIONAL)
    result.add("conversation all levels right", good)
    if not good:
        result.misses.append(f"{row['id']} {row.get('note', '')}: " + " // ".join(trace))


def report(result: Score, misses: bool = True) -> str:
    """The figures as text: every measure with its 95 % interval, the confusion, the time, every miss."""
    lines = []
    for kind in sorted(result.total):
        hits, total = result.found[kind], result.total[kind]
        low, high = wilson(hits, total)
        lines.append(f"{kind:45s} {hits:4d}/{total:<4d} {hits / total:6.1%}  [{low:.1%}, {high:.1%}]")
    if result.confusion:
        labels = [level.label for level in Level]
        lines += ["", "wanted \\ got".ljust(18) + "".join(label[:10].rjust(12) for label in labels)]
        lines += [label.ljust(18) + "".join(str(result.confusion[label][got]).rjust(12) for got in labels) for label in labels]
    if result.seconds:
        ordered = sorted(result.seconds)
        lines.append(
            f"time per message: median {ordered[len(ordered) // 2] * 1000:.2f} ms, "
            f"p95 {ordered[int(len(ordered) * 0.95)] * 1000:.2f} ms"
        )
    if misses:
        lines += ["", f"{len(result.misses)} misses:", *result.misses]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the report for the given files, or for every set in the questions folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--no-misses", action="store_true", help="figures only, for sets that are not looked at")
    parser.add_argument("--keep", choices=["all", "even", "odd"], default="all")
    options = parser.parse_args(arguments)
    files = options.files or sorted(QUESTIONS.glob("*.jsonl"))
    for file in files:
        print(f"== {file.name}")
        print(report(score([file], options.keep), not options.no_misses))


if __name__ == "__main__":
    main()
