"""Run in every kernel that `start` brings about, before its first cell.

A cell that needs a name of the lesson's first cell, after that was forgotten or the kernel was
restarted, is answered with one sentence instead of a traceback.
"""

import sys

if "IPython" in sys.modules:  # a terminal's Python runs this file too
    try:
        import coursekit as _course
        from coursekit.questions.typed import install as _install
    except ImportError:  # another Python's kernel, without the course
        pass
    else:
        _install(_course.__all__)
        del _install, _course
