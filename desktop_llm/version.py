"""The one place that names the program's version. Read by the build and by the program."""

__version__ = "0.1.0"
