//! `refresh_areas` and `refresh_sensitivity` on a random world, against `GeoNature`'s own triggers and functions, through what
//! may happen to a long run: killed, cancelled, locked out, overtaken by writers.
//!
//! Not here: how fast they are.

use anyhow::{Context as _, Result};
use demandes_tests::extension_world::{count, difference, refusal, run, text, wait_until, world};
use sqlx::PgPool;
use sqlx::pool::PoolConnection;

/// What `GeoNature`'s row trigger makes of each record, and the records it fails on. The triggers' work is undone.
const EXPECTED_AREAS: &str = "
    CREATE TABLE world.refused (id_synthese integer);
    CREATE TABLE world.before AS SELECT * FROM gn_synthese.cor_area_synthese;
    DO $$
    DECLARE id integer;
    BEGIN
        FOR id IN SELECT id_synthese FROM gn_synthese.synthese LOOP
            BEGIN
                UPDATE gn_synthese.synthese SET the_geom_4326 = the_geom_4326 WHERE id_synthese = id;
            EXCEPTION WHEN OTHERS THEN
                INSERT INTO world.refused VALUES (id);
            END;
        END LOOP;
    END $$;
    CREATE TABLE world.expected AS SELECT * FROM gn_synthese.cor_area_synthese;
    TRUNCATE gn_synthese.cor_area_synthese;
    INSERT INTO gn_synthese.cor_area_synthese SELECT * FROM world.before";

const FOUND_AREAS: &str = "SELECT id_synthese, id_area FROM gn_synthese.cor_area_synthese";

/// Missing rows, rows too many, a disabled area that kept its rows, a moved one.
const SPOIL_AREAS: &str = "
    SELECT setseed(0.3);
    ALTER TABLE ref_geo.l_areas DISABLE TRIGGER USER;
    UPDATE ref_geo.l_areas SET enable = NOT enable WHERE id_area % 17 = 0;
    UPDATE ref_geo.l_areas SET geom = ST_Translate(geom, 250, 0) WHERE id_area % 13 = 0;
    ALTER TABLE ref_geo.l_areas ENABLE TRIGGER USER;
    -- A line of no length: on it the trigger itself answers otherwise from one run to the next.
    DELETE FROM gn_synthese.synthese WHERE GeometryType(the_geom_local) = 'LINESTRING' AND ST_Length(the_geom_local) = 0;
    DELETE FROM gn_synthese.cor_area_synthese WHERE random() < 0.3;
    INSERT INTO gn_synthese.cor_area_synthese
    SELECT s.id_synthese, a.id_area FROM gn_synthese.synthese s, ref_geo.l_areas a WHERE random() < 0.001
        ON CONFLICT DO NOTHING";

/// Areas whose border crosses itself: two squares over each other, a bow tie. On those GEOS refuses some lines and polygons.
const CROSS_AREAS: &str = "
    ALTER TABLE ref_geo.l_areas DISABLE TRIGGER USER;
    UPDATE ref_geo.l_areas SET geom = ST_SetSRID('MULTIPOLYGON(((610000 6210000, 616000 6210000, 616000 6216000, 610000 6216000, 610000 6210000)),
        ((613000 6213000, 619000 6213000, 619000 6219000, 613000 6219000, 613000 6213000)))'::geometry, 2154) WHERE area_code = 'C5-5';
    UPDATE ref_geo.l_areas SET geom = ST_SetSRID('MULTIPOLYGON(((620000 6220000, 628000 6228000, 628000 6220000, 620000 6228000, 620000 6220000)))'::geometry, 2154)
     WHERE area_code = 'C6-6';
    ALTER TABLE ref_geo.l_areas ENABLE TRIGGER USER";

