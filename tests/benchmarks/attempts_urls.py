"""The portal's addresses and a bare view: signed in like everybody, one statement, one row, nothing of ours."""

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.urls import handler404
from portal.urls import urlpatterns as addresses

__all__ = ["handler404", "urlpatterns"]

TABLE = (
    "CREATE TABLE bench_answer "
    "(person integer, place integer, content varchar(500), saved_at varchar(40), PRIMARY KEY (person, place))"
)
UPSERT = (
    "INSERT INTO bench_answer (person, place, content, saved_at) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (person, place) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at"
)


@login_required
@require_POST
def bare(request: HttpRequest) -> JsonResponse:
    saved_at = timezone.now().isoformat()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT, [request.user.pk, int(request.POST["place"]), request.POST["answer"], saved_at])
    return JsonResponse({"saved": saved_at})


urlpatterns = [path("bench/", bare), *addresses]
