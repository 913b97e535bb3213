-- CREATE EXTENSION takes a schema that exists as it is. Whoever owns it may replace what is in it, and what it held before could be
-- called in our place: both are refused. The schema of PostGIS is on the path of our functions: who may create in it could have
-- a function called in the place of one that we call, which is only warned of, being the default of PostgreSQL 13 and 14.
DO $$
DECLARE
    postgis_schema regnamespace := (SELECT e.extnamespace FROM pg_catalog.pg_extension e WHERE e.extname = 'postgis');
    schema_id oid := 'gn_diffusion'::regnamespace;
    owner name := (SELECT r.rolname FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
                    WHERE n.oid = schema_id AND NOT r.rolsuper);
BEGIN
    IF owner IS NOT NULL THEN
        RAISE EXCEPTION 'Le schéma gn_diffusion appartient à « % », qui n''est pas superutilisateur', owner
            USING ERRCODE = 'insufficient_privilege', HINT = 'ALTER SCHEMA gn_diffusion OWNER TO CURRENT_USER';
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = schema_id
                  AND d.classid NOT IN ('pg_catalog.pg_extension'::regclass, 'pg_catalog.pg_default_acl'::regclass)) THEN
        RAISE EXCEPTION 'Le schéma gn_diffusion contient déjà des objets'
            USING ERRCODE = 'duplicate_object', HINT = 'Retirez-les : ce schéma est celui de l''extension gn_diffusion.';
    END IF;
    IF pg_catalog.has_schema_privilege('public', postgis_schema::oid, 'CREATE') THEN
        RAISE WARNING 'Tous les utilisateurs peuvent créer des objets dans le schéma « % », celui de PostGIS', postgis_schema
            USING HINT = format('REVOKE CREATE ON SCHEMA %s FROM PUBLIC', postgis_schema);
    END IF;
END
$$;
