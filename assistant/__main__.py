"""`python -m assistant` is `stretch`."""

from assistant.cli import main

main(prog_name="stretch")
