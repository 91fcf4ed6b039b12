"""Symptom triage: reads a message, says how soon somebody should look at it, and why.

It routes people to help and never names a cause. `assess` is the door; everything else explains it.
"""

from assistant.errors import RulesError

from .explain import explain, reasons, rule_book
from .rules import Level, Rule, Source, rules
from .state import TriageState
from .verdict import CHECK_QUESTION, Finding, Verdict, ask, assess

__all__ = [
    "CHECK_QUESTION", "Finding", "Level", "Rule", "RulesError", "Source", "TriageState", "Verdict", "ask", "assess", "explain",
    "reasons", "rule_book", "rules",
]  # fmt: skip
