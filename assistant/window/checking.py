"""Check a symptom: a guided form whose choices become one message, read by triage like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from assistant.guided import AREAS, FEELS, FLAGS, SINCE, STARTED, TREND, WHERE, chosen, compose, spoken
from assistant.window import texts
from assistant.window.markup import esc
from assistant.window.record import LevelName, Turn, findings
from assistant.window.replies import button, triage_card

if TYPE_CHECKING:
    from assistant.triage import Verdict


def result(form: Mapping[str, Any], assess: Callable[[str], Verdict], sentence: Callable[[Verdict], str]) -> str:
    """The card for what was chosen: level, what to do, the words it rests on, and a summary to copy."""
    message = compose(form)
    if not message:
        return f'<p class="notice">{esc(texts.CHECK_EMPTY)}</p>'
    verdict = assess(message)
    lines = spoken(form)
    copied = "\n".join((texts.FOR_PROFESSIONAL, *(f"- {line}" for line in lines)))
    said = f'<h4>{esc(texts.CHECK_SAID)}</h4><ul class="told">{"".join(f"<li>{esc(line)}</li>" for line in lines)}</ul>'
    level: LevelName = verdict.level.label  # type: ignore[assignment]  # the names are the levels' labels
    if level == "none":
        area = next((AREAS.get(key, key) for key in chosen(form, "where")), "")
        card = (
            f'<section class="card level-none"><p class="lead">{esc(texts.CHECK_NONE)}</p><p>{esc(texts.CHECK_NONE_MORE)}</p>'
            '<p class="row">'
            + button(texts.CHECK_COPY, look="soft", symbol="copy", copy=copied)
            + (button(texts.CHECK_STRETCHES, look="soft", symbol="search", find_area=area) if area else "")
            + "</p></section>"
        )
        return f'<h3 tabindex="-1">{esc(texts.CHECK_RESULT)}</h3>{card}{said}'
    turn = Turn.model_validate(
        {
            "message": message,
            "text": sentence(verdict),
            "kind": "referral",
            "level": level,
            "withheld": verdict.withheld,
            "findings": findings(verdict),
        }
    )
    return f'<h3 tabindex="-1">{esc(texts.CHECK_RESULT)}</h3>{triage_card(turn, copied=copied, own_words=False)}{said}'


def view() -> str:
    """The whole view: the form, and the place where its result appears."""
    groups = (
        _boxes("where", texts.CHECK_WHERE, WHERE, texts.CHECK_WHERE_HINT),
        _boxes("feels", texts.CHECK_FEELS, {key: label for key, (label, _) in FEELS.items()}),
        _radios("since", texts.CHECK_SINCE, SINCE),
        _radios("started", texts.CHECK_STARTED, STARTED),
        _radios("trend", texts.CHECK_TREND, TREND),
        _boxes(
            "flags", texts.CHECK_FLAGS, {key: label for key, (label, _) in FLAGS.items()}, texts.CHECK_FLAGS_HINT, look="flags"
        ),
    )
    own = (
        f'<label class="own-words"><span>{esc(texts.CHECK_OWN)}</span><small>{esc(texts.CHECK_OWN_HINT)}</small>'
        '<textarea name="own" rows="3" maxlength="2000"></textarea></label>'
    )
    return (
        '<section class="view" id="view-check" aria-labelledby="check-title"><header class="view-head">'
        f'<h2 id="check-title" tabindex="-1">{esc(texts.CHECK_TITLE)}</h2><p>{esc(texts.CHECK_MORE)}</p></header>'
        f'<div class="check"><form id="check-form">{"".join(groups)}{own}<p class="row">'
        f'<button type="submit" class="primary">{esc(texts.CHECK_BUTTON)}</button>'
        f'<button type="reset" class="quiet">{esc(texts.CHECK_AGAIN)}</button></p></form>'
        '<div id="check-result" class="result" role="region" aria-live="polite" '
        f'aria-label="{esc(texts.CHECK_RESULT)}"></div></div></section>'
    )


def _boxes(name: str, label: str, choices: Mapping[str, str], hint: str = "", look: str = "") -> str:
    rows = "".join(
        f'<label class="box"><input type="checkbox" name="{name}" value="{esc(key)}"><span>{esc(text)}</span></label>'
        for key, text in choices.items()
    )
    small = f"<small>{esc(hint)}</small>" if hint else ""
    return f'<fieldset class="{look}"><legend>{esc(label)}</legend>{small}<div class="boxes">{rows}</div></fieldset>'


def _radios(name: str, label: str, choices: Mapping[str, tuple[str, str]]) -> str:
    last = sorted(choices.items(), key=lambda choice: not choice[0])  # not saying is offered last
    rows = "".join(
        f'<label class="box"><input type="radio" name="{name}" value="{esc(key)}"{"" if key else " checked"}><span>'
        f"{esc(text)}</span></label>"
        for key, (text, _) in last
    )
    return f'<fieldset><legend>{esc(label)}</legend><div class="boxes">{rows}</div></fieldset>'