/// What `GeoNature`'s function answers for each record, NULL where it fails.
const EXPECTED_SENSITIVITY: &str = "
    CREATE FUNCTION world.answer(s gn_synthese.synthese) RETURNS integer LANGUAGE plpgsql AS $$
    BEGIN
        RETURN gn_sensitivity.get_id_nomenclature_sensitivity(
            s.date_min::date, taxonomie.find_cdref(s.cd_nom), s.the_geom_local,
            jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour));
    EXCEPTION WHEN OTHERS THEN
        RETURN NULL;
    END $$;
    CREATE TABLE world.expected AS SELECT s.id_synthese, world.answer(s) AS level, s.id_nomenclature_sensitivity AS stored, s.meta_update_date
                                     FROM gn_synthese.synthese s";

async fn spoilt_world() -> Result<PgPool> {
    let pool = world().await?;
    run(&pool, SPOIL_AREAS).await?;
    run(&pool, EXPECTED_AREAS).await?;
    Ok(pool)
}

/// A connection and the number of its backend.
async fn worker(pool: &PgPool) -> Result<(PoolConnection<sqlx::Postgres>, String)> {
    let mut connection = pool.acquire().await?;
    let pid = text(&mut *connection, "pg_backend_pid()")
        .await?
        .context("a pid")?;
    Ok((connection, pid))
}

#[tokio::test]
async fn areas_become_those_of_the_trigger() -> Result<()> {
    let pool = world().await?;
    run(&pool, SPOIL_AREAS).await?;
    run(&pool, CROSS_AREAS).await?;
    run(&pool, EXPECTED_AREAS).await?;
    assert!(
        count(
            &pool,
            &difference(FOUND_AREAS, "SELECT * FROM world.expected")
        )
        .await?
            > 5000
    );
    run(&pool, "CALL gn_diffusion.refresh_areas(100)").await?;
    assert_eq!(
        count(
            &pool,
            &difference(FOUND_AREAS, "SELECT * FROM world.expected")
        )
        .await?,
        0
    );
    // Those on which the trigger fails are told, and left alone.
    assert_eq!(
        text(&pool, "SELECT array_agg(id_synthese ORDER BY id_synthese) FROM world.refused").await?,
        text(&pool, "SELECT array_agg(f ORDER BY f) FROM gn_diffusion.refresh_progress, unnest(failed) f WHERE task = 'areas'").await?,
    );
    assert!(count(&pool, "SELECT FROM world.refused").await? >= 4);
    let told = "SELECT FROM gn_diffusion.refresh_progress
                 WHERE task = 'areas' AND finished_at >= started_at AND total = done AND deferred = '{}'
                   AND total = (SELECT count(*) FROM gn_synthese.synthese)
                   AND written = (SELECT count(*) FROM (SELECT * FROM world.before EXCEPT SELECT * FROM world.expected) removed)
                               + (SELECT count(*) FROM (SELECT * FROM world.expected EXCEPT SELECT * FROM world.before) added)";
    assert_eq!(count(&pool, told).await?, 1);
    // What is right is not written again.
    let versions = "SELECT md5(string_agg(xmin::text || ctid::text, ',' ORDER BY id_synthese, id_area)) FROM gn_synthese.cor_area_synthese";
    let before = text(&pool, versions).await?;
    run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
    assert_eq!(text(&pool, versions).await?, before);
    assert_eq!(
        text(
            &pool,
            "SELECT written FROM gn_diffusion.refresh_progress WHERE task = 'areas'"
        )
        .await?
        .as_deref(),
        Some("0")
    );
    Ok(())
}

