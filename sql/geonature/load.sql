-- Builds, in an empty database, the part of a GeoNature 2.17.4 database that this project reads and writes.
--   psql -v ON_ERROR_STOP=1 -d <database> -f sql/geonature/load.sql
-- For the demonstration and the tests only: a real instance has all of this from GeoNature itself.
-- Local SRID: 2154 (Lambert-93).

\set ON_ERROR_STOP on
SET client_min_messages = warning;

BEGIN;
\ir 01_extensions.sql
\ir 02_utilisateurs.sql
\ir 03_ref_nomenclatures.sql
\ir 04_ref_geo.sql
\ir 05_taxonomie.sql
\ir 06_gn_commons.sql
\ir 07_gn_meta.sql
\ir 08_gn_permissions.sql
\ir 09_gn_notifications.sql
\ir 10_gn_sensitivity.sql
\ir 11_gn_synthese.sql
\ir 12_pr_occtax.sql
\ir 20_seed_nomenclatures.sql
\ir 21_seed_reference.sql
COMMIT;
