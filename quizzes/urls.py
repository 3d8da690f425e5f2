"""Pages under a language."""

from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("quizzes/", views.quiz_list, name="list"),
    path("quizzes/mine/", views.mine, name="mine"),
    path("quizzes/attempts/<uuid:public_id>/", views.attempt_home, name="attempt"),
    path("quizzes/attempts/<uuid:public_id>/<int:position>/", views.question, name="question"),
    path("quizzes/attempts/<uuid:public_id>/review/", views.review, name="review"),
    path("quizzes/attempts/<uuid:public_id>/submit/", views.submit, name="submit"),
    path("quizzes/attempts/<uuid:public_id>/result/", views.result, name="result"),
    path("quizzes/attempts/<uuid:public_id>/answers/", views.answers, name="answers"),
    path("quizzes/certificates/<uuid:public_id>/certificate.pdf", views.certificate_pdf, name="certificate_pdf"),
    path("quizzes/certificates/<uuid:public_id>/name/", views.name_choice, name="name_choice"),
    path("quizzes/<slug:slug>/", views.quiz_detail, name="detail"),
    path("quizzes/<slug:slug>/start/", views.start, name="start"),
]
