-- Sensitivity rules and GeoNature's way of applying them (schema gn_sensitivity).

CREATE TABLE gn_sensitivity.t_sensitivity_rules (
    id_sensitivity              serial,
    cd_nom                      integer NOT NULL,
    nom_cite                    varchar(1000),
    id_nomenclature_sensitivity integer NOT NULL,
    sensitivity_duration        integer NOT NULL,
    sensitivity_territory       varchar(1000),
    id_territory                varchar(50),
    date_min                    date,
    date_max                    date,
    source                      varchar(250),
    active                      boolean DEFAULT true,
    comments                    varchar(500),
    meta_create_date            timestamp DEFAULT now(),
    meta_update_date            timestamp,
    CONSTRAINT t_sensitivity_rules_pkey PRIMARY KEY (id_sensitivity),
    CONSTRAINT check_t_sensitivity_rules_niv_precis
        CHECK (ref_nomenclatures.check_nomenclature_type_by_mnemonique(id_nomenclature_sensitivity, 'SENSIBILITE')),
    CONSTRAINT fk_t_sensitivity_rules_cd_nom
        FOREIGN KEY (cd_nom) REFERENCES taxonomie.taxref(cd_nom) ON UPDATE CASCADE,
    CONSTRAINT fk_t_sensitivity_rules_id_nomenclature_sensitivity
        FOREIGN KEY (id_nomenclature_sensitivity) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature) ON UPDATE CASCADE
);

CREATE TABLE gn_sensitivity.cor_sensitivity_area (
    id_sensitivity integer,
    id_area        integer,
    CONSTRAINT fk_cor_sensitivity_area_id_area_fkey
        FOREIGN KEY (id_area) REFERENCES ref_geo.l_areas(id_area),
    CONSTRAINT fk_cor_sensitivity_area_id_sensitivity_fkey
        FOREIGN KEY (id_sensitivity) REFERENCES gn_sensitivity.t_sensitivity_rules(id_sensitivity) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX cor_sensitivity_area_id_sensitivity_idx ON gn_sensitivity.cor_sensitivity_area (id_sensitivity);

CREATE TABLE gn_sensitivity.cor_sensitivity_criteria (
    id_sensitivity       integer,
    id_criteria          integer,
    id_type_nomenclature integer,
    CONSTRAINT criteria_id_criteria_fkey
        FOREIGN KEY (id_criteria) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature),
    CONSTRAINT criteria_id_sensitivity_fkey
        FOREIGN KEY (id_sensitivity) REFERENCES gn_sensitivity.t_sensitivity_rules(id_sensitivity) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT criteria_id_type_nomenclature_fkey
        FOREIGN KEY (id_type_nomenclature) REFERENCES ref_nomenclatures.bib_nomenclatures_types(id_type)
);
CREATE INDEX cor_sensitivity_criteria_id_sensitivity_idx ON gn_sensitivity.cor_sensitivity_criteria (id_sensitivity);

CREATE TABLE gn_sensitivity.cor_sensitivity_area_type (
    id_nomenclature_sensitivity integer,
    id_area_type                integer,
    CONSTRAINT cor_sensitivity_area_type_id_area_type_fkey
        FOREIGN KEY (id_area_type) REFERENCES ref_geo.bib_areas_types(id_type),
    CONSTRAINT cor_sensitivity_area_type_id_nomenclature_sensitivity_fkey
        FOREIGN KEY (id_nomenclature_sensitivity) REFERENCES ref_nomenclatures.t_nomenclatures(id_nomenclature)
);

-- Active rules carried to the taxon of the rule and to all its descendants. A rule without a period gets the whole year.
-- No index, as in GeoNature; refreshed by whoever changes rules or taxa.
CREATE MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref AS
WITH RECURSIVE carried AS (
    SELECT t.cd_ref, r.id_sensitivity, r.cd_nom, r.nom_cite, r.id_nomenclature_sensitivity, r.sensitivity_duration,
           r.sensitivity_territory, r.id_territory,
           coalesce(r.date_min, '1900-01-01'::date) AS date_min,
           coalesce(r.date_max, '1900-12-31'::date) AS date_max,
           r.active, r.comments, r.meta_create_date, r.meta_update_date
      FROM gn_sensitivity.t_sensitivity_rules r
      JOIN taxonomie.taxref t USING (cd_nom)
     WHERE r.active
    UNION ALL
    SELECT child.cd_ref, c.id_sensitivity, child.cd_nom, c.nom_cite, c.id_nomenclature_sensitivity,
           c.sensitivity_duration, c.sensitivity_territory, c.id_territory, c.date_min, c.date_max,
           c.active, c.comments, c.meta_create_date, c.meta_update_date
      FROM carried c
      JOIN taxonomie.taxref child ON child.cd_taxsup = c.cd_ref
)
SELECT * FROM carried;

-- The nomenclature of the matching rule with the greatest code (as text), else that of code '0'. A rule matches when
-- the taxon is the same, the geometry meets one of its areas (or it has none), day and month lie between those of its
-- period, its duration is not over, and one of its criteria is among the values of the jsonb (or it has none).
-- Two known weaknesses are GeoNature's and kept: a period over the new year never matches, and a NULL geometry meets
-- no area. IMMUTABLE is GeoNature's label too.
CREATE FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity(
    my_date_obs date, my_cd_ref integer, my_geom geometry, my_criterias jsonb) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    found_level integer;
BEGIN
    SELECT r.id_nomenclature_sensitivity INTO found_level
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
      LEFT JOIN gn_sensitivity.cor_sensitivity_area csa USING (id_sensitivity)
      LEFT JOIN ref_geo.l_areas a USING (id_area)
      LEFT JOIN gn_sensitivity.cor_sensitivity_criteria c USING (id_sensitivity)
     WHERE r.cd_ref = my_cd_ref
       AND (a.geom IS NULL OR st_intersects(my_geom, a.geom))
       AND to_char(my_date_obs, 'MMDD') BETWEEN to_char(r.date_min, 'MMDD') AND to_char(r.date_max, 'MMDD')
       AND date_part('year', current_timestamp) - r.sensitivity_duration <= date_part('year', my_date_obs)
       AND (c.id_criteria IS NULL OR c.id_criteria IN (SELECT value::integer FROM jsonb_each_text(my_criterias)))
     ORDER BY n.cd_nomenclature DESC
     LIMIT 1;
    RETURN coalesce(found_level, ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '0'));
END
$$;

CREATE TRIGGER tri_meta_dates_change_t_sensitivity_rules
    BEFORE INSERT OR UPDATE ON gn_sensitivity.t_sensitivity_rules
    FOR EACH ROW EXECUTE FUNCTION public.fct_trg_meta_dates_change();
