"""The errors a person may meet, each a plain sentence: what is wrong, what was expected, what to do."""


class AssistantError(Exception):
    """Base of every error that surfaces show as a sentence instead of a traceback."""


class KnowledgeError(AssistantError):
    """A file of the knowledge that cannot be accepted; the message lists every fault of every file."""


class ModelError(AssistantError):
    """The embedding model is missing, damaged or not the one expected."""


class IndexFault(AssistantError):
    """A built index that is missing, damaged, truncated or built from something else."""


class RulesError(AssistantError):
    """A triage data file that cannot be accepted; the message lists every fault."""


class InputError(AssistantError):
    """Something a person or a program handed in that cannot be read."""
