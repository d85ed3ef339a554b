"""A film's guide leaves the desk as a file, and comes back: looked at, then imported.

Both are for those who have the right by name, since a file holds all that the gate
hides, and an import writes all that an editor may write.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from guide.admin.addresses import page_of
from guide.admin.importing import MOST_BYTES, Look, look
from guide.editorial import guidefile
from guide.films.models import Film


class GuideFiles:
    """The two addresses, for the admin of films."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_view), name="guide_film_import"),
            path(
                "<path:object_id>/export/",
                wrap(self.export_view),
                name="guide_film_export",
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def export_view(self, request, object_id):
        """The film's file, to be kept by no cache (the admin's own header)."""
        _require(request, "guide.export_guide")
        film = self.get_object(request, object_id)
        if film is None:
            raise Http404
        return HttpResponse(
            guidefile.export(film),
            content_type="application/yaml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{film.slug}.yaml"'},
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_view(self, request):
        """Shows what a file would do, and does it once that has been agreed to.

        The file's text travels in the form: nothing is lost where it is refused, and
        what is wrong can be mended on the spot.
        """
        _require(request, "guide.import_guide")
        seen = _look(request) if request.method == "POST" else Look()
        if seen.is_done:
            return self._imported(request, seen)
        context = self.admin_site.each_context(request) | {
            "title": "Import a guide",
            "opts": self.opts,
            "look": seen,
            "film": Film.unguarded.filter(slug=seen.slug).first(),
            "agreed": "do" in request.POST,
            "most": f"{MOST_BYTES:,}",
        }
        return TemplateResponse(request, "admin/guide/film/import.html", context)

    def _imported(self, request, seen):
        film = Film.unguarded.get(slug=seen.slug)
        counts = [(len(seen.plan.of(what)), what) for what in guidefile.WRITTEN]
        told = ", ".join(f"{number} {what}" for number, what in counts if number)
        self.log_change(request, film, f"Imported: {told}.")
        self.message_user(request, f"{film}: {told}.", messages.SUCCESS)
        return HttpResponseRedirect(page_of(film))


def _require(request, right):
    if not request.user.has_perm(right):
        raise PermissionDenied


def _look(request):
    posted = request.POST
    return look(
        _file(request),
        request.user,
        replace="replace" in posted,
        agreed=posted.get("shown", "") if "do" in posted else "",
    )


def _file(request) -> bytes:
    """What was uploaded; else what stands in the form."""
    if upload := request.FILES.get("file"):
        return upload.read(2 * MOST_BYTES)
    return request.POST.get("text", "").encode("utf-8", "replace")
