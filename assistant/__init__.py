"""Stretch Assistant: answers about stretching, quoted from checked pages, symptoms read first.

>>> from assistant import Assistant
>>> reply = Assistant.open().reply("How long should I hold a stretch?")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.conversation import Assistant, ConversationState, Reply

__all__ = ["Assistant", "ConversationState", "Reply"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that `import assistant` costs nothing."""
    if name in __all__:
        from assistant import conversation

        return getattr(conversation, name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
