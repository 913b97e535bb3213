-- Takes away all that `migrate` made, in one transaction. CASCADE is nowhere: what somebody else built on it stops the removal.
BEGIN;
-- GeoNature's rows about the module, and the rights given on it.
DELETE FROM gn_notifications.t_notifications_rules WHERE code_category LIKE 'DEMANDES-%';
DELETE FROM gn_notifications.bib_notifications_categories WHERE code LIKE 'DEMANDES-%';
DELETE FROM gn_permissions.cor_permission_area c USING gn_permissions.t_permissions p, gn_commons.t_modules m
WHERE c.id_permission = p.id_permission AND p.id_module = m.id_module AND m.module_code = 'DEMANDES';
DELETE FROM gn_permissions.cor_permission_taxref c USING gn_permissions.t_permissions p, gn_commons.t_modules m
WHERE c.id_permission = p.id_permission AND p.id_module = m.id_module AND m.module_code = 'DEMANDES';
DELETE FROM gn_permissions.t_permissions p USING gn_commons.t_modules m WHERE p.id_module = m.id_module AND m.module_code = 'DEMANDES';
DELETE FROM gn_permissions.t_permissions_available p USING gn_commons.t_modules m WHERE p.id_module = m.id_module AND m.module_code = 'DEMANDES';
DELETE FROM gn_permissions.t_objects WHERE code_object LIKE 'DEMANDES\_%';
DELETE FROM gn_commons.t_modules WHERE module_code = 'DEMANDES';

-- The schema is ours alone: whatever is in it goes with it. A view of somebody else on one of our tables stops the removal, for it is in
-- another schema.
DO $$
DECLARE
    outside text;
BEGIN
    SELECT string_agg(DISTINCT d.refobjid::regclass || ' ← ' || v.oid::regclass, ', ') INTO outside
    FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
    JOIN pg_catalog.pg_class t ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
    WHERE t.relnamespace = 'gn_demandes'::regnamespace AND v.relnamespace <> 'gn_demandes'::regnamespace;
    IF outside IS NOT NULL THEN
        RAISE EXCEPTION 'des vues d''un autre schéma lisent le nôtre, supprimez-les d''abord : %', outside USING ERRCODE = 'dependent_objects_still_exist';
    END IF;
    EXECUTE 'DROP SCHEMA gn_demandes CASCADE';
END $$;
DROP EXTENSION gn_diffusion;
DROP SCHEMA IF EXISTS gn_diffusion;

-- The roles lose what they had here; they go when no other database of the cluster knows them.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['gn_demandes_analyst', 'gn_demandes_service', 'gn_demandes_owner', 'gn_diffusion_reader'] LOOP
        IF EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = name) THEN
            EXECUTE format('DROP OWNED BY %I', name);
            BEGIN
                EXECUTE format('DROP ROLE %I', name);
            EXCEPTION WHEN dependent_objects_still_exist THEN
                RAISE NOTICE 'le rôle % sert encore à une autre base', name;
            END;
        END IF;
    END LOOP;
END $$;
COMMIT;
