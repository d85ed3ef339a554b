"""The site's street map, and a page that does nothing, to compare others with."""

from django.http import HttpResponse
from django.urls import path

from guide.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)

urlpatterns = [
    *urlpatterns,
    path("trivial/", lambda request: HttpResponse("ok"), name="trivial"),
]