#[tokio::test]
async fn sensitivity_becomes_that_of_geonature() -> Result<()> {
    let pool = world().await?;
    run(&pool, EXPECTED_SENSITIVITY).await?;
    let wrong = "SELECT FROM gn_synthese.synthese s JOIN world.expected e USING (id_synthese)
                  WHERE s.id_nomenclature_sensitivity IS DISTINCT FROM coalesce(e.level, e.stored)";
    assert!(count(&pool, wrong).await? > 300);
    run(&pool, "CALL gn_diffusion.refresh_sensitivity(100)").await?;
    assert_eq!(count(&pool, wrong).await?, 0);
    // Only the rows that changed were touched, by GeoNature's own trigger of dates.
    let touched = "SELECT FROM gn_synthese.synthese s JOIN world.expected e USING (id_synthese)
                    WHERE (s.meta_update_date IS DISTINCT FROM e.meta_update_date)
                          <> (s.id_nomenclature_sensitivity IS DISTINCT FROM e.stored)";
    assert_eq!(count(&pool, touched).await?, 0);
    assert_eq!(
        text(&pool, "gn_synthese.update_sensitivity()")
            .await?
            .as_deref(),
        Some("0")
    );
    let written = "SELECT FROM gn_diffusion.refresh_progress p
                    WHERE task = 'sensitivity' AND p.written = (SELECT count(*) FROM world.expected WHERE stored IS DISTINCT FROM level)";
    assert_eq!(count(&pool, written).await?, 1);
    Ok(())
}

/// Rules changed for good, a year later: what `update_sensitivity()` would say.
#[tokio::test]
async fn sensitivity_follows_changed_rules() -> Result<()> {
    let pool = world().await?;
    run(
        &pool,
        "UPDATE gn_sensitivity.t_sensitivity_rules SET active = NOT active, sensitivity_duration = sensitivity_duration + 5 WHERE id_sensitivity % 3 = 0;
         INSERT INTO gn_sensitivity.cor_sensitivity_area SELECT r.id_sensitivity, a.id_area FROM gn_sensitivity.t_sensitivity_rules r, ref_geo.l_areas a
          WHERE (r.id_sensitivity + a.id_area) % 97 = 0;
         INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria) VALUES (11, NULL), (13, NULL);
         REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
    )
    .await?;
    run(&pool, EXPECTED_SENSITIVITY).await?;
    run(&pool, "CALL gn_diffusion.refresh_sensitivity(333)").await?;
    let wrong = "SELECT FROM gn_synthese.synthese s JOIN world.expected e USING (id_synthese)
                  WHERE s.id_nomenclature_sensitivity IS DISTINCT FROM coalesce(e.level, e.stored)";
    assert_eq!(count(&pool, wrong).await?, 0);
    Ok(())
}

/// Killed or cancelled: nothing right was ever missing, and the next call goes on from there.
#[tokio::test]
async fn an_interrupted_run_is_resumed() -> Result<()> {
    for (interruption, sqlstate) in [("terminate", "57P01"), ("cancel", "57014")] {
        let pool = spoilt_world().await?;
        run(
            &pool,
            "CREATE TABLE world.right AS SELECT * FROM world.before INTERSECT SELECT * FROM world.expected",
        )
        .await?;
        let (mut connection, pid) = worker(&pool).await?;
        let running = tokio::spawn(async move {
            let outcome = refusal(&mut *connection, "CALL gn_diffusion.refresh_areas(5)").await;
            connection.detach();
            outcome
        });
        let lost = "SELECT * FROM world.right EXCEPT SELECT * FROM gn_synthese.cor_area_synthese";
        wait_until(
            &pool,
            "SELECT coalesce(max(done), 0) >= 100 FROM gn_diffusion.refresh_progress",
        )
        .await?;
        assert_eq!(count(&pool, lost).await?, 0);
        run(&pool, &format!("SELECT pg_{interruption}_backend({pid})")).await?;
        let (code, message) = running.await?;
        assert_eq!(code, sqlstate, "{message}");
        assert_eq!(count(&pool, lost).await?, 0);
        let done = text(&pool, "SELECT run || ' ' || done FROM gn_diffusion.refresh_progress WHERE finished_at IS NULL AND done < total")
            .await?
            .context("an interrupted run")?;
        // Half done, and no more: a batch is whole or not at all.
        let half = "SELECT FROM gn_diffusion.refresh_progress p
                     WHERE EXISTS ((SELECT * FROM gn_synthese.cor_area_synthese WHERE id_synthese > p.last_done
                                    EXCEPT SELECT * FROM world.before)
                                   UNION ALL
                                   (SELECT * FROM world.expected WHERE id_synthese <= p.last_done
                                    EXCEPT SELECT * FROM gn_synthese.cor_area_synthese))";
        assert_eq!(count(&pool, half).await?, 0);
        run(&pool, "CALL gn_diffusion.refresh_areas(50)").await?;
        assert_eq!(
            count(
                &pool,
                &difference(FOUND_AREAS, "SELECT * FROM world.expected")
            )
            .await?,
            0
        );
        let (run_id, already) = done.split_once(' ').context("two words")?;
        let resumed = format!(
            "SELECT FROM gn_diffusion.refresh_progress WHERE run = '{run_id}' AND done = total AND total > {already} AND finished_at IS NOT NULL"
        );
        assert_eq!(count(&pool, &resumed).await?, 1);
    }
    Ok(())
}

