"""A learned ear beside the rules: which words may grate where no rule has words for it, and
whether what a rule found is meant.

    model = ToneModel.load()                    # raises ModelUnavailable
    model.hear(View("If you had read the mail, you'd know."), "en").hits

Where onnxruntime or a file is missing, `shipped()` is None and reviews go by the rules alone.
"""

from .source import Heard, ModelRule, ModelUnavailable, ToneModel, shipped, sparing

__all__ = ["Heard", "ModelRule", "ModelUnavailable", "ToneModel", "shipped", "sparing"]
