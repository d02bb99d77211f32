"""Migrations, each with its reason."""
