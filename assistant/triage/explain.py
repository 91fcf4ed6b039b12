"""Why a verdict is what it is, and the whole rule book as a page."""

from __future__ import annotations

from .rules import Level, Rule, rules
from .verdict import Verdict


def reasons(verdict: Verdict) -> list[dict[str, str]]:
    """For each finding: the words read, the rule, its level, its sources, and what would change it."""
    known = {(rule.id, rule.name): rule for rule in rules()}
    out = []
    for finding in verdict.findings:
        rule = known[(finding.id, finding.rule)]
        out.append(
            {
                "said": finding.said,
                "when": "in this message" if finding.turn == 0 else f"{finding.turn} message(s) earlier",
                "about": finding.about,
                "id": finding.id,
                "rule": rule.title,
                "level": finding.level.label,
                "sources": "; ".join(f"{s.organisation} <{s.page}>" for s in rule.source),
                "reviewed": rule.reviewed.isoformat(),
                "changes": rule.changes,
            }
        )
    return out


def explain(verdict: Verdict) -> str:
    """The reasons as plain text, one block per finding."""
    if not verdict.findings:
        seen = f" Seen as self-care: {', '.join(verdict.notes)}." if verdict.notes else ""
        return "Nothing in the message matched a rule." + seen
    blocks = []
    for reason in reasons(verdict):
        blocks.append(
            f'"{reason["said"]}" ({reason["when"]}, about: {reason["about"]})\n'
            f"  rule {reason['id']}: {reason['rule']} -> {reason['level']}\n"
            f"  source: {reason['sources']} (reviewed {reason['reviewed']})\n"
            f"  what would change it: {reason['changes']}"
        )
    return "\n".join(blocks)


def rule_book() -> str:
    """Every rule with level, sources and examples, as a markdown page that a clinician can review."""
    lines = ["# Rule book of the symptom triage", ""]
    for level in sorted(Level, reverse=True):
        group = [rule for rule in rules() if rule.level is level]
        if group:
            lines += [f"## {level.label} ({len(group)} rules)", ""]
            for rule in group:
                lines += _page(rule)
    return "\n".join(lines) + "\n"


def _page(rule: Rule) -> list[str]:
    needs = " or ".join(
        " and ".join(
            ("not " if c.absent else "") + "/".join(c.names) + (f" in {'/'.join(sorted(c.zones))}" if c.zones else "")
            for c in line
        )
        for line in rule.when
    )
    out = [f"### {rule.id}: {rule.name}", "", f"{rule.title}. Family: {rule.family}. Stretches withheld: {rule.withhold}.", ""]
    out += [f"- needs: {needs}"]
    out += [f"- source: {s.organisation}, <{s.page}>" for s in rule.source]
    out += [f"- reviewed: {rule.reviewed.isoformat()}", f"- what would change it: {rule.changes}"]
    out += [f'- fires on: "{text}"' for text in rule.positive]
    out += [f'- not on: "{text}"' for text in rule.negative]
    return [*out, ""]
