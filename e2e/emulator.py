"""Runs ministack on a leash: when whoever started it is gone, however suddenly, it and all it has started end too."""

import os
import signal
import sys
import threading

from ministack.app import main


def wait_for_the_end_of_the_leash():
    sys.stdin.buffer.read()  # answers when the other end of the pipe is closed, and not before
    os.killpg(0, signal.SIGKILL)  # we lead a process group of our own


threading.Thread(target=wait_for_the_end_of_the_leash, daemon=True).start()
sys.argv = ["ministack"]
main()
