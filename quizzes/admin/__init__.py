"""The Wagtail admin of the bank, the quizzes, attempts and certificates: a module per part."""
