-- Who may run what. No function is SECURITY DEFINER: each reads with the rights of its caller.

-- Settings of levels and groups are no secret, and blurring reads them.
GRANT USAGE ON SCHEMA gn_diffusion TO PUBLIC;
REVOKE ALL ON gn_diffusion.level, gn_diffusion.producer_level, gn_diffusion.groupe, gn_diffusion.groupe_taxon FROM PUBLIC;
GRANT SELECT ON gn_diffusion.level, gn_diffusion.producer_level, gn_diffusion.groupe, gn_diffusion.groupe_taxon TO PUBLIC;

-- Classifying says which sensitive records lie in a perimeter: to be granted by name.
REVOKE EXECUTE ON FUNCTION gn_diffusion.classify_records(
    geometry, integer[], date, date, boolean, double precision, boolean, date, integer[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.classify(
    geometry, integer[], date, date, boolean, double precision, boolean, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.selection_counts(
    geometry, integer[], date, date, boolean, double precision, boolean, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.explain(
    uuid, geometry, integer[], date, date, boolean, double precision, boolean, date) FROM PUBLIC;
