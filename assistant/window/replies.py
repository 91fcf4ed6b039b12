"""A turn of the chat as HTML: triage card, introduction, quotes with numbered sources, what could be asked next."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.passages import sentences
from assistant.window import texts
from assistant.window.library import Library
from assistant.window.markup import esc, icon, prose
from assistant.window.record import MOST_KEPT, Finding, Quote, Turn


def button(label: str, *, look: str = "quiet", symbol: str | None = None, name: str | None = None, **data: str) -> str:
    """A button; `data` become data- attributes, `name` replaces the label for screen readers."""
    attributes = "".join(f' data-{key.replace("_", "-")}="{esc(value)}"' for key, value in data.items())
    named = f' aria-label="{esc(name)}" title="{esc(name)}"' if name else ""
    words = f"<span>{esc(label)}</span>" if label else ""
    return f'<button type="button" class="{look}"{named}{attributes}>{icon(symbol) if symbol else ""}{words}</button>'


def answer(turn: Turn, library: Library, *, last: bool, feedback: bool = False) -> str:
    """The whole reply to a message."""
    parts = [
        triage_card(turn) if _shows_card(turn) else "",
        f'<p class="notice">{esc(turn.notice)}</p>' if turn.notice else "",
        _introduction(turn),
        _stretch_list(turn, library) if _lists(turn) else _about(turn, library),
        _check_question(turn) if last else "",
        _tools(turn, feedback),
        _next(turn) if last else "",
    ]
    return f'<div class="reply kind-{turn.kind}">{"".join(parts)}</div>'


def person(message: str) -> str:
    """What the person wrote, exactly, and nothing of it as markup."""
    more = len(message) - MOST_KEPT
    note = f'<em class="cut">{esc(texts.MORE_CHARACTERS.format(more=more))}</em>' if more > 0 else ""
    return f'<div class="said" dir="auto">{esc(message[:MOST_KEPT])}{note}</div>'


def notice(sentence: str) -> str:
    return f'<div class="reply"><p class="notice" role="status">{esc(sentence)}</p></div>'


# ---------------------------------------------------------------- triage


def _shows_card(turn: Turn) -> bool:
    return turn.level in texts.LEVELS and (turn.kind == "referral" or bool(turn.fresh))


REPEATED = re.compile("You wrote: \u201c.*?\u201d(?:(?:, | and )\u201c.*?\u201d)*\\. ?", re.S)
"""The sentence of a referral that repeats the person's words; the card shows them marked in their place instead."""


def triage_card(turn: Turn, *, copied: str | None = None, own_words: bool = True) -> str:
    """What to do first and how soon, the person's own words, why, and something to take along."""
    label, symbol = texts.LEVELS[turn.level]
    lead, rest = _lead(REPEATED.sub("", turn.text))
    withheld = {"all": texts.WITHHELD_ALL, "area": texts.WITHHELD_AREA, "nothing": ""}[turn.withheld]
    return (
        f'<section class="card level-{turn.level}" aria-label="{esc(label)}">'
        f'<p class="level">{icon(symbol)}<span>{esc(label)}</span></p>'
        f'<p class="lead">{esc(lead)}</p>'
        + (f"<p>{esc(rest)}</p>" if rest else "")
        + (_own_words(turn) if own_words else "")
        + (f'<p class="withheld">{esc(withheld)}</p>' if withheld else "")
        + why(turn.findings)
        + '<p class="row">'
        + button(texts.COPY_FOR_PROFESSIONAL, symbol="copy", look="soft", copy=copied or for_professional([turn]))
        + "</p></section>"
    )


