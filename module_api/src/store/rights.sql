-- Three roles of the cluster, without login, and what each may do in this database. Run at each `migrate`, after the migrations: a table that
-- a migration adds is the owner's and the service's at once. Safe to run again; takes no lock when nothing changes.
--
--   gn_demandes_owner    owns the schema: nobody works as it
--   gn_demandes_service  what the service does, and nothing else: the administrator makes a login that is a member of it
--   gn_demandes_analyst  the functions of the extension and what is published: no demande, no person
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['gn_demandes_owner', 'gn_demandes_service', 'gn_demandes_analyst'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                -- Another database of the cluster has just made it.
                NULL;
            END;
        END IF;
    END LOOP;
END $$;

-- The owner owns all of it.
DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN
        SELECT format('ALTER SCHEMA gn_demandes OWNER TO gn_demandes_owner')
        FROM pg_catalog.pg_namespace n WHERE n.nspname = 'gn_demandes' AND n.nspowner <> 'gn_demandes_owner'::regrole
        UNION ALL
        SELECT format('ALTER TABLE %s OWNER TO gn_demandes_owner', c.oid::regclass)
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'gn_demandes'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND c.relowner <> 'gn_demandes_owner'::regrole
          -- The sequence of a column follows its table.
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i'))
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO gn_demandes_owner', p.oid::regprocedure)
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'gn_demandes'::regnamespace AND p.proowner <> 'gn_demandes_owner'::regrole
    LOOP
        EXECUTE statement;
    END LOOP;
END $$;

-- Its own schema. What is told once is told for good: the logs are added to, dossiers are never deleted.
GRANT USAGE ON SCHEMA gn_demandes TO gn_demandes_service, gn_demandes_analyst;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA gn_demandes TO gn_demandes_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA gn_demandes TO gn_demandes_service;
REVOKE UPDATE, DELETE ON gn_demandes.evenement, gn_demandes.evenement_chaine, gn_demandes.registre_evenement FROM gn_demandes_service;
REVOKE UPDATE ON gn_demandes.evenement_personnel FROM gn_demandes_service;
REVOKE DELETE ON gn_demandes.demande, gn_demandes.lot FROM gn_demandes_service;
REVOKE INSERT, UPDATE, DELETE ON gn_demandes._migrations FROM gn_demandes_service;

-- The extension: its functions, and the groups that people keep through the API.
GRANT USAGE ON SCHEMA gn_diffusion TO gn_demandes_service, gn_demandes_analyst;
GRANT INSERT, UPDATE, DELETE ON gn_diffusion.groupe, gn_diffusion.groupe_taxon TO gn_demandes_service;
-- What is public, which the adversary holds against each lot.
GRANT SELECT ON gn_diffusion.blurred_observation, gn_diffusion.blurred_area TO gn_demandes_service;
DO $$
DECLARE
    callable regprocedure;
BEGIN
    -- Those that tell of records, which the extension leaves to be granted by name. They read with the rights of who calls them.
    FOR callable IN
        SELECT p.oid::regprocedure FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'gn_diffusion'::regnamespace
          AND p.proname IN ('classify', 'classify_records', 'selection_counts', 'explain', 'record_levels', 'governing_level')
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO gn_demandes_service, gn_demandes_analyst', callable);
    END LOOP;
END $$;

-- GeoNature: read, ring its bell, and give and take away the permissions of an accepted demande. Nothing else of it is written; a permission
-- is never changed, only made and removed.
GRANT USAGE ON SCHEMA utilisateurs, ref_geo, ref_nomenclatures, taxonomie, gn_commons, gn_meta, gn_permissions, gn_notifications,
    gn_sensitivity, gn_synthese TO gn_demandes_service;
-- Not the passwords.
GRANT SELECT (id_role, uuid_role, groupe, identifiant, nom_role, prenom_role, email, id_organisme, active) ON utilisateurs.t_roles
    TO gn_demandes_service;
GRANT SELECT ON utilisateurs.cor_roles, utilisateurs.bib_organismes TO gn_demandes_service;
GRANT SELECT ON ALL TABLES IN SCHEMA ref_geo, ref_nomenclatures, taxonomie, gn_meta, gn_permissions, gn_notifications, gn_sensitivity
    TO gn_demandes_service;
GRANT SELECT ON gn_commons.t_modules, gn_synthese.synthese, gn_synthese.cor_area_synthese TO gn_demandes_service;
GRANT INSERT ON gn_notifications.t_notifications TO gn_demandes_service;
GRANT INSERT, DELETE ON gn_permissions.t_permissions, gn_permissions.cor_permission_area, gn_permissions.cor_permission_taxref
    TO gn_demandes_service;
DO $$
DECLARE
    numbers text;
BEGIN
    FOREACH numbers IN ARRAY ARRAY[
        pg_get_serial_sequence('gn_notifications.t_notifications', 'id_notification'),
        pg_get_serial_sequence('gn_permissions.t_permissions', 'id_permission')] LOOP
        IF numbers IS NOT NULL THEN
            EXECUTE format('GRANT USAGE ON SEQUENCE %s TO gn_demandes_service', numbers);
        END IF;
    END LOOP;
END $$;

-- The analyst: what is said to everybody.
GRANT SELECT ON gn_demandes.setting, gn_demandes.setting_version, gn_demandes.objet TO gn_demandes_analyst;
