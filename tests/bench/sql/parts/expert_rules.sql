-- The rules of sensitivity carried to each taxon (needs the part expert_levels).
), rule AS MATERIALIZED (
    SELECT r.cd_ref, st.ord, to_char(r.date_min, 'MMDD') AS first_day, to_char(r.date_max, 'MMDD') AS last_day,
           date_part('year', current_date) - r.sensitivity_duration AS first_year,
           (SELECT array_agg(a.id_area) FROM gn_sensitivity.cor_sensitivity_area a WHERE a.id_sensitivity = r.id_sensitivity) AS areas,
           (SELECT array_agg(c.id_criteria) FROM gn_sensitivity.cor_sensitivity_criteria c WHERE c.id_sensitivity = r.id_sensitivity) AS criteria
      FROM gn_sensitivity.t_sensitivity_rules_cd_ref r
      JOIN stored st ON st.id_nomenclature = r.id_nomenclature_sensitivity
