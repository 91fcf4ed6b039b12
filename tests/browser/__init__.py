"""Tests of the chat window in a real Chromium that can reach nothing but this computer."""