/// What a run interrupted before a change of areas had done is done again.
#[tokio::test]
async fn a_run_is_not_resumed_on_other_areas() -> Result<()> {
    let pool = spoilt_world().await?;
    run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
    let interrupt =
        "UPDATE gn_diffusion.refresh_progress SET finished_at = NULL, last_done = last_id - 1";
    let done = "SELECT FROM gn_diffusion.refresh_progress WHERE done = total";
    run(&pool, interrupt).await?;
    run(&pool, "UPDATE gn_diffusion.refresh_progress SET done = 7").await?;
    run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
    // Resumed: one row was left to see.
    assert_eq!(
        text(&pool, "SELECT done FROM gn_diffusion.refresh_progress")
            .await?
            .as_deref(),
        Some("8")
    );
    for change in [
        "UPDATE ref_geo.l_areas SET geom = ST_Translate(geom, 1, 0) WHERE id_area = (SELECT min(id_area) FROM ref_geo.l_areas)",
        "DELETE FROM ref_geo.l_areas WHERE area_code = 'HOLE'",
    ] {
        run(&pool, interrupt).await?;
        run(&pool, change).await?;
        run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
        assert_eq!(count(&pool, done).await?, 1, "{change}");
    }
    run(&pool, interrupt).await?;
    run(&pool, "CALL gn_diffusion.refresh_areas(restart => true)").await?;
    assert_eq!(count(&pool, done).await?, 1);
    Ok(())
}

/// Records are inserted, moved and deleted while both refreshes run: at the end each has what the triggers give.
#[tokio::test]
async fn writers_and_refreshes_run_together() -> Result<()> {
    let pool = world().await?;
    run(&pool, SPOIL_AREAS).await?;
    let mut refreshes = Vec::new();
    for call in [
        "CALL gn_diffusion.refresh_areas(7)",
        "CALL gn_diffusion.refresh_sensitivity(11)",
    ] {
        let pool = pool.clone();
        refreshes.push(tokio::spawn(async move { run(&pool, call).await }));
    }
    wait_until(
        &pool,
        "SELECT count(*) = 2 FROM gn_diffusion.refresh_progress",
    )
    .await?;
    let mut writes = 0;
    while refreshes.iter().any(|refresh| !refresh.is_finished()) {
        writes += 1;
        run(
            &pool,
            "INSERT INTO gn_synthese.synthese (id_source, cd_nom, nom_cite, the_geom_local, date_min, date_max)
             SELECT (SELECT max(id_source) FROM gn_synthese.t_sources), 9000001 + floor(random() * 300)::int, 'nom', world.geometry(i), '2020-06-01', '2020-06-01'
               FROM generate_series(1, 10) i;
             UPDATE gn_synthese.synthese SET the_geom_local = world.geometry(id_synthese % 14), date_min = '2015-02-01', date_max = '2021-01-01'
              WHERE id_synthese IN (SELECT 1 + floor(random() * 1500)::int FROM generate_series(1, 8));
             UPDATE gn_synthese.synthese SET comment_context = 'autre' WHERE id_synthese IN (SELECT 1 + floor(random() * 1500)::int FROM generate_series(1, 8));
             DELETE FROM gn_synthese.synthese WHERE id_synthese = 1 + floor(random() * 1500)::int",
        )
        .await?;
    }
    for refresh in refreshes {
        refresh.await??;
    }
    assert!(writes > 10, "{writes}");
    let ends = "SELECT FROM gn_diffusion.refresh_progress WHERE finished_at IS NOT NULL AND deferred = '{}'";
    assert_eq!(count(&pool, ends).await?, 2);
    run(&pool, EXPECTED_AREAS).await?;
    assert_eq!(
        count(
            &pool,
            &difference("SELECT * FROM world.before", "SELECT * FROM world.expected")
        )
        .await?,
        0
    );
    assert_eq!(
        text(&pool, "gn_synthese.update_sensitivity()")
            .await?
            .as_deref(),
        Some("0")
    );
    Ok(())
}

