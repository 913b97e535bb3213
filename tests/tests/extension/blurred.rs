//! The blurred rows: what is published, of which records, and what each change of a record, a rule or an area does to it.
//!
//! Not here: who may read them (`rights.rs`).

use anyhow::{Context as _, Result};
use demandes_tests::extension_world::{count, difference, refusal, run, text, wait_until, world};
use sqlx::PgPool;

const REFRESH: &str = "CALL gn_diffusion.refresh_blurred(300)";

/// What must be published, from the functions of one record and the areas themselves.
const EXPECTED: &str = "
    SELECT v.cd_ref, v.nom_valide::text AS nom_valide, p.periode, l.cd_nomenclature AS level, a.type AS area_type, a.codes AS area_codes,
           ST_AsText(ST_Normalize(a.geom), 3) AS geom
      FROM gn_synthese.synthese s
      JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
      JOIN (SELECT cd_nom AS cd_ref, coalesce(nom_valide, lb_nom) AS nom_valide FROM taxonomie.taxref) v ON v.cd_ref = t.cd_ref
      LEFT JOIN gn_meta.t_datasets d USING (id_dataset)
      JOIN gn_diffusion.level l ON l.cd_nomenclature = gn_diffusion.governing_level(s.id_synthese)
     CROSS JOIN LATERAL (
        SELECT CASE l.date_precision
                    WHEN 'day' THEN s.date_min::date::text || coalesce('/' || nullif(s.date_max::date, s.date_min::date)::text, '')
                    ELSE left(s.date_min::text, n) || coalesce('/' || nullif(left(s.date_max::text, n), left(s.date_min::text, n)), '') END AS periode
          FROM (SELECT CASE l.date_precision WHEN 'month' THEN 7 ELSE 4 END AS n) n) p
     CROSS JOIN LATERAL (
        SELECT x.type, array_agg(a.area_code::text ORDER BY a.id_area) AS codes, ST_Multi(ST_Union(a.geom)) AS geom
          FROM (SELECT l.cd_nomenclature IN ('2.1', '2.2', '2.3') AS finer) f
         CROSS JOIN LATERAL (SELECT CASE WHEN f.finer OR l.cd_nomenclature = '0' THEN 'COM' ELSE l.area_type END AS type) x
         CROSS JOIN LATERAL (
            -- All the communes its own area meets.
            SELECT CASE WHEN NOT f.finer THEN s.the_geom_local
                        ELSE (SELECT ST_Union(o.geom) FROM gn_diffusion.areas(s.the_geom_local, ARRAY[l.area_type]) JOIN ref_geo.l_areas o USING (id_area))
                   END AS shown) g,
               gn_diffusion.areas(g.shown, ARRAY[x.type]) m JOIN ref_geo.l_areas a USING (id_area)
         GROUP BY x.type) a
     WHERE d.dataset_name IS DISTINCT FROM 'Pr' AND l.cd_nomenclature NOT IN ('4', '2.8')";

const PUBLISHED: &str = "
    SELECT cd_ref, nom_valide, periode, level, area_type, area_codes, ST_AsText(ST_Normalize(geom), 3) AS geom
      FROM gn_diffusion.blurred_synthese";

async fn published_as_expected(pool: &PgPool) -> Result<()> {
    assert_eq!(count(pool, &difference(PUBLISHED, EXPECTED)).await?, 0);
    // Nothing is kept that stands for no row.
    let unused = "SELECT FROM gn_diffusion.blurred_area a WHERE NOT EXISTS (SELECT FROM gn_diffusion.blurred_observation o WHERE o.area_id = a.area_id)";
    assert_eq!(count(pool, unused).await?, 0);
    let orphans = "SELECT FROM gn_diffusion.blurred_source b WHERE NOT EXISTS (SELECT FROM gn_synthese.synthese s WHERE s.id_synthese = b.id_synthese)";
    assert_eq!(count(pool, orphans).await?, 0);
    Ok(())
}

