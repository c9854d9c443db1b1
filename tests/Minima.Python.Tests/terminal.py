"""Run `minima` in a terminal of its own, as a person does.

    python3 terminal.py COMMAND...        COMMAND is the command line of minima

Prints one JSON object: {"case": "" or what is wrong}. Needs the pty of a POSIX system; nothing but Python itself.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
import unicodedata

MINIMA = sys.argv[1:]
PATIENCE = 240
HIDE, SHOW = b"\x1b[?25l", b"\x1b[?25h"


def terminal(arguments, columns=80, until=None, typed=b"", **environment):
    """What is shown, and the exit code; `typed` is entered at once, Ctrl-C is pressed once `until` was shown."""
    child, screen = pty.fork()
    if child == 0:
        # As in a terminal of its own: whoever was started in the background of a script has inherited that Ctrl-C is ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "COLUMNS", "LINES")}
        os.execvpe(MINIMA[0], [*MINIMA, *arguments], {**kept, "TERM": "xterm-256color", **environment})
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.write(screen, typed)
    shown, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not select.select([screen], [], [], 1)[0]:
            continue
        try:
            piece = os.read(screen, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
        if until and until in shown:
            until = None
            os.write(screen, b"\x03")
    else:
        os.kill(child, signal.SIGKILL)
    return shown, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def lines(shown):
    return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>])", "", shown.decode()).replace("\r", "").split("\n")


def wide(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def too_wide(shown, columns):
    return "; ".join(f"{wide(line)} columns: {line!r}" for line in lines(shown) if wide(line) > columns)


def interrupted(*arguments):
    def run():
        shown, code = terminal(arguments, until=HIDE)
        if code != 130:
            return f"ended with {code}: {shown[-400:]!r}"
        if shown.rfind(SHOW) < shown.rfind(HIDE):
            return f"the cursor stays hidden: {shown[-400:]!r}"
        return "" if shown.endswith(b"\n") or shown.endswith(SHOW) else f"the prompt would stand behind {shown[-80:]!r}"
    return run


def streamed():
    shown, code = terminal(["stream", "--target", "y", "--loss", "mse", "--every", "1"], until=b'"event":"rows"', typed=b"x,y\n1,2\n")
    return "" if code == 130 and b'"event":"end","rows":1' in shown else f"ended with {code}: {shown[-400:]!r}"


def explained(*losses):
    def run():
        shown, code = terminal(["explain", *losses])
        if code or b"\x1b[1m" not in shown:
            return f"ended with {code}, nothing is bold: {shown[:200]!r}"
        colours = set(re.findall(rb"\x1b\[([0-9;]+)m", shown)) - {b"0", b"1", b"31", b"32", b"91", b"38;5;2", b"38;5;9"}
        return f"colours that one of dark and light may swallow: {colours}" if colours else too_wide(shown, 80)
    return run


def no_colour(*arguments):
    def run():
        shown, code = terminal(arguments, NO_COLOR="1")
        return f"ended with {code}: {shown[:200]!r}" if code or re.search(rb"\x1b\[[0-9;]*m", shown) else ""
    return run


def losses(columns, language):
    def run():
        shown, code = terminal(["losses", "--language", language], columns)
        return f"ended with {code}" if code else too_wide(shown, columns)
    return run


def narrow():
    shown, code = terminal(["explain", "huber", "mse"], 60)
    if code:
        return f"ended with {code}"
    return f"two columns in 60: {shown[:400]!r}" if any(" │ mse" in line for line in lines(shown)) else too_wide(shown, 60)


def helped():
    faults = []
    for command in ("compare", "advise", "fit", "losses", "explain", "check", "predict", "evaluate", "completion"):
        shown, code = terminal([command, "--help"])
        faults.append(f"{command} ended with {code}" if code else too_wide(b"".join(shown.partition(b"Examples:")[:1]), 80))
    return "; ".join(f for f in faults if f)


CASES = {
    "Ctrl-C leaves the cursor": interrupted("compare", "--data", "digits", "--repeats", "50"),
    "Ctrl-C ends an experiment": interrupted("lab", "multitask"),
    "Ctrl-C ends a stream with its last line": streamed,
    "explain": explained("huber"),
    "explain two": explained("huber", "mse"),
    "explain in Chinese": explained("hinge", "logistic", "--language", "zh"),
    "explain with NO_COLOR": no_colour("explain", "huber", "mse"),
    "losses with NO_COLOR": no_colour("losses"),
    "losses in 80 columns": losses(80, "en"),
    "losses in Chinese in 80 columns": losses(80, "zh"),
    "losses in Chinese in 160 columns": losses(160, "zh"),
    "explain two in 60 columns": narrow,
    "help in 80 columns": helped,
}

if __name__ == "__main__":
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # a command that is not broken off may write its files
        for name, case in CASES.items():
            try:
                results[name] = case()
            except Exception as problem:  # every case is told, also one that fails in another way
                results[name] = f"{type(problem).__name__}: {problem}"
    print(json.dumps(results, ensure_ascii=False))
