"""The module « Demandes d'accès » as GeoNature installs it: `geonature install-gn-module <this folder> DEMANDES`."""

from pathlib import Path

import setuptools

HERE = Path(__file__).absolute().parent

setuptools.setup(
    name="gn_module_demandes",
    version="0.2.0",
    description="Demandes d'accès aux données précises, dans GeoNature",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="GPL-3.0-or-later",
    python_requires=">=3.9",
    packages=setuptools.find_packages("backend"),
    package_dir={"": "backend"},
    # GeoNature itself brings all that is imported.
    install_requires=[],
    zip_safe=False,
    entry_points={
        "gn_module": [
            "code = gn_module_demandes:MODULE_CODE",
            "picto = gn_module_demandes:MODULE_PICTO",
            "blueprint = gn_module_demandes.blueprint:blueprint",
            "config_schema = gn_module_demandes.conf_schema_toml:GnModuleSchemaConf",
            "migrations = gn_module_demandes:migrations",
        ],
    },
)
