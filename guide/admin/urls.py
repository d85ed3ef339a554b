"""Addresses of the desk beside those of the admin site; mounted at /admin/ before it.

django-markdownx's own addresses are mounted nowhere: they are open to anybody.
"""

from django.contrib.admin import site
from django.urls import path

from guide.admin import spoilers
from guide.admin.preview import preview

urlpatterns = [
    path("markdown/preview/", preview, name="markdown-preview"),
    path(
        "spoilers/film/<int:id>/check/",
        site.admin_view(spoilers.check),
        name="spoilers-check",
    ),
    path(
        "spoilers/<slug:noun>/<int:pk>/",
        site.admin_view(spoilers.page),
        name="spoilers-of-row",
    ),
]
