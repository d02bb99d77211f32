"""Fixtures that every test of the tree can use, the desk's own ones beside their rooms included."""

pytest_plugins = [
    "tests.fixtures.left_out",
    "tests.fixtures.postgres",
    "tests.fixtures.browser",
    "tests.fixtures.numbers",
    "tests.fixtures.tiny_case",
]
