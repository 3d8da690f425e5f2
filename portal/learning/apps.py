from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "portal.learning"
    label = "learning"
    verbose_name = _("Обучение")

    def ready(self) -> None:
        from portal.people.personal_data import register_eraser, register_exporter  # noqa: PLC0415  (models exist only now)

        from .personal_data import erase_name_on_certificates, quiz_records  # noqa: PLC0415  (the same)
        from .supervision_data import erase_supervision, supervision_records  # noqa: PLC0415  (the same)

        register_exporter("quizzes", quiz_records)
        register_exporter("supervision", supervision_records)
        register_eraser(erase_name_on_certificates)
        register_eraser(erase_supervision)
