-- Extensions, schemas and the date trigger shared by GeoNature's schemas.

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE SCHEMA utilisateurs;
CREATE SCHEMA ref_nomenclatures;
CREATE SCHEMA ref_geo;
CREATE SCHEMA taxonomie;
CREATE SCHEMA gn_commons;
CREATE SCHEMA gn_meta;
CREATE SCHEMA gn_permissions;
CREATE SCHEMA gn_notifications;
CREATE SCHEMA gn_sensitivity;
CREATE SCHEMA gn_synthese;

-- Creation and update dates are the database's: an insert sets the first, an update the second.
CREATE FUNCTION public.fct_trg_meta_dates_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.meta_create_date := now();
    ELSE
        NEW.meta_update_date := now();
        IF NEW.meta_create_date IS NULL THEN
            NEW.meta_create_date := now();
        END IF;
    END IF;
    RETURN NEW;
END
$$;
