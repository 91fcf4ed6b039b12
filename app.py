"""Opens the chat window; `stretch serve` does the same and takes options."""

from assistant.cli import main

if __name__ == "__main__":
    main(["serve"])
