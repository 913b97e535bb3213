-- Upgrade from 0.1.0 to 0.2.0, its beginning: what is altered or dropped. What follows from the install scripts (functions, new
-- tables and their rights) is added when the extension is built.

-- The reader's role, which 85_reader.sql makes for a new installation.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = 'gn_diffusion_reader') THEN
        CREATE ROLE gn_diffusion_reader NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;
