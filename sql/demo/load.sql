-- Fills a database made by sql/geonature/load.sql with an invented territory, so that everything can be shown and tried
-- without any real sensitive record.
--   psql -v ON_ERROR_STOP=1 -d <database> -f sql/demo/load.sql      (as a superuser)
-- Places, people, organismes and observations are invented; species and the grids are real. Nothing is random: the same
-- scripts give the same rows. Not here: permissions of the module and the registers of gn_demandes.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
SET search_path = public;

BEGIN;
\ir 00_helpers.sql
\ir 01_users.sql
\ir 02_territory.sql
\ir 03_grids.sql
\ir 04_taxref.sql
\ir 05_metadata.sql
\ir 06_sensitivity.sql
\ir 07_observations.sql
\ir 08_statuts.sql
COMMIT;

ANALYZE ref_geo.l_areas, ref_geo.li_municipalities, gn_synthese.cor_area_synthese;
