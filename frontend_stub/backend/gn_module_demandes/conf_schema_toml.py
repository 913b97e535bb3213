"""What the administrator says of the module in `demandes_config.toml`."""

from marshmallow import Schema, fields, validate


class GnModuleSchemaConf(Schema):
    """The front end reads it as `config.DEMANDES`."""

    # Address of the service behind GeoNature's reverse proxy, on the same origin: the pages send it GeoNature's token.
    API_DEMANDES = fields.String(
        load_default="/geonature/api-demandes",
        validate=validate.Regexp(r"^(/|https?://)[^\s]*[^/\s]$"),
    )
