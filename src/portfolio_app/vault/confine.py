"""The limits that a process puts on itself before it reads a file that somebody else made.

On Linux the kernel keeps to all of them. Windows keeps to the memory, by a job that the process puts itself into.
Elsewhere a thread watches the memory. The time is always watched by the program, which ends the process from outside.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import dataclass
from typing import Final

OUT_OF_MEMORY: Final = 86
"""Exit code of a process that took more memory than it may."""
_MOST_FILES: Final = 64
_WATCH_SECONDS: Final = 0.05
_SPARE_SECONDS: Final = 2


@dataclass(frozen=True)
class Limits:
    """What one reading may use: seconds of time, octets of memory."""

    seconds: float = 20.0
    memory: int = 1 << 30


def confine(limits: Limits) -> None:
    """Limit this process for good: memory, files that are open, and no octet to any file. Time is given by `grant`."""
    if sys.platform == "win32":
        _put_in_job(limits.memory)
        _watch_memory(limits.memory)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    else:
        # Other systems take the limit but don't keep to it.
        _watch_memory(limits.memory)


def grant(seconds: float) -> None:
    """Let this process work for so many seconds from now on, then the kernel ends it (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until if most < 0 else min(until, most), most))


def _watch_memory(most: int) -> None:
    def watch() -> None:
        while _memory_in_use() < most:
            time.sleep(_WATCH_SECONDS)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, daemon=True).start()


def _memory_in_use() -> int:
    """Return the most memory that this process has held, in octets."""
    if sys.platform == "win32":
        return _memory_on_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _memory_on_windows() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "pagefile", "peak_pagefile")),
        ]

    if sys.platform != "win32":
        return 0
    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.pagefile)


def _put_in_job(memory: int) -> None:
    """Let Windows refuse more memory, and every further process. Where it can't, the watching thread is left."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = [
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("most_processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        ]

    class Extended(ctypes.Structure):
        _fields_ = [
            ("basic", Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        ]

    if sys.platform != "win32":
        return
    limit_memory, limit_processes, extended_limits = 0x100, 0x8, 9
    wanted = Extended(process_memory=memory)
    wanted.basic.flags = limit_memory | limit_processes
    wanted.basic.most_processes = 1
    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.CreateJobObjectW.argtypes = [ctypes.c_void_p, wintypes.LPCWSTR]
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    job = kernel.CreateJobObjectW(None, None)
    if job and kernel.SetInformationJobObject(job, extended_limits, ctypes.byref(wanted), ctypes.sizeof(wanted)):
        # The handle stays open on purpose: the job lasts as long as the process.
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
