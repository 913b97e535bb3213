-- The role that reads the blurred rows and nothing below. A role belongs to the cluster, not to the extension: it is made when absent, and
-- DROP EXTENSION leaves it, without any right here.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'gn_diffusion_reader') THEN
        CREATE ROLE gn_diffusion_reader NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    -- Another database of the cluster has just made it.
    NULL;
END
$$;
GRANT SELECT ON gn_diffusion.blurred_synthese TO gn_diffusion_reader;

-- What reads records tells of them: to be granted by name, like classify.
REVOKE EXECUTE ON FUNCTION gn_diffusion.record_levels(integer, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION gn_diffusion.governing_level(integer, date) FROM PUBLIC;
