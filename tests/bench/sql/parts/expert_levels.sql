-- Levels by rank, and which of them a stored sensitivity and a wish of the producer are.
WITH lev AS MATERIALIZED (
    SELECT l.cd_nomenclature AS code, l.sensitive, l.area_type, t.id_type,
           row_number() OVER (ORDER BY l.rank, l.area_type IS NULL, array_position(ARRAY['day', 'month', 'year'], l.date_precision),
                              l.cd_nomenclature DESC) AS ord
      FROM gn_diffusion.level l
      LEFT JOIN ref_geo.bib_areas_types t ON t.type_code = l.area_type
), stored AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n JOIN lev l ON l.code = n.cd_nomenclature
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('SENSIBILITE')
), wished AS MATERIALIZED (
    SELECT n.id_nomenclature, l.ord
      FROM ref_nomenclatures.t_nomenclatures n
      JOIN gn_diffusion.producer_level p ON p.cd_niv_precis = n.cd_nomenclature
      JOIN lev l ON l.code = p.level
     WHERE n.id_type = ref_nomenclatures.get_id_nomenclature_type('NIV_PRECIS')
