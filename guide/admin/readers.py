"""Accounts. How far somebody has watched, and what they vote, is nobody's business."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from guide.admin.form_errors import TellsProblems
from guide.common import text_checks
from guide.readers import roles
from guide.readers.models import Reader
from guide.votes import discounting

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class NewReaderForm(AdminUserCreationForm):
    """An account by address and password."""

    class Meta:
        model = Reader
        fields = ["email"]


class SuspensionForm(forms.ModelForm):
    """Without `is_active` an account is suspended: nobody signs in, and its votes are
    left out."""

    reason = forms.CharField(
        required=False,
        max_length=300,
        validators=[text_checks.in_a_line],
        help_text="Why it is suspended or restored. This is kept with each discount.",
    )

    def clean(self):
        cleaned = super().clean()
        if "is_active" in self.changed_data and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is suspended or restored.")
        return cleaned


class ReaderForm(SuspensionForm, UserChangeForm):
    """An account, for an operator; its password is changed on a page of its own."""

    class Meta:
        model = Reader
        fields = ["email", "public_name", "is_active", *RIGHTS]


class ChiefsForm(SuspensionForm):
    """An account, for a chief: whether it is suspended, and its groups."""

    given = forms.ModelMultipleChoiceField(
        Group.objects.filter(name__in=roles.GIVEN).order_by("name"),
        required=False,
        label="Groups",
        widget=forms.CheckboxSelectMultiple,
        help_text="Trusted readers can hold what is shown too early. Writers write "
        "drafts, editors publish them; both may enter the desk.",
    )

    class Meta:
        model = Reader
        fields = ["is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = self.instance.groups.filter(name__in=roles.GIVEN)
        self.fields["given"].initial = mine


@admin.register(Reader)
class ReaderAdmin(TellsProblems, UserAdmin):
    """A chief suspends accounts and puts them in groups; an operator does all else."""

    class Media:
        css = {"all": ["admin/desk.css"]}

    form = ReaderForm
    add_form = NewReaderForm
    actions = None
    ordering = ["email"]
    list_display = ["email", "public_name", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "public_name"]
    readonly_fields = ["date_joined", "last_login"]
    add_fieldsets = [
        (None, {"fields": ["email", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["email", "public_name", "password"]}),
        ("Suspension", {"fields": ["is_active", "reason"]}),
        ("Rights", {"fields": RIGHTS}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]

    chiefs_fieldsets = [
        (None, {"fields": ["email", "public_name"]}),
        ("Suspension", {"fields": ["is_active", "reason"]}),
        ("Groups", {"fields": ["given"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        if request.user.is_superuser:
            return super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return self.chiefs_fieldsets
        return [(None, {"fields": ["email", "public_name", "is_active", "groups"]})]

    def get_form(self, request, obj=None, **kwargs):
        if obj and not request.user.is_superuser:
            kwargs["form"] = ChiefsForm
        return super().get_form(request, obj, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fixed
        return [*fixed, "email", "public_name"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may(request, obj)

    def user_change_password(self, request, id, form_url=""):
        """Only an operator sets somebody's password. Raises PermissionDenied."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        if obj is not None:
            context["why_not"] = roles.why_not_touch(obj, request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs, request):
        """The accounts alone: not their bookmarks and votes, which go as well."""
        *_, needed, protected = super().get_deleted_objects(objs, request)
        names = [str(reader) for reader in objs]
        return names, {"readers": len(names)}, needed, protected

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            # What an operator typed counts as verified; the old address opens nothing.
            EmailAddress.objects.filter(user=obj).delete()
            EmailAddress.objects.create(
                user=obj, email=obj.email, primary=True, verified=True
            )
        if change and "is_active" in form.changed_data:
            verb = discounting.restore if obj.is_active else discounting.suspend
            verb(obj, by=request.user, reason=form.cleaned_data["reason"])
        if "given" in form.changed_data:
            names = [group.name for group in form.cleaned_data["given"]]
            roles.put_in(obj, names, request.user)


def _may(request, reader):
    return reader is None or not roles.why_not_touch(reader, request.user)
