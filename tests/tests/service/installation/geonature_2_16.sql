-- Brings the database of sql/geonature (GeoNature 2.17.4) back to what the oldest 2.16 has of the tables that we use: without what the
-- migrations of GeoNature, RefGeo, TaxHub and UsersHub-authentification-module of 2025 and 2026 have added to them. Dates are theirs.

-- 2025-01 (RefGeo, TaxHub with TAXREF 18) and 2025-03: some of these are in 2.16 already; it must work without.
ALTER TABLE ref_geo.l_areas DROP COLUMN description;
ALTER TABLE taxonomie.taxref DROP COLUMN cd_ba, DROP COLUMN nomenclatural_comment;
ALTER TABLE gn_meta.t_datasets DROP COLUMN additional_data;
ALTER TABLE gn_meta.t_acquisition_frameworks DROP COLUMN additional_data;

-- 2025-05 and 2025-06, RefGeo: sizes of the grids, one index for two.
UPDATE ref_geo.bib_areas_types SET size_hierarchy = NULL WHERE type_code IN ('M2', 'M20', 'M50');
CREATE UNIQUE INDEX i_unique_l_areas_id_type_area_code ON ref_geo.l_areas (id_type, area_code);

-- 2025-06 and 2026-01, UsersHub: keys of programs, and what is unique.
ALTER TABLE utilisateurs.t_roles DROP COLUMN api_key, DROP COLUMN api_secret;
DROP INDEX IF EXISTS utilisateurs.uq_t_roles_identifiant;
ALTER TABLE utilisateurs.t_roles DROP CONSTRAINT IF EXISTS uq_t_roles_uuid_role;
ALTER TABLE utilisateurs.bib_organismes DROP CONSTRAINT IF EXISTS uq_bib_organismes_nom_organisme;
