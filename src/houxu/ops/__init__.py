"""What an operator needs: logs, metrics, health, backup, retention, the dead man's switch. See docs/operations.md."""
