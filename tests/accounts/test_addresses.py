"""An address of an account is changed by who knows its password."""

from allauth.account.models import EmailAddress

from tests import builders


def addresses(reader):
    return set(EmailAddress.objects.filter(user=reader).values_list("email", flat=True))


def test_an_address_is_added_only_after_the_password(client, db):
    reader = builders.a_reader("ada@example.org")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    new = {"action_add": "", "email": "second@example.org"}
    asked = client.post("/accounts/email/", new)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert "second@example.org" not in addresses(reader)
    wrong = client.post(asked["Location"], {"password": "a wrong one"})
    assert wrong.status_code == 200
    assert "second@example.org" not in addresses(reader)
    client.post(asked["Location"], {"password": "a good password"})
    client.post("/accounts/email/", new)
    assert "second@example.org" in addresses(reader)
