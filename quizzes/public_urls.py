"""Addresses that carry no language: they are printed on certificates, signed in badges, kept by other programs."""

from django.urls import path

from quizzes.views import badges, calendar, pictures, verification

urlpatterns = [
    path("verify/", verification.verify_form, name="verify_form"),
    path("verify/<str:code>.json", verification.verify_json, name="verify_json"),
    path("verify/<str:code>/", verification.verify, name="verify"),
    path("badges/issuer.json", badges.issuer, name="badge_issuer"),
    path("badges/keys/<slug:name>.json", badges.key, name="badge_key"),
    path("badges/status/<int:number>.json", badges.status, name="badge_status"),
    path("badges/logos/<int:pk>.<slug:kind>", badges.logo, name="badge_logo"),
    path("badges/<str:code>.json", badges.badge, name="badge"),
    path("item-pictures/<str:key>", pictures.picture, name="item_picture"),
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
]
