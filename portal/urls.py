"""Addresses. Pages live under a language; interfaces and certificates have one address for all languages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from portal.core import health, views
from portal.core.discovery import PublicPages, robots
from portal.core.low_vision_views import low_vision
from portal.handbook.views import handbook_zip
from portal.learning.views import read
from portal.people.views import personal_data, profile

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("admin/login/", views.sign_in_first),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/", include("search.api_urls")),
    path("", include("quizzes.public_urls")),
    path("content-img/<path:name>", views.content_image, name="content_image"),
    path("", views.choose_language, name="choose_language"),
]

urlpatterns += i18n_patterns(
    path("account/profile/", profile, name="profile"),
    path("account/personal-data/", personal_data, name="personal_data"),
    path("account/", include("allauth.urls")),
    path("low-vision/", low_vision, name="low_vision"),
    path("feedback/<int:page_id>/", views.page_feedback, name="page_feedback"),
    path("read/<int:page_id>/", read, name="mark_read"),
    path("handbook.zip", handbook_zip, name="handbook_zip"),
    path("", include("search.urls")),
    path("", include("quizzes.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

if settings.DEBUG:
    from django.conf.urls.static import static

    urlpatterns = [*static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT), *urlpatterns]

handler400 = "portal.core.errors.bad_request"
handler404 = "portal.core.errors.page_not_found"
