"""The article's listings against the stand-in."""

from __future__ import annotations

import unittest

from tests.article import Article
from tests.base import WithStandIn


class TestArticle(Article, WithStandIn):
    pass


if __name__ == "__main__":
    unittest.main()
