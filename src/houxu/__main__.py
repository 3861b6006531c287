"""`python -m houxu`."""

from houxu.cli import main

if __name__ == "__main__":
    main()
