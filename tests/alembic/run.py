"""run.py URL upgrade|downgrade: the migration of the package, on a database."""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[2]
url, direction = sys.argv[1:]
config = Config()
config.set_main_option("script_location", str(ROOT / "tests/alembic"))
config.set_main_option("version_locations", str(ROOT / "frontend_stub/backend/gn_module_demandes/migrations"))
config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
if direction == "upgrade":
    command.upgrade(config, "demandes@head")
else:
    command.downgrade(config, "demandes@base")
