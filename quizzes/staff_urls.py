"""Pages under a language for those who mark, examine and decide, and for appeals."""

from django.urls import path

from quizzes.views import marking

urlpatterns = [
    path("quizzes/marking/", marking.marking_queue, name="marking"),
    path("quizzes/marking/agreement/", marking.marking_agreement, name="marking_agreement"),
    path("quizzes/marking/<int:response_id>/", marking.marking_task, name="marking_task"),
]
