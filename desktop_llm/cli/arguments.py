"""What the commands of the terminal program have in common: how they join the argument parser."""

import argparse
from collections.abc import Callable

AddParser = Callable[..., argparse.ArgumentParser]
"""`add_parser` of argparse's sub-commands, whose class has no public name."""
