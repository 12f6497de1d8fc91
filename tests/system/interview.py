#!/usr/bin/env python3
"""The interview at a pseudo-terminal, as a person meets it.

    interview.py PROGRAM

Answers, leaving midway, coming back, a file that is there already; and nothing on the screen that a
screen reader could stumble over. Exit status 77 where there are no pseudo-terminals.
"""

import json
import os
import pathlib
import select
import stat
import subprocess
import sys
import tempfile
import time

try:
    import pty
except ImportError:
    print("skipped: this Python has no pseudo-terminals")
    sys.exit(77)

PATIENCE = 60  # seconds


class Terminal:
    """The program at a terminal of its own."""

    def __init__(self, program, folder, *arguments):
        self.shown = ""
        self.seen = 0  # so much of it was waited for
        self.master, slave = pty.openpty()
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm",
                       "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1795305600"}  # 2026-11-22
        self.process = subprocess.Popen([program, "init", *arguments], cwd=folder, env=environment,
                                        stdin=slave, stdout=slave, stderr=slave,
                                        start_new_session=True)
        os.close(slave)

    def read(self):
        """False: the program has closed the terminal."""
        ready, _, _ = select.select([self.master], [], [], 0.2)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self.master, 65536)
        except OSError:  # Linux says so of a terminal that nobody has open
            return False
        self.shown += data.decode()
        return bool(data)

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while text not in self.shown[self.seen:]:
            if not self.read() or time.monotonic() > end:
                raise AssertionError(f"waited for {text!r} and saw {self.shown[-2000:]!r}")
        self.seen = self.shown.index(text, self.seen) + len(text)

    def answer(self, text):
        self.press(text.encode() + b"\n")

    def press(self, keys):
        """At the next question."""
        self.wait_for("Enter: ")
        self.wait_for("\n")
        os.write(self.master, keys)

    def close(self):
        end = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < end, "the program does not end"
        status = self.process.wait(PATIENCE)
        os.close(self.master)
        return status


def check(true, what):
    if not true:
        raise AssertionError(what)


def is_plain(shown):
    """Lines and nothing else: no escape sequence, no going back on a line."""
    return "\x1b" not in shown and "\b" not in shown and "\r" not in shown.replace("\r\n", "\n")


def leaves_midway_and_comes_back(program, folder):
    file = folder / "inventory.json"
    terminal = Terminal(program, folder)
    for answer in ("me", "iPhone, MacBook at home"):
        terminal.answer(answer)
    terminal.press(b"\x04")  # Ctrl-D
    check(terminal.close() == 0, "leaving is no failure")
    check("Saved in inventory.json" in terminal.shown, "it is said where the answers are")
    check(is_plain(terminal.shown), repr(terminal.shown))
    check(list(json.loads(file.read_text())["devices"]) == ["iphone", "macbook"], "answers are kept")
    check(stat.S_IMODE(file.stat().st_mode) == 0o600, "the file is private")

    before = file.read_bytes()
    terminal = Terminal(program, folder)
    terminal.answer("no")
    check(terminal.close() == 0, terminal.shown)
    check("inventory.json is there already" in terminal.shown, "nothing is written over unasked")
    check(file.read_bytes() == before, "no leaves the file alone")

    terminal = Terminal(program, folder)
    for answer in ("yes", "iCloud on all", "iPhone, 2 days", "YubiKey on my key ring", "gmail", "",
                   "password in my head", "iPhone, MacBook, text message", "?",
                   "passkey in iCloud, password in iCloud", "YubiKey", "mail to iCloud", ""):
        terminal.answer(answer)
    check(terminal.close() == 1, "the first audit has findings")
    check("So far: NOT SAFE" in terminal.shown, "a verdict after each account")
    check("PASSKEY BACKUP CHECKLIST" in terminal.shown, "the report at the end")
    now = json.loads(file.read_text())
    check(list(now["devices"]) == ["iphone", "macbook"], "what was there is there")
    check(list(now["accounts"]) == ["apple", "gmail"], "accounts were added")
    check((folder / "inventory.json.bak").read_bytes() == before, "as it was it is kept")


def is_closed_by_force(program, folder):
    terminal = Terminal(program, folder, "closed.json")
    for answer in ("me", "Pixel"):
        terminal.answer(answer)
    terminal.wait_for("3. ")
    os.close(terminal.master)  # the window is closed
    terminal.process.wait(PATIENCE)
    check("pixel" in json.loads((folder / "closed.json").read_text())["devices"],
          "a closed window loses nothing")


def shows_no_secret(program, folder):
    terminal = Terminal(program, folder, "secret.json")
    terminal.answer("me")
    terminal.answer("password: hunter2!x")
    terminal.wait_for("That looks like a password")
    os.write(terminal.master, b"quit\n")
    check(terminal.close() == 0, terminal.shown)
    check(terminal.shown.count("hunter2") == 1, "only the terminal itself shows what is typed")
    check("hunter2" not in (folder / "secret.json").read_text(), "no secret is kept")


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    for test in (leaves_midway_and_comes_back, is_closed_by_force, shows_no_secret):
        with tempfile.TemporaryDirectory() as folder:
            test(program, pathlib.Path(folder))


if __name__ == "__main__":
    main()
