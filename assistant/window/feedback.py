"""Thumbs up and down with an optional word, kept in a local SQLite file where the operator wants them."""

from __future__ import annotations

import csv
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from assistant.errors import InputError

COLUMNS = ("key", "time", "thumb", "word", "question", "kind", "passages")
MOST = 2000
"""No field is longer, so that the file grows slowly."""


class Feedback:
    """An append-only table. Every entry is on disk before `add` returns; write-ahead logging survives a crash."""

    def __init__(self, file: Path) -> None:
        """Open or make the file.

        Raises:
            InputError: the file is something else.
        """
        self.file = file
        try:
            self._prepare()
        except sqlite3.DatabaseError as fault:
            raise InputError(f"{file}: expected an SQLite file for thumbs, or none yet; name another ({fault})") from fault

    def _prepare(self) -> None:
        with self._open() as base:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute(f"CREATE TABLE IF NOT EXISTS feedback ({', '.join(f'{name} TEXT NOT NULL' for name in COLUMNS)})")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=10)) as base, base:
            base.execute("PRAGMA synchronous=FULL")
            yield base

    def add(self, thumb: str, question: str = "", kind: str = "", passages: str = "") -> str:
        """Keep a thumb; returns the key under which a word may follow."""
        key = secrets.token_hex(8)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (key, now, "up" if thumb == "up" else "down", "", *(text[:MOST] for text in (question, kind, passages)))
        with self._open() as base:
            base.execute(f"INSERT INTO feedback VALUES ({', '.join('?' * len(COLUMNS))})", row)
        return key

    def add_word(self, key: str, word: str) -> None:
        """Keep a word on a thumb given before."""
        with self._open() as base:
            base.execute("UPDATE feedback SET word = ? WHERE key = ?", (word[:MOST], key))

    def rows(self) -> list[tuple[str, ...]]:
        with self._open() as base:
            return list(base.execute(f"SELECT {', '.join(COLUMNS)} FROM feedback ORDER BY rowid"))

    def export(self, to: TextIO) -> int:
        """Write everything as CSV; returns how many entries."""
        rows = self.rows()
        writer = csv.writer(to)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        return len(rows)
