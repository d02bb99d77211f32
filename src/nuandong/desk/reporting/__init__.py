"""Reporting: daily reports and their versions, readings, contracts, nominations, weather: what becomes known, when."""
