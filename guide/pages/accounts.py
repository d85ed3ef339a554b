"""A reader's own account: the name that others see, and leaving for good."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from guide.pages.forms import Line
from guide.pages.guards import see_other
from guide.readers import notes, public_names
from guide.readers.models import Reader
from guide.votes import account_deletion

METHODS = ["GET", "HEAD", "POST"]


class NameForm(forms.Form):
    """The public name, or none."""

    name = Line(
        label=_("Your public name"),
        max_length=60,
        required=False,
        help_text=_(
            "It is shown beside what you write. Leave it empty to stay anonymous."
        ),
    )


@login_required
@require_http_methods(METHODS)
def name(request):
    """Choose, change or take away the public name."""
    initial = {"name": request.user.public_name}
    form = NameForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        public_names.call(request.user, form.cleaned_data["name"])
        notes.leave(
            request.response_cookies, "named" if request.user.public_name else "unnamed"
        )
        return see_other(request.path)
    return render(request, "account/name.html", {"form": form})


@login_required
@reauthentication_required
@require_http_methods(METHODS)
def delete(request):
    """GET says what goes and what stays, and asks; POST deletes the account."""
    if request.method != "POST":
        return render(request, "account/delete.html")
    key = request.user.pk
    logout(request)
    account_deletion.leave(Reader.objects.get(pk=key))
    notes.leave(request.response_cookies, "left")
    return see_other(reverse("home"))
