"""Texts in, unit vectors out: sentences of like meaning are close, whatever the language.

    encoder = Encoder.load(MODEL)
    vectors = encoder.encode(["caller wants my manager", "הלקוח דורש מנהל"])   # float32 [2, 384]
    vectors[0] @ vectors[1]

The model is multilingual-e5-small in four bits; `training/README.md` says how the files here
were made. Where onnxruntime or a file is missing, `Encoder.load` raises
`EncoderUnavailable`, and importing this package still works.
"""

from ._encoder import MODEL, Encoder, EncoderUnavailable, Kind, shared

__all__ = ["MODEL", "Encoder", "EncoderUnavailable", "Kind", "shared"]
