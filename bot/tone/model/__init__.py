"""A learned ear beside the rules: which sentence may grate, where no rule has words for it.

    model = ToneModel.load()                    # raises ModelUnavailable
    model.source("en").hits(View("If you had read the mail, you'd know."))

Rules say which words; the model says which sentence, and is never sure. Where onnxruntime or a
file is missing, `shipped()` is None and reviews go by the rules alone.
"""

from .source import ModelSource, ModelUnavailable, ToneModel, beside, shipped

__all__ = ["ModelSource", "ModelUnavailable", "ToneModel", "beside", "shipped"]
