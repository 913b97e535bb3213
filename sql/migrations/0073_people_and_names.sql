-- Who speaks for pôles about a dossier, the end of old messages, the names that TAXREF lost.

INSERT INTO gn_demandes.setting (version, key, value) SELECT version, 'message_retention_days', '365' FROM gn_demandes.setting_version;
CREATE INDEX message_over ON gn_demandes.message (coalesce(sent_at, failed_at)) WHERE coalesce(sent_at, failed_at) IS NOT NULL;

-- Who speaks for a pôle on a day about the perimeter of a demande: those of the whole territory, and those of a département it meets. When
-- it meets none of anybody's, all of them: a dossier is never told to nobody.
CREATE FUNCTION gn_demandes.speaks_for(poles integer[], demande uuid, day date) RETURNS TABLE (id_pole integer, id_role integer)
LANGUAGE sql STABLE AS $$
    WITH met AS MATERIALIZED (
        SELECT a.area_code::text AS code
          FROM gn_demandes.perimetre p
          JOIN ref_geo.l_areas a ON a.geom && p.geom AND ST_Intersects(a.geom, p.geom)
          JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type AND t.type_code = 'DEP'
         WHERE p.id_demande = demande
           AND EXISTS (SELECT FROM gn_demandes.pole_animateur x WHERE x.id_pole = ANY (poles) AND x.departements IS NOT NULL)),
    people AS (
        SELECT a.id_pole, a.id_role, bool_or(a.departements IS NULL OR a.departements && ARRAY(SELECT code FROM met)) AS here
          FROM gn_demandes.pole_animateur a JOIN utilisateurs.t_roles r ON r.id_role = a.id_role AND r.active IS TRUE
         WHERE a.id_pole = ANY (poles) AND a.starts_on <= day AND (a.ends_on IS NULL OR a.ends_on >= day)
         GROUP BY a.id_pole, a.id_role)
    SELECT p.id_pole, p.id_role FROM people p
     WHERE p.here OR NOT EXISTS (SELECT FROM people o WHERE o.id_pole = p.id_pole AND o.here)
$$;

-- Fills the names that TAXREF lost from what a migration of TAXREF leaves in GeoNature (taxonomie.cdnom_disparu), where there is one. A name
-- that is in TAXREF again is none. Gives how many there are.
CREATE FUNCTION gn_demandes.refresh_cdnom_disparu() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('taxonomie.cdnom_disparu') IS NOT NULL
       AND has_table_privilege(to_regclass('taxonomie.cdnom_disparu'), 'SELECT') THEN
        INSERT INTO gn_demandes.cdnom_disparu AS d (cd_nom, cd_nom_remplacement, raison)
        SELECT DISTINCT ON (t.cd_nom) t.cd_nom, t.cd_nom_remplacement, nullif(btrim(t.raison_suppression), '')
          FROM taxonomie.cdnom_disparu t WHERE t.cd_nom IS NOT NULL ORDER BY t.cd_nom, t.cd_nom_remplacement NULLS LAST
        ON CONFLICT (cd_nom) DO UPDATE SET cd_nom_remplacement = excluded.cd_nom_remplacement, raison = excluded.raison;
    END IF;
    DELETE FROM gn_demandes.cdnom_disparu d WHERE EXISTS (SELECT FROM taxonomie.taxref t WHERE t.cd_nom = d.cd_nom);
    RETURN (SELECT count(*) FROM gn_demandes.cdnom_disparu);
END $$;
