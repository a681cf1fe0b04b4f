"""What the fixture `open_page` of the browser tests is."""

from collections.abc import Callable

from playwright.sync_api import Page

OpenPage = Callable[..., Page]
"""path="", width=, height=, theme=, allowed=, may_log= → a page."""
