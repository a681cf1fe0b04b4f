"""What the C library does with freed memory, set for a process that lives long and changes its library many times."""

import ctypes
import gc
from collections.abc import Callable

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # <malloc.h> of the GNU C library
_TRIMMED_FROM_BYTES = 128 * 1024  # its own defaults, but fixed: it raises them as large blocks come and go


def keep_memory_together() -> None:
    """One heap for all threads; without this each new one gets its own, which its neighbours can't use.

    Before any thread is started. Where the C library knows no such setting nothing changes.
    """
    set_option = _function("mallopt")
    set_option(_M_ARENA_MAX, 1)
    set_option(_M_TRIM_THRESHOLD, _TRIMMED_FROM_BYTES)
    set_option(_M_MMAP_THRESHOLD, _TRIMMED_FROM_BYTES)


def give_memory_back() -> None:
    """Give back to the system what a library that was changed for another has left behind."""
    gc.collect()
    _function("malloc_trim")(0)


def _function(name: str) -> Callable[..., object]:
    """The C library's function of that name; one that does nothing where it has none."""
    try:
        function: Callable[..., object] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, TypeError, OSError):  # musl and macOS have neither; Windows has no such library
        return lambda *_: None
    return function
