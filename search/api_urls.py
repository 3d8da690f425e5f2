"""Addresses of the interface for programs."""

from django.urls import path

from search import api

urlpatterns = [
    path("search", api.search, name="api_search"),
    path("suggest", api.suggest, name="api_suggest"),
    path("openapi.json", api.openapi, name="api_openapi"),
]
