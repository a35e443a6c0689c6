"""`desktop-llm servers`: which servers are set, and what one offers."""

import argparse

from desktop_llm.cli.arguments import AddParser
from desktop_llm.cli.server_session import KEY_VARIABLE, access_to
from desktop_llm.cli.session import data_folder, settings_of
from desktop_llm.cli.table import print_table
from desktop_llm.engine.server.server_probe import probe_server
from desktop_llm.engine.server.stop_switch import StopSwitch


def add_servers_command(add_parser: AddParser) -> None:
    parser = add_parser("servers", help="list the servers in the settings, or the models of one")
    parser.add_argument(
        "url",
        metavar="URL",
        nargs="?",
        default="",
        help=f"ask this server for its models; the key is taken from {KEY_VARIABLE} or the keyring",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Raises ServerError."""
    folder = data_folder()
    settings = settings_of(folder)
    if options.url:
        names = probe_server(access_to(options.url, folder, settings), StopSwitch()).models
        print_table(((name,) for name in names), "The server has no models.")
        return 0
    rows = ((entry.name, entry.url, entry.model) for entry in settings.servers)
    print_table(rows, "There are no servers in the settings.")
    return 0
