"""Live blogs that a page shows without stating them as data: neighbours, each with the moment it was posted."""

from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from ingest.front_matter import iso_time
from ingest.schema_org import Post

_MIN_POSTS = 3
_MIN_SHARE = 0.5  # of the page's words that stand in the posts; teasers of other stories have times too
_NO_COVERAGE = frozenset({"nav", "footer", "aside", "form", "header"})
_OTHERS_WORDS = ("comment", "related", "teaser", "promo", "sidebar")  # in the class or id of what readers or ads say


def take_posts(page: HtmlElement) -> list[Post]:
    """Posts of the page, in its order, taken out of it; empty, and the page whole, where it is no live blog."""
    by_parent: dict[HtmlElement, list[tuple[HtmlElement, str]]] = {}
    for moment in page.iter("time"):
        stated = (moment.get("datetime") or "").strip()
        if "T" in stated and iso_time(stated) and (post := _around(moment)) is not None:
            by_parent.setdefault(post.getparent(), []).append((post, stated))
    found = max(by_parent.values(), key=len, default=[])
    words = sum(len(post.text_content()) for post, _ in found)
    if len(found) < _MIN_POSTS or words < _MIN_SHARE * sum(len(part.text_content()) for part in page.iter("p")):
        return []
    posts = [Post(stated, None, (), _bare(post)) for post, stated in found]
    for post, _ in found:
        post.drop_tree()
    return posts


def _around(moment: HtmlElement) -> HtmlElement | None:
    """The largest element with no other moment in it; None in navigation and in what others say."""
    post = moment
    while (parent := post.getparent()) is not None and parent.tag not in ("body", "html") and _times(parent) == 1:
        post = parent
    around = [post, *post.iterancestors()]
    marks = " ".join(f"{one.get('class') or ''} {one.get('id') or ''}".lower() for one in around)
    if post is moment or any(one.tag in _NO_COVERAGE for one in around) or any(word in marks for word in _OTHERS_WORDS):
        return None
    return post


def _times(element: HtmlElement) -> int:
    return sum("T" in (one.get("datetime") or "") for one in element.iter("time"))


def _bare(post: HtmlElement) -> str:
    """The post's mark-up without its moment, which heads it."""
    copy = deepcopy(post)
    copy.tail = None
    for moment in list(copy.iter("time")):
        moment.drop_tree()
    return str(html.tostring(copy, encoding="unicode"))
