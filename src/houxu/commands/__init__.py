"""What each command does, between the command line (cli.py) and the library."""
