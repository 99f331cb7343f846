"""Memory that was taken once and isn't needed any more."""

import ctypes
import gc


def give_back() -> None:
    """Hand what is free back to the system, after loading: the C library (glibc) would keep some
    forty megabytes of it for ever. Elsewhere nothing happens."""
    gc.collect()
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another C library; Windows takes no None
        return
    trim(ctypes.c_size_t(0))
