"""What GeoNature wants around the module « Demandes d'accès ». The procedure itself is in the service `demandes_api`."""

MODULE_CODE = "DEMANDES"
MODULE_PICTO = "fa-unlock-alt"
