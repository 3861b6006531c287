"""houxu (后续): what became of the claims in that article?"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("houxu")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
