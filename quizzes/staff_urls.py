"""Pages under a language for those who mark, examine and decide, and for appeals."""

from django.urls import path

from quizzes.views import appeals, marking

urlpatterns = [
    path("quizzes/marking/", marking.marking_queue, name="marking"),
    path("quizzes/marking/agreement/", marking.marking_agreement, name="marking_agreement"),
    path("quizzes/marking/<int:response_id>/", marking.marking_task, name="marking_task"),
    path("quizzes/appeals/", appeals.appeals, name="appeals"),
    path("quizzes/appeals/all/", appeals.appeal_list, name="appeal_list"),
    path("quizzes/appeals/<uuid:public_id>/", appeals.appeal_decision, name="appeal_decision"),
    path("quizzes/attempts/<uuid:public_id>/appeal/", appeals.appeal_form, name="appeal_form"),
]
