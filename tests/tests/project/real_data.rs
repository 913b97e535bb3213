//! The loader of the real data does what other tests rely on. Needs `DEMANDES_TEST_DATA`.

use std::path::PathBuf;

use anyhow::Result;
use demandes_tests::fixtures::real_data::load_real_data;

#[tokio::test]
async fn real_data_are_complete_and_geonatures_triggers_filled_them() -> Result<()> {
    let Some(folder) = std::env::var_os("DEMANDES_TEST_DATA") else {
        eprintln!("skipped because DEMANDES_TEST_DATA does not name the shared data folder");
        return Ok(());
    };
    let pool = demandes_tests::harness::empty_geonature_database().await;
    load_real_data(&pool, &PathBuf::from(folder)).await?;

    let (occitanie, invalid): (i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE left(area_code, 2) = ANY ('{09,11,12,30,31,32,34,46,48,65,66,81,82}')),
                count(*) FILTER (WHERE NOT st_isvalid(geom))
           FROM ref_geo.l_areas WHERE id_type = ref_geo.get_id_area_type('COM')",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!((occitanie, invalid), (4485, 0));

    let (observations, taxa): (i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT cd_nom) FROM gn_synthese.synthese")
            .fetch_one(&pool)
            .await?;
    assert_eq!((observations, taxa), (1000, 253));

    let rootless: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM taxonomie.taxref t
          WHERE t.group1_inpn IS NULL OR cd_taxsup IS NULL AND cd_nom < 9000000",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!(rootless, 0, "taxa without a group or a parent");

    // Each observation has one area of each grid at least, and the commune its file gives (but where the simplified
    // borders of 2018 differ).
    let (without_grid, same_commune): (i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE grids < 6), count(*) FILTER (WHERE insee_com = ANY (communes))
           FROM (SELECT s.additional_data ->> 'insee_com' AS insee_com,
                        count(DISTINCT t.type_code) FILTER (WHERE t.type_code LIKE 'M%') AS grids,
                        array_agg(a.area_code) FILTER (WHERE t.type_code = 'COM') AS communes
                   FROM gn_synthese.synthese s
                   JOIN gn_synthese.cor_area_synthese USING (id_synthese)
                   JOIN ref_geo.l_areas a USING (id_area)
                   JOIN ref_geo.bib_areas_types t USING (id_type)
                  GROUP BY s.id_synthese) AS by_observation",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!(without_grid, 0);
    assert!(
        same_commune >= 950,
        "only {same_commune} observations lie in the commune of their file"
    );

    let levels: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT n.cd_nomenclature
           FROM gn_synthese.synthese s
           JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = s.id_nomenclature_sensitivity ORDER BY 1",
    )
    .fetch_all(&pool)
    .await?;
    assert_eq!(levels, ["0", "1", "2", "3", "4"]);
    Ok(())
}
