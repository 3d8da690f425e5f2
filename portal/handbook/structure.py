"""The tree that the library hangs in: a home page per language and its sections. May run any number of times."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page, Site

from portal.core.models import HomePage, SearchPage, SectionIndexPage
from portal.core.pages import translation_uuid
from portal.learning.models import QuizIndexPage, StartPage
from portal.methodology.models import GlossaryIndexPage
from portal.practices.models import RegistryPage

Words = dict[str, str]


@dataclass(frozen=True)
class Section:
    """A page right under the home page; title and lead are first words that editors may change."""

    slug: str
    model: type[Page]
    title: Words
    lead: Words
    extra: tuple[tuple[str, Any], ...] = ()


HOME_TITLE = {
    "ru": "Опора для тех, кто сопровождает семью",
    "en": "Opora, for those who support families",
    "id": "Opora, bagi yang mendampingi keluarga",
}
HOME_LEAD = {
    "ru": (
        "База знаний, стандарты, практики регионов и аттестация специалистов социального сопровождения. "
        "Читать и искать можно без регистрации."
    ),
    "en": (
        "Knowledge base, standards, regional practices and certification for family social support. "
        "Reading and searching need no account."
    ),
    "id": (
        "Basis pengetahuan, standar, praktik daerah dan sertifikasi pendamping sosial keluarga. "
        "Membaca dan mencari tidak memerlukan akun."
    ),
}
SECTIONS = (
    Section(
        "start",
        StartPage,
        {"ru": "С чего начать", "en": "Start here", "id": "Mulai dari sini"},
        {
            "ru": "Выберите свою должность: вы увидите, что прочитать и что сдать, по порядку.",
            "en": "Choose your position to see what to read and what to pass, in order.",
            "id": "Pilih jabatan Anda untuk melihat apa yang dibaca dan diujikan, secara berurutan.",
        },
    ),
    Section(
        "methodology",
        SectionIndexPage,
        {"ru": "База знаний", "en": "Knowledge base", "id": "Basis pengetahuan"},
        {
            "ru": "Как делать дело: от первой встречи с семьёй до завершения сопровождения.",
            "en": "How the work is done: from the first meeting with a family to the end of support.",
            "id": "Cara bekerja: dari pertemuan pertama dengan keluarga hingga pendampingan selesai.",
        },
        (("section", "methodology"),),
    ),
    Section(
        "standards",
        SectionIndexPage,
        {"ru": "Стандарты", "en": "Standards", "id": "Standar"},
        {
            "ru": "Проверяемые требования к услугам и документам. У каждого пункта свой адрес.",
            "en": "Checkable requirements for services and records. Every clause has its own address.",
            "id": "Persyaratan layanan dan dokumen yang dapat diperiksa. Setiap butir memiliki alamat sendiri.",
        },
        (("section", "standards"),),
    ),
    Section(
        "practices",
        RegistryPage,
        {"ru": "Реестр практик", "en": "Registry of practices", "id": "Daftar praktik"},
        {
            "ru": "Что делают регионы, чем подтверждён результат и можно ли повторить у себя.",
            "en": "What regions do, how the result is confirmed, and whether you can repeat it.",
            "id": "Apa yang dilakukan daerah, seberapa kuat buktinya, dan dapatkah Anda mengulanginya.",
        },
    ),
    Section(
        "forms",
        SectionIndexPage,
        {"ru": "Формы документов", "en": "Forms", "id": "Formulir"},
        {
            "ru": "Бланки, которые можно скачать, заполнить и напечатать.",
            "en": "Forms to download, fill in and print.",
            "id": "Formulir untuk diunduh, diisi dan dicetak.",
        },
        (("section", "forms"),),
    ),
    Section(
        "glossary",
        GlossaryIndexPage,
        {"ru": "Глоссарий", "en": "Glossary", "id": "Glosarium"},
        {
            "ru": "Слова и сокращения, которыми пользуются в сопровождении.",
            "en": "Words and abbreviations used in family support.",
            "id": "Istilah dan singkatan dalam pendampingan keluarga.",
        },
    ),
    Section(
        "quizzes",
        QuizIndexPage,
        {"ru": "Аттестация", "en": "Certification", "id": "Sertifikasi"},
        {
            "ru": "Тесты по компетенциям и сертификат, который может проверить работодатель.",
            "en": "Competency quizzes and a certificate that an employer can verify.",
            "id": "Uji kompetensi dan sertifikat yang dapat diperiksa pemberi kerja.",
        },
    ),
    Section(
        "search",
        SearchPage,
        {"ru": "Поиск", "en": "Search", "id": "Pencarian"},
        {"ru": "", "en": "", "id": ""},
    ),
)


def ensure_structure() -> dict[tuple[str, str], Page]:
    """Makes what is missing; returns the section pages by (language, slug), the home pages under the slug ""."""
    found: dict[tuple[str, str], Page] = {}
    for code, _name in settings.LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        home = _ensure_home(locale)
        found[code, ""] = home
        for section in SECTIONS:
            found[code, section.slug] = _ensure_section(home, locale, section)
    _ensure_site(found[settings.LANGUAGE_CODE, ""])
    return found


def _ensure_home(locale: Locale) -> Page:
    code = locale.language_code
    existing = HomePage.objects.filter(locale=locale, depth=2).first()
    if existing is not None:
        return existing
    home = HomePage(
        title=HOME_TITLE[code],
        lead=HOME_LEAD[code],
        slug=f"home-{code}",
        locale=locale,
        translation_key=translation_uuid("home"),
        show_in_menus=True,
    )
    root = Page.get_first_root_node()
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _ensure_section(home: Page, locale: Locale, section: Section) -> Page:
    existing = Page.objects.child_of(home).filter(slug=section.slug).first()
    if existing is not None:
        return existing
    code = locale.language_code
    page = section.model(
        title=section.title[code],
        lead=section.lead[code],
        slug=section.slug,
        locale=locale,
        translation_key=translation_uuid(f"section/{section.slug}"),
        show_in_menus=True,
        **dict(section.extra),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _ensure_site(home: Page) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
        return
    if site.root_page_id != home.pk:
        old = site.root_page
        site.root_page = home
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
        if old.depth == 2 and old.specific_class is Page:
            # Wagtail's own "Welcome" page of a new database; nobody wrote it.
            old.delete()
