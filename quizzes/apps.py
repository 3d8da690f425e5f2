from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from quizzes.protection import protect_appended_rows


class QuizzesConfig(AppConfig):
    name = "quizzes"
    label = "quizzes"
    verbose_name = _("Тесты")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quizzes import watching  # noqa: F401, PLC0415  (receivers need loaded models)
        from quizzes.certificates import letters  # noqa: F401, PLC0415
        from quizzes.interfaces import outbox  # noqa: F401, PLC0415

        post_migrate.connect(protect_appended_rows, sender=self, dispatch_uid="quizzes.protection")