async fn written(pool: &PgPool) -> Result<Option<String>> {
    text(
        pool,
        "SELECT written FROM gn_diffusion.refresh_progress WHERE task = 'blurred'",
    )
    .await
}

#[tokio::test]
async fn each_record_is_published_at_its_level_or_not_at_all() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    published_as_expected(&pool).await?;
    for level in ["0", "1", "2", "2.1", "2.3", "2.4", "2.5", "2.6", "3"] {
        let rows = format!("SELECT FROM gn_diffusion.blurred_synthese WHERE level = '{level}'");
        assert!(count(&pool, &rows).await? > 4, "{level}");
    }
    let never = "SELECT FROM gn_diffusion.blurred_synthese WHERE level IN ('4', '2.8', '2.9') OR area_type IN ('M1', 'M2', 'M5')
                    OR GeometryType(geom) <> 'MULTIPOLYGON' OR ST_Area(geom) < 100000 OR periode ~ '[^-/0-9]'
                    OR level <> '0' AND periode ~ '-..-'";
    assert_eq!(count(&pool, never).await?, 0);
    // All the view has, one by one: a column more is a decision.
    let columns = "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
                    WHERE attrelid = 'gn_diffusion.blurred_synthese'::regclass AND attnum > 0";
    assert_eq!(
        text(&pool, columns).await?.as_deref(),
        Some("id cd_ref nom_valide periode level area_type area_codes geom")
    );
    Ok(())
}

/// Nothing is left to know by crossing the view with an area that a lot tells: within the territory, the one covers the other.
#[tokio::test]
async fn what_is_published_never_crosses_the_area_of_a_lot() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    let both = "SELECT ST_Intersection(gn_diffusion.blur_for(s.the_geom_local, b.level), (SELECT ST_Union(geom) FROM ref_geo.l_areas
                       WHERE id_type = ref_geo.get_id_area_type('COM') AND enable)) AS told, a.geom AS published
                  FROM gn_diffusion.blurred_source b
                  JOIN gn_synthese.synthese s USING (id_synthese)
                  JOIN gn_diffusion.blurred_area a USING (area_id)
                 WHERE b.level LIKE '2._'";
    assert!(count(&pool, both).await? > 20);
    let crossed = format!(
        "SELECT FROM ({both}) b WHERE b.told IS NULL OR ST_Area(ST_Difference(b.told, b.published)) > 1e-3"
    );
    assert_eq!(count(&pool, &crossed).await?, 0);
    Ok(())
}

/// Ids are random, kept while the row is the same, and never used for another.
#[tokio::test]
async fn an_identifier_lives_as_long_as_its_row() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    run(
        &pool,
        "CREATE TABLE world.first AS SELECT id, id_synthese FROM gn_diffusion.blurred_source",
    )
    .await?;
    let version =
        "SELECT substr(id::text, 15, 1) FROM world.first WHERE substr(id::text, 15, 1) <> '4'";
    assert_eq!(count(&pool, version).await?, 0);
    for (change, again) in [
        // What is not published changes nothing that is.
        ("UPDATE gn_synthese.synthese SET comment_context = 'autre', observers = 'X' WHERE id_synthese <= 40", "40"),
        // A move within the commune neither.
        (
            "ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
             UPDATE gn_synthese.synthese SET the_geom_local = the_geom_local WHERE id_synthese BETWEEN 41 AND 50;
             ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER",
            "10",
        ),
    ] {
        run(&pool, change).await?;
        run(&pool, REFRESH).await?;
        assert_eq!(written(&pool).await?.as_deref(), Some(again));
        let moved = "SELECT FROM world.first f FULL JOIN gn_diffusion.blurred_source b USING (id_synthese) WHERE f.id IS DISTINCT FROM b.id";
        assert_eq!(count(&pool, moved).await?, 0, "{change}");
    }
    run(
        &pool,
        "ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
         UPDATE gn_synthese.synthese SET cd_nom = 9000299 WHERE id_synthese <= 100 AND id_synthese % 11 > 0 AND id_synthese % 97 > 0;
         ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER;
         DELETE FROM gn_synthese.synthese WHERE id_synthese BETWEEN 101 AND 200",
    )
    .await?;
    run(
        &pool,
        "SELECT world.record('0', NULL, 9000150), world.record('2', NULL, 9000150)",
    )
    .await?;
    run(&pool, REFRESH).await?;
    published_as_expected(&pool).await?;
    let kept = "SELECT FROM world.first f JOIN gn_diffusion.blurred_observation o USING (id) WHERE f.id_synthese BETWEEN 101 AND 200
                   OR f.id_synthese <= 100 AND o.cd_ref = 9000299 AND f.id_synthese NOT IN (SELECT id_synthese FROM gn_synthese.synthese WHERE cd_nom IN (9000299, 9001299) AND id_synthese % 11 = 0)";
    assert!(count(&pool, kept).await? <= 1);
    let others = "SELECT FROM world.first f JOIN gn_diffusion.blurred_source b USING (id_synthese) WHERE f.id <> b.id AND id_synthese > 100";
    assert_eq!(count(&pool, others).await?, 0);
    Ok(())
}

