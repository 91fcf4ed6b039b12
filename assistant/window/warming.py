"""Answers while the model still loads: by words alone where that is enough, else as soon as it is there."""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.conversation import Assistant, ConversationState, Reply

log = logging.getLogger(__name__)


class NoModel:
    """Stands in for the embedding model: every text is equally far from every other, so only words count."""

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str], *, progress: bool = False) -> Any:
        import numpy as np

        return np.zeros((len(texts), self.dimensions), dtype=np.float32)


class Warming:
    """An assistant that is being opened in a thread of its own.

    Triage needs neither index nor model; a named stretch, a list and small talk need the index alone.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.settings = assistant.settings
        self.referral_text = assistant.referral_text
        self.quick: Assistant | None = None
        self.indexed = threading.Event()
        self.ready = threading.Event()
        threading.Thread(target=self._open, name="warming", daemon=True).start()

    def _open(self) -> None:
        try:
            index = self.assistant.index
            _ = self.assistant.reader
            quick = copy.copy(self.assistant)
            quick.__dict__.pop("composer", None)
            quick.__dict__["_model"] = NoModel(int(index.nearest.index.d))
            _ = quick.composer
            self.quick = quick
            self.indexed.set()
            self.assistant.composer.answer(self.assistant.reader.read("How long should I hold a stretch?"))
        except Exception:  # the next message meets the same fault, and says so
            log.exception("the assistant could not be opened")
        finally:
            self.indexed.set()
            self.ready.set()

    def turn(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState]:
        """The reply to a message; before the model is there, only where words alone decide."""
        if self.ready.is_set():
            return self.assistant.turn(message, state)
        if not self.indexed.is_set() and (referral := self._referral(message, state)):
            return referral
        self.indexed.wait()
        if self.quick is not None:
            reply, after = self.quick.turn(message, state)
            if _decided_by_words(reply):
                return reply, after
        self.ready.wait()
        return self.assistant.turn(message, state)

    def _referral(self, message: str, state: ConversationState) -> tuple[Reply, ConversationState] | None:
        """What cannot wait, in the assistant's own sentence; its quotes need the index."""
        from assistant import triage
        from assistant.conversation import Reply

        verdict = triage.assess(message, state.triage, today=self.assistant.today())
        if verdict.level < triage.Level.URGENT:
            return None
        return Reply(self.referral_text(verdict), "referral", verdict), replace(state, triage=verdict.state)


def _decided_by_words(reply: Reply) -> bool:
    """Whether the model could not have changed the reply for the better."""
    from assistant.triage import Level

    if reply.verdict.level >= Level.URGENT or reply.kind in ("smalltalk", "list"):
        return True
    return bool(reply.kind in ("answer", "referral") and reply.understood.get("stretches"))
