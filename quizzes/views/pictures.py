"""Pictures of items, for those who may see the item."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from quizzes.domain.pictures import may_see
from quizzes.models import MediaFile

A_YEAR = 31_536_000


@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """The bytes of a picture; to everybody who may not see it, it does not exist."""
    media = get_object_or_404(MediaFile.objects.defer("content"), key=key)
    if not may_see(media, request.user):
        raise Http404
    response = HttpResponse(bytes(media.content), content_type=media.mime)
    # The address names the content, which never changes; only this reader's browser may keep it.
    patch_cache_control(response, private=True, max_age=A_YEAR, immutable=True)
    return response
