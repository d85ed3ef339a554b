"""All addresses of the site, and the pages that answer errors."""

from django.contrib import admin
from django.urls import include, path

from guide.pages import system
from guide.sitemaps import sitemap

urlpatterns = [
    path("", include("guide.pages.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", include("guide.admin.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("site.webmanifest", system.manifest, name="manifest"),
    path("favicon.ico", system.favicon, name="favicon"),
    path("robots.txt", system.robots, name="robots"),
    path("healthz/", system.health, name="health"),
]

handler400 = "guide.pages.system.bad_request"
handler403 = "guide.pages.system.permission_denied"
handler404 = "guide.pages.system.not_found"
handler429 = "guide.pages.system.too_many"  # of allauth's limits
handler500 = "guide.pages.system.server_error"
