"""The live preview of Markdown: for editors alone, through the one renderer."""

from django.contrib.admin import site
from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guide.passages.markdown import TooLong, render


@never_cache
@require_POST
def preview(request):
    """The HTML of the field `content`; 400 with a sentence where it is too long.

    403 and no redirect for anybody else: the page would stand in the preview.
    """
    may = site.has_permission(request) and request.user.has_perm("guide.change_film")
    if not may:
        return HttpResponseForbidden("Only editors can see a preview.")
    try:
        return HttpResponse(render(request.POST.get("content", "")))
    except TooLong as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
