"""Settings that hold everywhere. They are safe as they stand; `dev` loosens, `production` demands."""

from pathlib import Path

from csp.constants import NONE, SELF

from search.outgrowing import search_backend

from .env import env

BASE_DIR = Path(__file__).resolve().parents[2]
CONTENT_DIR = Path(env.text("CONTENT_DIR", str(BASE_DIR / "content")))
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "portal.core",
    "portal.people",
    "portal.methodology",
    "portal.standards",
    "portal.practices",
    "portal.learning",
    "portal.handbook",
    "quizzes",
    "search",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.people.wagtail_users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.core.client_address.client_address_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages shrink to a quarter on a slow line; Django pads them at random against guessing secrets by length (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "portal.core.middleware.plain_address_middleware",
    "portal.core.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quizzes.middleware.oversight_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context.opora",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'opora.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if redis_url := env.text("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}

# --- people ---
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "profile"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# People come by invitation of their service; open sign-up would let strangers sit certification quizzes.
ACCOUNT_ADAPTER = "portal.people.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "portal.people.forms.LoginForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

# --- languages ---
LANGUAGE_CODE = "ru"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ru", "Русский"), ("en", "English"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

# --- files ---
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static", BASE_DIR / "static-vendor"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.core.static_files.StaticFilesStorage"},
}

# --- Wagtail ---
WAGTAIL_SITE_NAME = "Опора"
# One way in for everybody: with its rate limits and the second factor.
WAGTAILADMIN_LOGIN_URL = "/admin/login/"  # views.sign_in_first: signs in whoever is not, refuses whoever is
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing of a person goes to anybody else
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000")
WAGTAILDOCS_EXTENSIONS = ["docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
# Wagtail's own translation for Indonesian is named id-id; Django finds ours (id) under it too.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ru", "Русский"), ("en", "English"), ("id-id", "Bahasa Indonesia")]
# A slug is a file's name in content/: Latin letters, spelled by the editor out of a Russian title.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
SEARCH_PATH = VAR_DIR / "search"
WAGTAILSEARCH_BACKENDS = {"default": search_backend(env.text("SEARCH_BACKEND", "embedded"), SEARCH_PATH)}
SEARCH_THESAURUS = CONTENT_DIR / "thesaurus.yaml"
SEARCH_FACET_LABEL = "portal.core.taxonomy.label"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- quizzes ---
QUIZZES_REFERENCE_URL_RESOLVER = "portal.core.outlines.reference_link"
QUIZZES_REFERENCE_FINGERPRINT = "portal.core.outlines.fingerprint_of"
QUIZZES_TAXONOMY_LABEL = "portal.core.taxonomy.label"
QUIZZES_CURATED_PEOPLE = "portal.people.curation.people_of"
QUIZZES_UNREAD_PAGES = "portal.learning.readings.unread_pages"
QUIZZES_VISIBLE_PEOPLE = "portal.people.workplaces.visible_people"
QUIZZES_ORGANISATIONS = "portal.people.workplaces.organisations"
QUIZZES_MEMBERS = "portal.people.workplaces.members"
QUIZZES_WORKPLACES = "portal.people.workplaces.workplaces"
QUIZZES_TAXONOMY_CHOICES = "portal.core.taxonomy.facet_choices"
QUIZZES_REFERENCE_CHOICES = "portal.core.question_places.question_places"
QUIZZES_TERMS = "portal.core.question_places.field_words"
QUIZZES_SIMILAR_ITEMS = "portal.core.question_search.similar_items"
QUIZZES_COHORT_FACETS = "portal.people.cohorts.facets"
QUIZZES_COHORT_FILTER = "portal.people.cohorts.attempts_of"
QUIZZES_MAIL_CONSENT = "portal.people.consents.wants_reminders"
QUIZZES_RECORDS_CONSENT = "portal.people.consents.shares_records"
# The private keys of badges are sealed with this secret; without it no badge is signed.
QUIZZES_BADGE_KEY_SECRET = env.text("BADGE_KEY_SECRET")
# A Learning Record Store; without an address nothing is sent and nothing is kept for sending.
QUIZZES_XAPI_ENDPOINT = env.text("XAPI_ENDPOINT")
QUIZZES_XAPI_USER = env.text("XAPI_USER")
QUIZZES_XAPI_PASSWORD = env.text("XAPI_PASSWORD")
QUIZZES_XAPI_VERSION = env.text("XAPI_VERSION", "1.0.3")
QUIZZES_XAPI_ACTOR_KEY = env.text("XAPI_ACTOR_KEY")

# --- background work ---
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- mail ---
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "opora@localhost")

# --- security ---
TRUSTED_PROXIES = 0  # how many of one's own stand in front; only then X-Forwarded-For is believed, see core.client_address
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows its preview in a frame of the same origin
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.core.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

SILENCED_SYSTEM_CHECKS = [
    # The admin shows previews in a frame of the same origin; `frame-ancestors 'self'` keeps everybody else out.
    "security.W019",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
