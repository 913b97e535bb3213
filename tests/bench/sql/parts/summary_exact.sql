-- Records that are not sensitive, from the records governed.
), exact AS (
    SELECT coalesce(t.code_groupe, '') AS groupe, coalesce(ts.statut, 'aucun') AS statut, extract(year FROM s.date_min)::integer AS year, count(*) AS n
      FROM governed g
      JOIN gn_synthese.synthese s ON s.id_synthese = g.id_synthese
      LEFT JOIN gn_diffusion.groupe_taxon t ON t.kind = 'group2_inpn' AND t.value = g.group2_inpn
      LEFT JOIN bench.taxon_statut ts ON ts.cd_nom = s.cd_nom
     WHERE NOT g.sensitive AND g.withheld IS NULL
     GROUP BY 1, 2, 3
