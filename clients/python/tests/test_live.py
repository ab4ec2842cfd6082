"""Lets test discovery find what runs against a live server."""

from __future__ import annotations

import unittest

from tests.live import Live

__all__ = ["Live"]

if __name__ == "__main__":
    unittest.main()
