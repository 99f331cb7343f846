"""Texts that no one would write, for property tests."""

from hypothesis import strategies as st

ANYTHING = st.one_of(
    st.text(max_size=400),
    st.text(st.characters(), max_size=60).map(lambda text: text * 60),
    st.text("<>&!@#|`*_~\u2066\u2067\u2068\u2069\u200f\ue000\ue001\ud800\x00 aא😀\n", max_size=400),
)
