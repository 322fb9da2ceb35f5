#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tests of the window on a real X server with a window manager: on_x11.py PROGRAM...

Offscreen nothing is decorated, raised or refused the focus. Exit code 0: all passed; 1: one failed, or server or window
manager did not come up; 77: not wanted (QUANTLENS_FULL is not 1).
"""
import os
import pathlib
import subprocess
import sys
import time

LIMIT = 900  # seconds a program may take


def start_server():
    """The X server and the display it chose."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "2600x1600x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()  # empty when it ended
    return server, f":{number}" if number else ""


def run(program, environment):
    """True when the test passed; else it prints what the test said."""
    name = pathlib.Path(program).name
    started = time.monotonic()
    try:
        done = subprocess.run([program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", timeout=LIMIT)
        passed, said = done.returncode == 0, done.stdout
    except subprocess.TimeoutExpired as late:
        passed, said = False, f"{late.stdout or ''}\nit took more than {LIMIT} s"
    print(f"{name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    if not passed:
        print(said[-20000:], flush=True)
    return passed


def main(programs):
    if os.environ.get("QUANTLENS_FULL") != "1":
        print("only with QUANTLENS_FULL=1")
        return 77
    server, display = start_server()
    if not display:
        print("Xvfb did not come up")
        return 1
    environment = dict(os.environ, DISPLAY=display, QT_QPA_PLATFORM="xcb",
                       DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent/quantlens-test",
                       # Qt's plugin for X11 never frees its QGenericUnixServices; our leaks are looked for offscreen.
                       ASAN_OPTIONS="detect_leaks=0")
    for unwanted in ("WAYLAND_DISPLAY", "QUANTLENS_SCREENSHOTS"):
        environment.pop(unwanted, None)
    manager = None
    try:
        manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(2)
        if manager.poll() is not None:
            print("the window manager did not come up")
            return 1
        failed = [program for program in programs if not run(program, environment)]
        return 1 if failed else 0
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
