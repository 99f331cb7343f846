"""What a reply leaves out, seen beside the customer's message that it answers.

    model = MissingModel.load()
    model.missing("No heating since Friday!! When will someone come?", reply, "en")

Three things, each only where it is owed: a word about the trouble, an answer to the question, and
what happens next. The examples that it goes by are this project's own, `training/tone/answers`.
"""

from .model import MissingModel, MissingUnavailable, shipped

__all__ = ["MissingModel", "MissingUnavailable", "shipped"]
