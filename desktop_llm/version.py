"""The one place that names the program's version. Read by the build and by the program."""

__version__ = "0.1.0"

RELEASES_ADDRESS = ""
"""Where "Check for updates" asks for the newest release: the address at which a forge tells it as JSON with `tag_name`
and `html_url` (https://HOST/api/v1/repos/OWNER/NAME/releases/latest and the like). Empty until the project has a public
home; the window then says where to look."""
