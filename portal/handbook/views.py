"""The handbook as a download."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .archive import current_archive


@require_safe
def handbook_zip(request: HttpRequest) -> HttpResponse | FileResponse:
    """Gives the packed handbook; where none has been built yet, says that it is being prepared and where to read meanwhile."""
    archive = current_archive()
    if archive is None:
        return render(request, "handbook/not_built.html", status=404)
    response = FileResponse(archive.path.open("rb"), as_attachment=True, filename="opora-handbook.zip")
    response["Cache-Control"] = "public, max-age=3600"
    return response