#[tokio::test]
async fn whatever_decides_is_followed() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    let total = text(&pool, "SELECT count(*) FROM gn_synthese.synthese").await?;
    // GeoNature's triggers on areas stop at locations that PostGIS refuses.
    run(&pool, "ALTER TABLE ref_geo.l_areas DISABLE TRIGGER USER").await?;
    for change in [
        "UPDATE gn_diffusion.level SET area_type = NULL WHERE cd_nomenclature = '2.5'",
        "UPDATE gn_diffusion.level SET rank = 35 WHERE cd_nomenclature = '2.4'",
        "UPDATE gn_diffusion.level SET date_precision = 'year' WHERE cd_nomenclature = '1'",
        "UPDATE gn_diffusion.producer_level SET level = '4' WHERE cd_niv_precis = '1'",
        "UPDATE gn_sensitivity.t_sensitivity_rules SET active = NOT active WHERE id_sensitivity % 2 = 0",
        "DELETE FROM gn_sensitivity.cor_sensitivity_criteria",
        "UPDATE ref_geo.l_areas SET enable = false WHERE area_code = 'C3-3'",
        "UPDATE ref_geo.l_areas SET geom = ST_Translate(geom, 100, 0) WHERE id_type = ref_geo.get_id_area_type('DEP')",
        "UPDATE taxonomie.taxref SET nom_valide = 'Autre nom' WHERE cd_nom < 9000100",
        "UPDATE gn_meta.t_datasets SET id_nomenclature_data_origin = world.id('DS_PUBLIQUE', 'Pu') WHERE dataset_name = 'NSP'",
    ] {
        let fingerprint = "gn_diffusion.refresh_fingerprint('blurred')";
        let before = text(&pool, fingerprint).await?;
        run(&pool, change).await?;
        assert_ne!(text(&pool, fingerprint).await?, before, "{change}");
    }
    run(&pool, REFRESH).await?;
    assert_eq!(written(&pool).await?, total);
    let expected = EXPECTED.replace("'2.3')", "'2.3', '2.4')");
    assert_eq!(count(&pool, &difference(PUBLISHED, &expected)).await?, 0);
    // The floor closed: nothing below it is shown, and what is above it still is.
    run(
        &pool,
        "UPDATE gn_diffusion.level SET area_type = NULL WHERE cd_nomenclature = '1'",
    )
    .await?;
    run(&pool, REFRESH).await?;
    let shown =
        "SELECT string_agg(DISTINCT level, ' ' ORDER BY level) FROM gn_diffusion.blurred_synthese";
    assert_eq!(text(&pool, shown).await?.as_deref(), Some("2 2.6 2.7 3"));
    // Nothing changed: nothing is made again, unless asked for.
    run(&pool, REFRESH).await?;
    assert_eq!(written(&pool).await?.as_deref(), Some("0"));
    run(&pool, "CALL gn_diffusion.refresh_blurred(restart => true)").await?;
    assert_eq!(written(&pool).await?, total);
    Ok(())
}

