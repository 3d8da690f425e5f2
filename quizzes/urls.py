"""Pages under a language."""

from django.urls import path

from quizzes import views
from quizzes.panel_urls import urlpatterns as panel_urlpatterns
from quizzes.staff_urls import urlpatterns as staff_urlpatterns
from quizzes.views import calendar, certificates

app_name = "quizzes"
urlpatterns = [
    *staff_urlpatterns,
    *panel_urlpatterns,
    path("quizzes/", views.quiz_list, name="list"),
    path("quizzes/mine/", views.mine, name="mine"),
    path("quizzes/people/", views.people, name="people"),
    path("quizzes/people/<int:pk>/", views.person, name="person"),
    path("quizzes/attempts/<uuid:public_id>/", views.attempt_home, name="attempt"),
    path("quizzes/attempts/<uuid:public_id>/<int:position>/", views.question, name="question"),
    path("quizzes/attempts/<uuid:public_id>/review/", views.review, name="review"),
    path("quizzes/attempts/<uuid:public_id>/pause/", views.pause, name="pause"),
    path("quizzes/attempts/<uuid:public_id>/resume/", views.resume, name="resume"),
    path("quizzes/attempts/<uuid:public_id>/practise/", views.practise, name="practise"),
    path("quizzes/attempts/<uuid:public_id>/submit/", views.submit, name="submit"),
    path("quizzes/attempts/<uuid:public_id>/result/", views.result, name="result"),
    path("quizzes/attempts/<uuid:public_id>/answers/", views.answers, name="answers"),
    path("quizzes/certificates/", certificates.certificates, name="certificates"),
    path("quizzes/certificates/calendar/", calendar.feed_choice, name="calendar"),
    path("quizzes/certificates/<uuid:public_id>/", certificates.certificate, name="certificate"),
    path("quizzes/certificates/<uuid:public_id>/certificate.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("quizzes/certificates/<uuid:public_id>/badge.json", certificates.certificate_badge, name="certificate_badge"),
    path("quizzes/certificates/<uuid:public_id>/disclosure/", certificates.disclosure, name="disclosure"),
    path("quizzes/<slug:slug>/", views.quiz_detail, name="detail"),
    path("quizzes/<slug:slug>/rules/", views.rules, name="rules"),
    path("quizzes/<slug:slug>/calendar.ics", calendar.quiz_calendar, name="quiz_calendar"),
    path("quizzes/<slug:slug>/start/", views.start, name="start"),
]
