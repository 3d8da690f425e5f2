"""An embedded search engine on Whoosh, usable without Django.

>>> engine = Engine("var/index")
>>> engine.index([PageDocument(key="1", lang="ru", type="methodology", url="/levels/", title="Уровни")])
>>> engine.search("уровень", "ru", 10)[0].title
'Уровни'
"""

from search.documents import PageDocument, SectionDocument
from search.engine.engine import Engine
from search.engine.results import Hit, Request, Results, SectionMatch
from search.engine.store import IndexBusy

__all__ = ["Engine", "Hit", "IndexBusy", "PageDocument", "Request", "Results", "SectionDocument", "SectionMatch"]
