"""Interrupts at any moment leave no lock held."""

from __future__ import annotations

import gc
import random
import signal
import threading
from contextlib import suppress

from sandbox.clients import Hub, Tab
from sandbox.clients.news import News
from tests.clients.servers import Served


def test_news_is_a_condition_with_its_lock_to_hold() -> None:
    news = News()
    with news.lock:
        assert not news.wait(0)
        news.notify_all()


def test_interrupts_at_any_moment_leave_tab_and_hub_working(hub: Hub, served: Served) -> None:
    gc.collect()  # what other tests have left is not finalised under fire here
    tab = Tab(hub, served.ws + "/echo/")
    main = threading.main_thread().ident
    assert main is not None
    over, chance = threading.Event(), random.Random(1)
    armed = False
    interrupts = 0

    def interrupt(*args: object) -> None:
        nonlocal armed
        if armed:
            armed = False
            raise KeyboardInterrupt

    def stop_often() -> None:
        while not over.wait(chance.uniform(0, 0.002)):
            signal.pthread_kill(main, signal.SIGINT)

    stopper = threading.Thread(target=stop_often)
    before = signal.signal(signal.SIGINT, interrupt)
    stopper.start()
    while interrupts < 300:
        # A wait that is interrupted as it begins may say RuntimeError instead; one that waits for
        # a frame whose sending was interrupted waits in vain.
        try:
            armed = True
            exchange(tab)
        except (KeyboardInterrupt, RuntimeError, TimeoutError):
            interrupts += 1
    over.set()
    stopper.join()
    signal.signal(signal.SIGINT, before)
    with suppress(TimeoutError):
        while True:
            tab.receive(timeout=2)  # nothing more comes, on a busy machine too
    assert tab.received_count == tab.sent_count
    tab.send("still here")
    assert tab.receive() == "still here"


def exchange(tab: Tab) -> None:
    """Send and receive without end."""
    while True:
        tab.send("x")
        tab.receive(timeout=0.2)
