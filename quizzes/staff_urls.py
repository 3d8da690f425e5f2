"""Pages under a language for those who mark, examine and decide, and for appeals."""

from django.urls import path

from quizzes.views import appeals, marking, people_results, sittings

urlpatterns = [
    path("quizzes/marking/", marking.marking_queue, name="marking"),
    path("quizzes/marking/agreement/", marking.marking_agreement, name="marking_agreement"),
    path("quizzes/marking/<int:response_id>/", marking.marking_task, name="marking_task"),
    path("quizzes/appeals/", appeals.appeals, name="appeals"),
    path("quizzes/appeals/all/", appeals.appeal_list, name="appeal_list"),
    path("quizzes/appeals/<uuid:public_id>/", appeals.appeal_decision, name="appeal_decision"),
    path("quizzes/attempts/<uuid:public_id>/appeal/", appeals.appeal_form, name="appeal_form"),
    path("quizzes/enter/", sittings.enter, name="enter"),
    path("quizzes/attempts/<uuid:public_id>/<int:position>/signals/", sittings.signals, name="signals"),
    path("quizzes/sittings/", sittings.sitting_list, name="sittings"),
    path("quizzes/sittings/<uuid:public_id>/", sittings.sitting, name="sitting"),
    path("quizzes/sittings/<uuid:public_id>/hints/", sittings.sitting_hints, name="sitting_hints"),
    path("quizzes/sittings/<uuid:public_id>/<slug:act>/", sittings.sitting_act, name="sitting_act"),
    path("quizzes/results/", people_results.people_results, name="people_results"),
    path("quizzes/results/<str:form>/", people_results.people_results_table, name="people_results_table"),
]
