"""Addresses of the desk beside those of the admin site; mounted at /admin/ before it.

django-markdownx's own addresses are mounted nowhere: they are open to anybody.
"""

from django.contrib.admin import site
from django.urls import path

from guide.admin import (
    drafts,
    history,
    log,
    next_version,
    queues,
    shifting,
    spoilers,
    workflow,
)
from guide.admin.markdown_preview import preview

urlpatterns = [
    path("markdown/preview/", preview, name="markdown-preview"),
    path(
        "spoilers/film/<int:id>/check/",
        site.admin_view(spoilers.check),
        name="spoilers-check",
    ),
    path(
        "spoilers/film/<int:pk>/all/",
        site.admin_view(spoilers.whole),
        name="spoilers-of-film",
    ),
    path(
        "spoilers/<slug:noun>/<int:pk>/found/",
        site.admin_view(spoilers.found),
        name="spoilers-found",
    ),
    path(
        "spoilers/<slug:noun>/<int:pk>/",
        site.admin_view(spoilers.page),
        name="spoilers-of-row",
    ),
    path("drafts/<int:pk>/", site.admin_view(drafts.page), name="drafts"),
    path("log/", site.admin_view(log.log), name="log"),
    path(
        "versions/<slug:noun>/<int:pk>/",
        site.admin_view(history.version),
        name="version",
    ),
    path("shift/<int:pk>/", site.admin_view(shifting.page), name="shift"),
    path("mine/", site.admin_view(queues.mine), name="mine"),
    path("review/", site.admin_view(workflow.review), name="review"),
    path(
        "next/<slug:noun>/<int:pk>/",
        site.admin_view(next_version.page),
        name="next-version",
    ),
    path(
        "rows/<slug:noun>/<int:pk>/publish/",
        site.admin_view(workflow.publish),
        name="row-publish",
    ),
    path(
        "rows/<slug:noun>/<int:pk>/take-down/",
        site.admin_view(workflow.take_down),
        name="row-take-down",
    ),
    path(
        "rows/<slug:noun>/<int:pk>/send-back/",
        site.admin_view(workflow.send_back),
        name="row-send-back",
    ),
]
