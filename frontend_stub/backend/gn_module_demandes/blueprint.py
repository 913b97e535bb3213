"""An empty blueprint: without one GeoNature takes the module for disabled. The API is the service's own."""

from flask import Blueprint

blueprint = Blueprint("demandes", __name__)
