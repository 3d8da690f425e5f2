"""The handbook as a download."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def handbook_zip(request: HttpRequest) -> HttpResponse | FileResponse:
    """Gives the packed handbook; where none has been built yet, says so and what to do."""
    archive = Path(settings.VAR_DIR) / "handbook.zip"
    if not archive.is_file():
        return render(request, "handbook/not_built.html", status=404)
    response = FileResponse(archive.open("rb"), as_attachment=True, filename="opora-handbook.zip")
    response["Cache-Control"] = "public, max-age=3600"
    return response
