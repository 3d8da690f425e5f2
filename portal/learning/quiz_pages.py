"""Pages for quizzes: every published quiz gets a place in the tree of its languages."""

from wagtail.models import Page

from portal.core.pages import translation_uuid
from quizzes.models import Quiz

from .models import QuizIndexPage, QuizPage


def ensure_quiz_pages() -> list[Page]:
    """Makes the missing pages of published quizzes; returns the new ones."""
    made: list[Page] = []
    for quiz in Quiz.objects.filter(is_published=True):
        index = QuizIndexPage.objects.filter(locale__language_code=quiz.language).first()
        if index is None or QuizPage.objects.child_of(index).filter(quiz_slug=quiz.slug).exists():
            continue
        page = QuizPage(
            title=quiz.title,
            summary=quiz.description[:300],
            slug=quiz.slug,
            quiz_slug=quiz.slug,
            locale=index.locale,
            translation_key=translation_uuid(f"quizzes/{quiz.slug}"),
        )
        index.add_child(instance=page)
        page.save_revision().publish()
        made.append(page)
    return made
