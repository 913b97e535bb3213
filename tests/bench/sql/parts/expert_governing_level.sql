-- The level that governs each record of `nearby` (needs the parts expert_levels, expert_rules and the table `inside`).
), candidate AS MATERIALIZED (
    SELECT s.id_synthese, t.cd_ref, t.group2_inpn, s.date_min, s.id_nomenclature_bio_status AS bio, s.id_nomenclature_behaviour AS behaviour,
           n.cd_nomenclature = 'Pr' AS private, greatest(st.ord, w.ord, 1) AS ord
      FROM nearby x
      JOIN gn_synthese.synthese s ON s.id_synthese = x.id_synthese
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset
      JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = d.id_nomenclature_data_origin
      LEFT JOIN stored st ON st.id_nomenclature = s.id_nomenclature_sensitivity
      LEFT JOIN wished w ON w.id_nomenclature = s.id_nomenclature_diffusion_level
), recomputed AS (
    SELECT c.id_synthese, max(r.ord) AS ord
      FROM candidate c
      JOIN rule r ON r.cd_ref = c.cd_ref AND r.ord > c.ord
     WHERE CASE WHEN r.first_day <= r.last_day THEN to_char(c.date_min, 'MMDD') BETWEEN r.first_day AND r.last_day
                ELSE to_char(c.date_min, 'MMDD') >= r.first_day OR to_char(c.date_min, 'MMDD') <= r.last_day END
       AND r.first_year <= date_part('year', c.date_min)
       AND (r.criteria IS NULL OR c.bio = ANY (r.criteria) OR c.behaviour = ANY (r.criteria))
       AND (r.areas IS NULL OR EXISTS (SELECT FROM gn_synthese.cor_area_synthese a WHERE a.id_synthese = c.id_synthese AND a.id_area = ANY (r.areas)))
     GROUP BY 1
), governed AS MATERIALIZED (
    SELECT c.id_synthese, c.group2_inpn, l.code, l.sensitive, l.area_type, l.id_type, i.id_synthese IS NOT NULL AS is_inside,
           CASE WHEN l.sensitive AND l.area_type IS NULL THEN 'level_withheld' WHEN c.private THEN 'private' END AS withheld
      FROM candidate c
      LEFT JOIN recomputed r ON r.id_synthese = c.id_synthese
      JOIN lev l ON l.ord = greatest(c.ord, r.ord)
      LEFT JOIN inside i ON i.id_synthese = c.id_synthese
