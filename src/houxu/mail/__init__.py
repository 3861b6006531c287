"""Telling people: readers who are due, letters, the outbox, SMTP, alerts, other channels, the feed."""