/// A row that somebody keeps locked is waited for without holding up the others, then left, and said to be.
#[tokio::test]
async fn a_locked_record_stops_nothing() -> Result<()> {
    let pool = spoilt_world().await?;
    let locked = text(
        &pool,
        "SELECT min(id_synthese) FROM (SELECT * FROM world.expected EXCEPT SELECT * FROM world.before) missing",
    )
    .await?
    .context("a record to change")?;
    let mut editor = pool.begin().await?;
    run(
        &mut *editor,
        &format!("UPDATE gn_synthese.synthese SET comment_context = 'en cours' WHERE id_synthese = {locked}"),
    )
    .await?;
    run(&pool, "CALL gn_diffusion.refresh_areas(200)").await?;
    let others = format!(
        "SELECT FROM ({}) d WHERE id_synthese <> {locked}",
        difference(FOUND_AREAS, "SELECT * FROM world.expected")
    );
    assert_eq!(count(&pool, &others).await?, 0);
    let of_it = |table: &str| format!("SELECT id_area FROM {table} WHERE id_synthese = {locked}");
    assert_eq!(
        count(
            &pool,
            &difference(
                &of_it("gn_synthese.cor_area_synthese"),
                &of_it("world.before")
            )
        )
        .await?,
        0
    );
    assert_eq!(
        text(&pool, "SELECT deferred FROM gn_diffusion.refresh_progress").await?,
        Some(format!("{{{locked}}}"))
    );
    // The editor was not held up either.
    editor.commit().await?;
    run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
    assert_eq!(
        count(
            &pool,
            &difference(FOUND_AREAS, "SELECT * FROM world.expected")
        )
        .await?,
        0
    );
    Ok(())
}

/// A row that changed between its reading and its writing keeps what its own trigger gave it.
#[tokio::test]
async fn a_stale_reading_is_never_written() -> Result<()> {
    let pool = spoilt_world().await?;
    let mut refresh = pool.begin().await?;
    let read = "CREATE TEMP TABLE reading AS SELECT * FROM gn_diffusion.areas_to_change(1, 1500, NULL, '{}', '{}')";
    run(&mut *refresh, read).await?;
    run(&pool, "UPDATE gn_synthese.synthese SET the_geom_local = world.geometry(8) WHERE id_synthese % 2 = 0").await?;
    run(
        &pool,
        "DELETE FROM gn_synthese.synthese WHERE id_synthese % 5 = 0",
    )
    .await?;
    let left = "SELECT unnest(gn_diffusion.lock_unchanged(array_agg(id_synthese), array_agg(row_version))) AS id FROM reading";
    let changed =
        "SELECT DISTINCT id_synthese FROM reading WHERE id_synthese % 2 = 0 OR id_synthese % 5 = 0";
    assert_eq!(count(&mut *refresh, &difference(left, changed)).await?, 0);
    assert!(count(&mut *refresh, changed).await? > 100);
    let others = "SELECT FROM reading WHERE id_synthese % 2 > 0 AND id_synthese % 5 > 0";
    assert!(count(&mut *refresh, others).await? > 100);
    Ok(())
}

