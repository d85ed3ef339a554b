"""Addresses of the desk beside those of the admin site; mounted at /admin/ before it.

django-markdownx's own addresses are mounted nowhere: they are open to anybody.
"""

from django.urls import path

from guide.admin.preview import preview

urlpatterns = [path("markdown/preview/", preview, name="markdown-preview")]