/// Half a refresh is never seen, and one that was killed is finished by the next.
#[tokio::test]
async fn all_shows_at_once() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    run(&pool, &format!("CREATE TABLE world.shown AS {PUBLISHED}")).await?;
    run(
        &pool,
        "UPDATE gn_diffusion.level SET area_type = 'DEP' WHERE cd_nomenclature = '2'",
    )
    .await?;
    let mut connection = pool.acquire().await?;
    let pid = text(&mut *connection, "pg_backend_pid()")
        .await?
        .context("a pid")?;
    let running = tokio::spawn(async move {
        let outcome = refusal(&mut *connection, "CALL gn_diffusion.refresh_blurred(5)").await;
        connection.detach();
        outcome
    });
    wait_until(
        &pool,
        "SELECT done BETWEEN 100 AND 1400 FROM gn_diffusion.refresh_progress",
    )
    .await?;
    assert_eq!(
        count(&pool, &difference(PUBLISHED, "SELECT * FROM world.shown")).await?,
        0
    );
    run(&pool, &format!("SELECT pg_terminate_backend({pid})")).await?;
    assert_eq!(running.await?.0, "57P01");
    assert_eq!(
        count(&pool, &difference(PUBLISHED, "SELECT * FROM world.shown")).await?,
        0
    );
    run(&pool, REFRESH).await?;
    published_as_expected(&pool).await?;
    Ok(())
}

/// Neither the place of a row nor the transaction that wrote it says with which others it was entered.
#[tokio::test]
async fn the_order_of_rows_is_that_of_random_identifiers() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    run(&pool, "SELECT world.record('2', NULL, 9000150, ST_SetSRID(ST_Point(601000 + i, 6201000), 2154)) FROM generate_series(1, 50) i").await?;
    run(&pool, REFRESH).await?;
    for (table, key) in [("blurred_observation", "id"), ("blurred_area", "area_id")] {
        let disorder = format!(
            "SELECT FROM (SELECT {key} < lag({key}) OVER (ORDER BY ctid) AS back FROM gn_diffusion.{table}) t WHERE back"
        );
        assert_eq!(count(&pool, &disorder).await?, 0, "{table}");
    }
    Ok(())
}

#[tokio::test]
async fn the_extension_goes_and_comes_back() -> Result<()> {
    let pool = world().await?;
    run(&pool, REFRESH).await?;
    run(&pool, "DROP EXTENSION gn_diffusion").await?;
    let objects = "SELECT oid FROM pg_class WHERE relnamespace = 'gn_diffusion'::regnamespace
                   UNION ALL SELECT oid FROM pg_proc WHERE pronamespace = 'gn_diffusion'::regnamespace
                   UNION ALL SELECT oid FROM pg_type WHERE typnamespace = 'gn_diffusion'::regnamespace";
    assert_eq!(count(&pool, objects).await?, 0);
    // The role is the cluster's: it stays, with nothing here.
    let left = "SELECT FROM pg_roles WHERE rolname = 'gn_diffusion_reader' AND NOT rolcanlogin AND NOT rolsuper AND NOT rolcreaterole AND NOT rolbypassrls";
    assert_eq!(count(&pool, left).await?, 1);
    let rights = "SELECT FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
                   WHERE r.rolname = 'gn_diffusion_reader' AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(count(&pool, rights).await?, 0);
    run(&pool, "CREATE EXTENSION gn_diffusion").await?;
    run(&pool, REFRESH).await?;
    published_as_expected(&pool).await?;
    Ok(())
}
