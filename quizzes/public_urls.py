"""Addresses that carry no language: they are printed on certificates."""

from django.urls import path

from quizzes import views

urlpatterns = [
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
