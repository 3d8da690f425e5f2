"""Addresses under a language: the result page and what belongs to it."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/ask/", views.ask, name="search_ask"),
    path("search/opened/", views.opened, name="search_opened"),
]
