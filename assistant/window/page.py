"""What stands around the views: header, drawer of past chats, welcome, panel, and the player of guided holds."""

from __future__ import annotations

from assistant.window import texts
from assistant.window.markup import esc, icon
from assistant.window.replies import button

MARK = (
    '<svg class="mark" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false"><rect width="32" '
    'height="32" rx="9" fill="var(--teal)"/>'
    '<path d="M7 23c6 0 7.5-3.5 9-8.500S19.5 7 25.5 7" fill="none" stroke="var(--on-teal)" stroke-width="3" '
    'stroke-linecap="round"/>'
    '<circle cx="9.5" cy="11" r="2.6" fill="var(--amber)"/></svg>'
)


def header() -> str:
    """Skip link, name, views and switches."""
    views = "".join(
        f'<button type="button" data-view="{view}" aria-label="{esc(label)}" {"aria-current=page" if view == "chat" else ""}>'
        f"{icon(texts.VIEW_ICONS[view])}"
        f'<span class="long">{esc(label)}</span><span class="short">{esc(texts.VIEWS_SHORT[view])}</span>'
        "</button>"
        for view, label in texts.VIEWS.items()
    )
    return (
        f'<a class="skip" href="#question">{esc(texts.SKIP)}</a><header id="top">'
        f'<button type="button" id="menu" class="tool" aria-label="{esc(texts.MENU)}" aria-expanded="false" '
        f'aria-controls="drawer">{icon("menu")}</button>'
        f'{MARK}<h1>{esc(texts.NAME)}</h1><nav id="views" aria-label="{esc(texts.NAVIGATION)}">{views}</nav>'
        f'<details class="disclaimer"><summary>{esc(texts.NOT_MEDICAL)}</summary><div><p>{esc(texts.NOT_MEDICAL_LONG)}</p><p>'
        f"{esc(texts.PRIVATE)}</p></div></details>"
        f'<button type="button" id="theme" class="tool" aria-label="{esc(texts.THEME)}" title="{esc(texts.THEME)}">'
        f"{icon('moon')}</button></header>"
    )


def drawer() -> str:
    """Past chats, which the browser fills in."""
    return (
        f'<nav id="drawer" aria-label="{esc(texts.PAST_CHATS)}">{button(texts.NEW_CHAT, look="new", symbol="plus", chat="new")}'
        f'<h2>{esc(texts.PAST_CHATS)}</h2><p class="empty">{esc(texts.NO_CHATS)}</p><ul id="chats"></ul><div '
        'class="drawer-foot">'
        f"{button(texts.EXPORT, look='quiet', symbol='export', chat='export')}"
        f"{button(texts.DELETE_ALL, look='quiet danger', symbol='trash', chat='delete-all')}"
        f'<p class="private">{esc(texts.PRIVATE)}</p></div></nav><div id="shade"></div>'
    )


def welcome() -> str:
    """What an empty chat shows."""
    examples = "".join(
        f'<li><button type="button" class="example" data-ask="{esc(question)}">{icon(symbol)}<span><b>{esc(kind)}</b>'
        f"{esc(question)}</span></button></li>"
        for kind, symbol, question in texts.EXAMPLES
    )
    return (
        f'<div id="welcome"><h2>{esc(texts.WELCOME)}</h2><p>{esc(texts.WELCOME_MORE)}</p>'
        f'<ul class="examples">{examples}</ul></div>'
    )


def panel() -> str:
    """Stretch and Source beside the chat; a drawer from below on a phone."""
    tabs = "".join(
        f'<button type="button" role="tab" id="tab-{key}" aria-controls="panel-{key}" aria-selected="false" tabindex="-1">'
        f"{esc(label)}</button>"
        for key, label in (("stretch", texts.STRETCH), ("source", texts.SOURCE))
    )
    bodies = "".join(
        f'<div role="tabpanel" id="panel-{key}" aria-labelledby="tab-{key}" tabindex="0" hidden><p class="nothing">'
        f"{esc(empty)}</p></div>"
        for key, empty in (("stretch", texts.NO_STRETCH), ("source", texts.NO_SOURCE))
    )
    return (
        f'<aside id="panel" aria-label="{esc(texts.PANEL)}"><div class="panel-head"><span class="grip" aria-hidden="true">'
        "</span>"
        f'<div role="tablist" aria-label="{esc(texts.PANEL)}">{tabs}</div>'
        f"{button('', look='tool', symbol='close', name=texts.CLOSE, panel='close')}</div>{bodies}</aside>"
    )


def player() -> str:
    """The guided hold; everything in it is moved by the browser alone."""
    return (
        f'<section id="player" aria-label="{esc(texts.PLAYER)}" hidden><header><p class="player-title"></p>'
        f"{button('', look='tool', symbol='speaker', name=texts.PLAYER_SOUND, player='sound', pressed='true')}"
        f"{button('', look='tool small', symbol='down', name=texts.PLAYER_SMALL, player='size')}"
        f"{button('', look='tool', symbol='close', name=texts.PLAYER_END, player='end')}</header>"
        '<div class="player-body"><div class="ring"><svg viewBox="0 0 120 120" aria-hidden="true" focusable="false"><circle '
        'class="track" cx="60" cy="60" r="52"/>'
        '<circle class="arc" cx="60" cy="60" r="52" pathLength="100" stroke-dasharray="100" stroke-dashoffset="0" '
        'transform="rotate(-90 60 60)"/></svg>'
        '<p class="ring-text"><b class="count" aria-hidden="true"></b><span class="phase"></span></p></div>'
        '<p class="side"></p><p class="after"></p><div class="hidden-label" role="status" id="player-says"></div></div>'
        f'<div class="player-buttons">{button("", look="round", symbol="back", name=texts.PLAYER_BACK, player="back")}'
        f"{button('−5', look='round text', name=texts.PLAYER_SHORTER, player='shorter')}"
        f'<button type="button" class="round big" data-player="pause" aria-label="{esc(texts.BROWSER["pause"])}"><span '
        f'class="when-running">{icon("pause")}</span>'
        f'<span class="when-paused">{icon("play")}</span></button>'
        f"{button('+5', look='round text', name=texts.PLAYER_LONGER, player='longer')}"
        f"{button('', look='round', symbol='skip', name=texts.PLAYER_SKIP, player='skip')}</div>"
        '<div class="player-done" hidden><h2 tabindex="-1"></h2><pre></pre><p class="row">'
        f"{button(texts.PLAYER_COPY, look='primary', symbol='copy', player='copy')}"
        f"{button(texts.CLOSE, look='quiet', player='end')}</p></div></section>"
    )
