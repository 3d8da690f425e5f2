"""Pages under a language for the judges of a panel."""

from django.urls import path

from quizzes.views import panels

urlpatterns = [
    path("quizzes/panels/<uuid:public_id>/", panels.panel, name="panel"),
    path("quizzes/panels/<uuid:public_id>/rate/<int:page>/", panels.rate, name="rate"),
    path("quizzes/panels/<uuid:public_id>/items/<int:position>/remark/", panels.remark, name="remark"),
]
