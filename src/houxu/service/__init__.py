"""The service: schedules, one leader a database, and an HTTP mount point. See docs/service.md."""
