"""Accounts. How far somebody has watched, and what they vote, is nobody's business."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction

from guide.readers.models import Reader
from guide.votes import discounting

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


class NewReaderForm(AdminUserCreationForm):
    """An account by address and password."""

    class Meta:
        model = Reader
        fields = ["email"]


class ReaderForm(UserChangeForm):
    """An account; its password is changed on a page of its own.

    Without `is_active` it is suspended: nobody signs in, and its votes are left out.
    """

    reason = forms.CharField(
        required=False,
        max_length=300,
        help_text="Why it is suspended or restored. It is kept with each discount.",
    )

    class Meta:
        model = Reader
        fields = ["email", "public_name", "is_active", *RIGHTS]

    def clean(self):
        cleaned = super().clean()
        if "is_active" in self.changed_data and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is suspended or restored.")
        return cleaned


@admin.register(Reader)
class ReaderAdmin(UserAdmin):
    """Only an operator gives rights, or touches the account of another operator."""

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

    def get_readonly_fields(self, request, obj=None):
        rights = [] if request.user.is_superuser else RIGHTS
        return [*super().get_readonly_fields(request, obj), *rights]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may(request, obj)

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


def _may(request, reader):
    return reader is None or request.user.is_superuser or not reader.is_superuser
