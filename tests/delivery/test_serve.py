"""Starting the site: beside nothing else, and without what is over."""

import socket
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from guide.management.commands.serve import Command, refuse_used_port


def test_a_port_in_use_is_refused_before_anything_is_done(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(settings, "PORT", port)
        monkeypatch.setattr(Command, "migrate", lambda self: pytest.fail("too late"))
        with pytest.raises(CommandError) as refused:
            call_command("serve", host="127.0.0.1")
    assert str(refused.value) == (
        f"Something is already listening on 127.0.0.1, port {port}; perhaps this site. "
        f"Stop it, or use another port: PORT={port + 1}."
    )
    refuse_used_port("127.0.0.1", port)


def test_a_host_that_is_not_here_is_told():
    with pytest.raises(CommandError, match="cannot listen on"):
        refuse_used_port("192.0.2.1", 8000)


def test_a_start_forgets_sessions_that_are_over(db, monkeypatch):
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for name, days in (("over", -1), ("kept", 1)):
        until = timezone.now() + timedelta(days=days)
        Session.objects.create(
            session_key=name, session_data=store().encode({}), expire_date=until
        )
    for step in ("migrate", "recount", "publish_due", "collect"):
        monkeypatch.setattr(Command, step, lambda self: None)
    monkeypatch.setattr(
        "guide.management.commands.seed.Command.handle", lambda *a, **o: ""
    )
    call_command("serve", "--prepare")
    assert list(Session.objects.values_list("session_key", flat=True)) == ["kept"]
