"""Tests of outlook."""