def _lead(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the others."""
    spans = sentences(text)
    if len(spans) < 2:
        return text, ""
    end = spans[0][1]
    return text[:end].strip(), text[end:].strip()


def _own_words(turn: Turn) -> str:
    earlier = ", ".join(f"<mark>{esc(finding.said)}</mark>" for finding in turn.findings)
    said = marked(turn.message, turn.fresh) if turn.fresh else earlier
    who = texts.YOU_WROTE if turn.fresh else texts.EARLIER
    return f'<blockquote class="own" dir="auto"><span class="who">{esc(who)}</span> {said}</blockquote>' if said else ""


AROUND = 120
"""So many characters of a long message are shown before the first and after the last mark."""


def marked(message: str, findings: Sequence[Finding]) -> str:
    """A message with the words that triage found marked; of a long one only the part around them.

    >>> marked("it is numb", [Finding(id="X", level="urgent", said="numb", start=6, end=10)])
    'it is <mark>numb</mark>'
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted((f.start, f.end) for f in findings if 0 <= f.start < f.end <= len(message)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    if not spans:
        return esc(message[: 2 * AROUND]) + ("…" if len(message) > 2 * AROUND else "")
    first, last = max(0, spans[0][0] - AROUND), min(len(message), spans[-1][1] + AROUND)
    html, place = ["…" if first else ""], first
    for start, end in spans:
        html.append(f"{esc(message[place:start])}<mark>{esc(message[start:end])}</mark>")
        place = end
    html.append(esc(message[place:last]) + ("…" if last < len(message) else ""))
    return "".join(html)


def why(findings: Sequence[Finding]) -> str:
    """The rules that spoke, and what they rest on."""
    if not findings:
        return ""
    rows = "".join(
        f"<li><mark>{esc(found.said)}</mark> "
        f"{esc(texts.WHY_RULE.format(rule=found.rule or found.id, level=texts.LEVEL_NAMES[found.level]))}"
        + (f" <span>{esc(texts.WHY_CHANGES.format(changes=found.changes))}</span>" if found.changes else "")
        + (f" <small>{esc(texts.WHY_SOURCE.format(source=found.sources, id=found.id))}</small>" if found.sources else "")
        + "</li>"
        for found in findings
    )
    return f'<details class="why"><summary>{esc(texts.WHY)}</summary><p>{esc(texts.WHY_TEXT)}</p><ul>{rows}</ul></details>'


def for_professional(turns: Sequence[Turn]) -> str:
    """What the person said, to be copied: their own words and nothing else about them."""
    lines = [texts.FOR_PROFESSIONAL, *(f"“{turn.message}”" for turn in turns)]
    said = dict.fromkeys(finding.said for turn in turns for finding in turn.findings)
    if said:
        lines.append(texts.POINTED_OUT.format(said=", ".join(f"“{word}”" for word in said)))
    return "\n".join(lines)


# ---------------------------------------------------------------- the answer


def _introduction(turn: Turn) -> str:
    if _shows_card(turn):
        return ""
    if turn.kind == "answer" and turn.text:
        return f'<h2 class="about">{esc(turn.text)}</h2>'
    return f'<p class="intro">{esc(turn.text)}</p>' if turn.text else ""


def _about(turn: Turn, library: Library) -> str:
    """Quotes about a statement or one stretch, with the picture and the facts of the stretch."""
    one = turn.stretches[0] if len(turn.stretches) == 1 and turn.stretches[0] in library.stretches else None
    head = ""
    if one and turn.withheld == "nothing" and turn.kind == "answer":
        head = (
            f'<div class="figure-row">{picture(one, library)}<div>{facts(turn.facts)}<p class="row">'
            + button(texts.START, look="primary", symbol="play", hold=json.dumps([library.hold(one)]))
            + button(texts.OPEN_STRETCH, look="soft", stretch=one)
            + "</p></div></div>"
        )
    elif turn.facts:
        head = facts(turn.facts)
    routine = turn.quotes[0].document.removeprefix("routines/") if turn.quotes else ""
    if routine in library.routines and turn.withheld == "nothing":
        title = library.routines[routine][0].title
        start = button(texts.START, look="primary", symbol="play", hold=json.dumps(library.holds(routine)), title=title)
        head += f'<p class="row">{start}</p>'
    return head + quotes(turn.quotes)


def _lists(turn: Turn) -> bool:
    return turn.kind == "list" or (turn.kind == "referral" and len(turn.stretches) > 1)


def _stretch_list(turn: Turn, library: Library) -> str:
    """A list of stretches: picture, name, the quoted summary, and the way to its steps."""
    items = []
    for number, quote in enumerate(turn.quotes, 1):
        name = quote.document.removeprefix("stretches/")
        if name not in library.stretches or not quote.passage.endswith("#summary"):
            items.append(f"<li>{quotation(quote, number)}</li>")
            continue
        items.append(
            f'<li class="choice">{picture(name, library)}<div>'
            f'<h2><button type="button" class="name" data-stretch="{esc(name)}">{esc(library.title(name))}</button></h2>'
            f'<blockquote data-passage="{esc(quote.passage)}">{prose(quote.text, quote.emphasis)}</blockquote>'
            f'<p class="row">{cite(quote, number)}{button(texts.HOW_TO, look="soft", stretch=name)}</p></div></li>'
        )
    return f'<ol class="choices">{"".join(items)}</ol>' if items else ""


def facts(strip: Sequence[tuple[str, str]]) -> str:
    """The facts of front matter as a strip of small labels."""
    rows = "".join(f"<div><dt>{esc(texts.FACTS.get(key, key))}</dt><dd>{esc(text)}</dd></div>" for key, text in strip)
    return f'<dl class="facts">{rows}</dl>' if rows else ""


def quotes(given: Sequence[Quote]) -> str:
    rows = "".join(f"<li>{quotation(quote, number)}</li>" for number, quote in enumerate(given, 1))
    return f'<ol class="quotes">{rows}</ol>' if rows else ""


def quotation(quote: Quote, number: int) -> str:
    """The exact words of a passage under its number and heading; both open the source."""
    return (
        f'<figure class="quote" data-passage="{esc(quote.passage)}"><figcaption>{cite(quote, number, path=True)}</figcaption>'
        f"<blockquote>{prose(quote.text, quote.emphasis)}</blockquote></figure>"
    )


def cite(quote: Quote, number: int, *, path: bool = False) -> str:
    """The number of a source, as a button that opens it."""
    title = " › ".join(quote.headings)
    label = texts.OPEN_SOURCE.format(number=number, title=title)
    words = f'<span class="path">{esc(title)}</span>' if path else f'<span class="path">{esc(texts.SOURCE)}</span>'
    return (
        f'<button type="button" class="cite" data-source="{esc(quote.passage)}" aria-label="{esc(label)}">'
        f'<span class="number" aria-hidden="true">{number}</span>{words}</button>'
    )


def picture(name: str, library: Library) -> str:
    """The small picture of a stretch, one for each theme, or a quiet tile where there is none."""
    if not library.has_picture(name):
        return f'<span class="thumb none" aria-hidden="true">{icon("leaf")}</span>'
    alt = esc(library.alt_text(name))
    images = "".join(
        f'<img class="only-{theme}" src="figures/{esc(name)}.svg?theme={theme}" alt="{alt}" loading="lazy" width="160" '
        'height="120">'
        for theme in ("light", "dark")
    )
    return f'<span class="thumb">{images}</span>'


# ---------------------------------------------------------------- below the answer


def _check_question(turn: Turn) -> str:
    if not turn.check_question:
        return ""
    lead, colon, rest = turn.check_question.partition(":")
    items = [item.strip() for item in rest.rstrip("? ").split(";")] if colon and ";" in rest else []
    offered = [(_capital(item), texts.ANSWER_YES.format(item=item)) for item in items] or [(texts.YES, texts.YES)]
    none = (texts.NONE_OF_THESE, texts.ANSWER_NONE) if items else (texts.NO, texts.NO)
    return (
        f'<section class="aside" aria-label="{esc(texts.ASIDE)}"><p class="who">{esc(texts.ASIDE)}</p>'
        f"<p>{esc(lead if items else turn.check_question)}{':' if items else ''}</p>"
        + "".join(
            ("<p class='row'>", *(button(label, look="soft", ask=sent) for label, sent in (*offered, none)), "</p></section>")
        )
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tools(turn: Turn, feedback: bool) -> str:
    if turn.kind == "smalltalk":
        return ""
    copied = plain(turn)
    tools = [
        button("", look="tool", symbol="copy", name=texts.COPY_ANSWER, copy=copied),
        button("", look="tool", symbol="link", name=texts.COPY_LINK, link=turn.message[:300]),
        button("", look="tool", symbol="speaker", name=texts.READ_ALOUD, speak="reply"),
    ]
    if feedback:
        about: dict[str, Any] = {
            "question": turn.message,
            "kind": turn.kind,
            "passages": [quote.passage for quote in turn.quotes],
        }
        tools += [
            button("", look="tool", symbol="thumb-up", name=texts.HELPFUL, thumb="up", about=json.dumps(about)),
            button("", look="tool", symbol="thumb-down", name=texts.NOT_HELPFUL, thumb="down", about=json.dumps(about)),
        ]
    return f'<p class="tools">{"".join(tools)}</p>'


def plain(turn: Turn) -> str:
    """The reply as plain text, to be copied: every quote with its file and line."""
    parts = [turn.text] if turn.text else []
    for number, quote in enumerate(turn.quotes, 1):
        where = texts.FILE_LINE.format(file=quote.file, line=quote.line)
        parts.append(f"[{number}] {' › '.join(quote.headings)} ({where})\n{quote.text}")
    return "\n\n".join(parts)


def _next(turn: Turn) -> str:
    pills = "".join(button(text, look="pill", ask=text) for text in turn.follow_ups[:4])
    return f'<div class="next" role="group" aria-label="{esc(texts.NEXT)}">{pills}</div>' if pills else ""
