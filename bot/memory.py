"""Memory that was taken once and isn't needed any more."""

import ctypes
import gc

# glibc's names for what can be set (mallopt(3)).
_TRIM_THRESHOLD, _ARENA_MAX = -1, -8


def give_back() -> None:
    """Hand what is free back to the system, after loading and from then on: the C library (glibc)
    would keep some forty megabytes of it for ever, and more for each thread. Elsewhere nothing
    happens."""
    gc.collect()
    try:
        library = ctypes.CDLL(None)
        trim, option = library.malloc_trim, library.mallopt
    except (OSError, AttributeError, TypeError):  # another C library; Windows takes no None
        return
    option(_TRIM_THRESHOLD, 65_536)
    option(_ARENA_MAX, 2)
    trim(ctypes.c_size_t(0))