#[tokio::test]
async fn a_refresh_inside_a_transaction_is_one_piece() -> Result<()> {
    let pool = spoilt_world().await?;
    for procedure in ["refresh_areas", "refresh_sensitivity"] {
        let mut transaction = pool.begin().await?;
        let (code, _) = refusal(
            &mut *transaction,
            &format!("CALL gn_diffusion.{procedure}()"),
        )
        .await;
        assert_eq!(code, "2D000");
        transaction.rollback().await?;
    }
    let mut transaction = pool.begin().await?;
    run(
        &mut *transaction,
        "CALL gn_diffusion.refresh_areas(100, commit_each => false)",
    )
    .await?;
    assert_eq!(
        count(
            &mut *transaction,
            &difference(FOUND_AREAS, "SELECT * FROM world.expected")
        )
        .await?,
        0
    );
    transaction.rollback().await?;
    assert_eq!(
        count(
            &pool,
            &difference(FOUND_AREAS, "SELECT * FROM world.before")
        )
        .await?,
        0
    );
    assert_eq!(
        count(&pool, "SELECT FROM gn_diffusion.refresh_progress").await?,
        0
    );
    Ok(())
}

#[tokio::test]
async fn wrong_calls_are_refused_before_anything_is_done() -> Result<()> {
    let pool = world().await?;
    for batch in ["0", "-1", "NULL"] {
        let (code, message) =
            refusal(&pool, &format!("CALL gn_diffusion.refresh_areas({batch})")).await;
        assert_eq!(
            (code.as_str(), message.as_str()),
            (
                "22023",
                "La taille des paquets doit être strictement positive"
            )
        );
    }
    let mut connection = pool.acquire().await?;
    run(
        &mut *connection,
        "SET default_transaction_isolation = 'repeatable read'",
    )
    .await?;
    let (code, message) =
        refusal(&mut *connection, "CALL gn_diffusion.refresh_sensitivity()").await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        (
            "55000",
            "Un rafraîchissement demande l'isolation « read committed »"
        )
    );
    connection.close().await?;
    Ok(())
}

/// An empty base, and one where the greatest numbers are the only ones.
#[tokio::test]
async fn nothing_and_holes_are_seen_through() -> Result<()> {
    let pool = world().await?;
    run(
        &pool,
        "INSERT INTO gn_synthese.synthese (id_synthese, id_source, nom_cite, the_geom_local, date_min, date_max)
         VALUES (2147483647, (SELECT max(id_source) FROM gn_synthese.t_sources), 'nom', world.geometry(9), '2020-01-01', '2020-01-01'),
                (-2147483648, (SELECT max(id_source) FROM gn_synthese.t_sources), 'nom', world.geometry(9), '2020-01-01', '2020-01-01');
         DELETE FROM gn_synthese.synthese WHERE id_synthese BETWEEN 1 AND 1490;
         TRUNCATE gn_synthese.cor_area_synthese",
    )
    .await?;
    run(&pool, "CALL gn_diffusion.refresh_areas(1)").await?;
    run(&pool, "CALL gn_diffusion.refresh_sensitivity(1)").await?;
    run(&pool, EXPECTED_AREAS).await?;
    assert_eq!(
        count(
            &pool,
            &difference(FOUND_AREAS, "SELECT * FROM world.expected")
        )
        .await?,
        0
    );
    run(&pool, "TRUNCATE gn_synthese.synthese CASCADE").await?;
    run(&pool, "CALL gn_diffusion.refresh_areas()").await?;
    run(&pool, "CALL gn_diffusion.refresh_sensitivity()").await?;
    let ends =
        "SELECT FROM gn_diffusion.refresh_progress WHERE finished_at IS NOT NULL AND total = 0";
    assert_eq!(count(&pool, ends).await?, 2);
    Ok(())
}
