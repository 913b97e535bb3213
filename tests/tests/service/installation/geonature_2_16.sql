-- Brings the database of sql/geonature (GeoNature 2.17.4) back to what GeoNature 2.16.0 has of the tables that this project reads or
-- writes. Each statement undoes one migration, newest first, and fails when it has nothing to undo: nothing here is "if exists".
--
-- That there is nothing else was read off GeoNature's own dumps of each release (docs/data_model in its repository), table by table, and
-- off the migrations of the packages that each release requires: 2.16.0 to 2.16.2 stand on TaxHub 2.2.2, 2.16.3 and 2.16.4 on TaxHub
-- 2.2.3, 2.17 on TaxHub 2.3.1, whose schema (taxonomie, TAXREF 18) is the same; so are those of RefGeo 1.5.5 to 1.5.7 (ref_geo) and of
-- Nomenclature-api-module 1.6.5 and 1.6.6 (ref_nomenclatures). Of older versions, and so in 2.16 already: the filters and the end of
-- a permission (707390c722fe), id_module of the categories of notifications (0bea266db3ec), additional_data of frameworks and datasets
-- (26a5d314b886), description of areas (RefGeo 31ca7fd0d2ea). RefGeo drops i_unique_l_areas_id_type_area_code after 2.17 only.

\set ON_ERROR_STOP on
BEGIN;

-- UsersHub-authentification-module 532ddbc066a2, of its version 3.2.0 (2026-02), which GeoNature 2.17.0 is the first to require: until
-- then two accounts may have one identifiant, and two organismes one name.
ALTER TABLE utilisateurs.t_roles DROP CONSTRAINT uq_t_roles_uuid_role;
ALTER TABLE utilisateurs.bib_organismes DROP CONSTRAINT uq_bib_organismes_nom_organisme;
DROP INDEX utilisateurs.uq_t_roles_identifiant;

-- UsersHub-authentification-module 17122ba73a6f, of the same version: keys of programs. The unique key of api_key goes with its column.
ALTER TABLE utilisateurs.t_roles DROP COLUMN api_secret, DROP COLUMN api_key;

-- GeoNature b955b6d95d25, of 2.17.0: until then an area that changes keeps the observations that it had in cor_area_synthese.
DROP TRIGGER tri_update_cor_area_synthese ON ref_geo.l_areas;
DROP FUNCTION gn_synthese.fct_trig_l_areas_update_cor_area_synthese_on_each_statement();

-- GeoNature d07958b2b7e0, which the dump of the first 2.16 does not have yet and 2.16.4 has: three indexes that a key doubles.
CREATE UNIQUE INDEX i_unique_t_acquisition_framework_unique_id ON gn_meta.t_acquisition_frameworks (unique_acquisition_framework_id);
CREATE UNIQUE INDEX i_unique_t_datasets_unique_id ON gn_meta.t_datasets (unique_dataset_id);
CREATE UNIQUE INDEX i_unique_t_sources_name_source ON gn_synthese.t_sources (name_source);

COMMIT;
