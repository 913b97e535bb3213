//! The shared indexes of `gn_diffusion` answer what the tables would, whatever the snapshot: other sessions' changes, one's own,
//! rollbacks, savepoints, isolation levels, cursors, prepared statements, loops, parallel workers; and a writer never fails because
//! of them.
//!
//! The oracle is `areas_sql`, which reads the tables. Not here: what the functions answer on odd geometries (`sql.rs`).

use anyhow::{Context as _, Result, ensure};
use demandes_tests::harness::geonature_database;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, pool::PoolConnection};

/// Ten by ten communes of 1 km, a hundred points in them, one on each border.
const COMMUNES: &str = "
    INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
    SELECT ref_geo.get_id_area_type('COM'), 'C' || i || '-' || j, 'Commune', ST_Multi(ST_MakeEnvelope(
               600000 + i * 1000, 6200000 + j * 1000, 601000 + i * 1000, 6201000 + j * 1000, 2154))
      FROM generate_series(0, 9) i, generate_series(0, 9) j;
    CREATE TABLE place AS
    SELECT ST_SetSRID(ST_Point(600000 + i * 500, 6200250 + j * 500), 2154) AS geom
      FROM generate_series(0, 19) i, generate_series(0, 19) j;
    GRANT SELECT ON place TO PUBLIC";

/// Places where the index and the tables disagree.
const DISAGREEMENTS: &str = "SELECT count(*) FROM place p
     WHERE gn_diffusion.area_ids(p.geom, 'COM') IS DISTINCT FROM
           (SELECT array_agg(a.id_area ORDER BY a.id_area) FROM gn_diffusion.areas_sql(p.geom, '{COM}') a)";

/// How many communes the places are in, from the index alone.
const SEEN: &str = "SELECT coalesce(sum(cardinality(gn_diffusion.area_ids(p.geom, 'COM'))), 0)::bigint FROM place p";

/// Takes a column of communes away from the places.
const CHANGE: &str = "UPDATE ref_geo.l_areas SET enable = NOT enable WHERE area_code LIKE 'C3-%'";

type Session = PoolConnection<Postgres>;

async fn communes() -> Result<PgPool> {
    let pool = geonature_database().await;
    sqlx::raw_sql(COMMUNES).execute(&pool).await?;
    Ok(pool)
}

async fn run(session: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(session)
        .await
        .with_context(|| sql.to_owned())?;
    Ok(())
}

async fn number(session: &mut PgConnection, sql: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .fetch_one(session)
        .await?)
}

/// What the session sees through the index, which must be what the tables say.
async fn seen(session: &mut PgConnection) -> Result<i64> {
    let disagreements = number(session, DISAGREEMENTS).await?;
    ensure!(disagreements == 0, "{disagreements} places disagree");
    number(session, SEEN).await
}

async fn indexes_in_use(session: &mut PgConnection) -> Result<i64> {
    number(
        session,
        "SELECT count(*) FROM gn_diffusion.cache_status() WHERE place IN ('mapped', 'private')",
    )
    .await
}

async fn two_sessions(pool: &PgPool) -> Result<[Session; 2]> {
    Ok([pool.acquire().await?, pool.acquire().await?])
}

#[tokio::test]
async fn a_change_is_seen_once_committed_and_by_its_author_before() -> Result<()> {
    let pool = communes().await?;
    let [mut writer, mut reader] = two_sessions(&pool).await?;
    let whole = seen(&mut reader).await?;
    ensure!(whole > 400 && indexes_in_use(&mut reader).await? == 1);

    run(&mut writer, "BEGIN").await?;
    run(&mut writer, CHANGE).await?;
    let less = seen(&mut writer).await?;
    ensure!(less < whole);
    assert_eq!(seen(&mut reader).await?, whole, "not committed yet");
    run(&mut writer, "COMMIT").await?;
    assert_eq!(seen(&mut reader).await?, less);
    assert_eq!(seen(&mut writer).await?, less);
    Ok(())
}

#[tokio::test]
async fn what_is_rolled_back_was_never_there() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    let whole = seen(&mut session).await?;
    run(&mut session, "BEGIN").await?;
    run(&mut session, CHANGE).await?;
    ensure!(seen(&mut session).await? < whole);
    run(&mut session, "ROLLBACK").await?;
    assert_eq!(seen(&mut session).await?, whole);

    // Savepoints: back to before, forward again, back again, with the number of commands the same on both sides.
    run(&mut session, "BEGIN").await?;
    for _ in 0..3 {
        run(&mut session, "SAVEPOINT a").await?;
        run(&mut session, CHANGE).await?;
        ensure!(seen(&mut session).await? < whole);
        run(&mut session, "SAVEPOINT b").await?;
        run(
            &mut session,
            "DELETE FROM ref_geo.l_areas WHERE area_code = 'C5-5'",
        )
        .await?;
        ensure!(seen(&mut session).await? < whole);
        run(&mut session, "ROLLBACK TO b").await?;
        ensure!(seen(&mut session).await? < whole);
        run(&mut session, "ROLLBACK TO a").await?;
        assert_eq!(seen(&mut session).await?, whole);
    }
    run(&mut session, "COMMIT").await?;
    assert_eq!(seen(&mut session).await?, whole);
    Ok(())
}

#[tokio::test]
async fn a_snapshot_that_lasts_keeps_its_answers() -> Result<()> {
    let pool = communes().await?;
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let [mut writer, mut reader] = two_sessions(&pool).await?;
        run(&mut reader, &format!("BEGIN ISOLATION LEVEL {level}")).await?;
        let before = seen(&mut reader).await?;
        run(&mut writer, CHANGE).await?;
        let after = seen(&mut writer).await?;
        ensure!(after != before);
        // A session that comes for the first time, then the old snapshot again.
        let mut other = pool.acquire().await?;
        assert_eq!(seen(&mut other).await?, after);
        assert_eq!(seen(&mut reader).await?, before, "{level}");
        run(&mut reader, "COMMIT").await?;
        assert_eq!(seen(&mut reader).await?, after, "{level}");
    }
    Ok(())
}

#[tokio::test]
async fn writers_never_fail_because_of_the_notes() -> Result<()> {
    let pool = communes().await?;
    for level in ["READ COMMITTED", "REPEATABLE READ"] {
        let [mut one, mut other] = two_sessions(&pool).await?;
        for session in [&mut one, &mut other] {
            run(session, &format!("BEGIN ISOLATION LEVEL {level}")).await?;
            seen(session).await?;
        }
        // Each touches rows of its own: GeoNature alone would let both pass.
        run(
            &mut one,
            "UPDATE ref_geo.l_areas SET enable = false WHERE area_code = 'C1-1'",
        )
        .await?;
        run(
            &mut other,
            "UPDATE ref_geo.l_areas SET enable = false WHERE area_code = 'C2-2'",
        )
        .await?;
        run(&mut one, "COMMIT").await?;
        run(&mut other, "COMMIT").await?;
        seen(&mut one).await?;
        run(&mut one, "UPDATE ref_geo.l_areas SET enable = true").await?;
    }
    // Somebody with no right on the extension's tables but those of everybody.
    run(
        &mut *pool.acquire().await?,
        "GRANT USAGE ON SCHEMA ref_geo TO pg_monitor; GRANT SELECT, UPDATE ON ref_geo.bib_areas_types TO pg_monitor",
    )
    .await?;
    let mut session = pool.acquire().await?;
    run(&mut session, "SET ROLE pg_monitor").await?;
    run(
        &mut session,
        "UPDATE ref_geo.bib_areas_types SET type_code = 'XXX' WHERE type_code = 'COM'",
    )
    .await?;
    run(&mut session, "RESET ROLE").await?;
    assert_eq!(seen(&mut session).await?, 0);
    Ok(())
}

#[tokio::test]
async fn cursors_loops_and_prepared_statements_see_their_own_snapshot() -> Result<()> {
    let pool = communes().await?;
    let [mut writer, mut reader] = two_sessions(&pool).await?;
    let whole = seen(&mut reader).await?;

    run(&mut reader, "BEGIN").await?;
    run(
        &mut reader,
        "DECLARE c CURSOR FOR SELECT gn_diffusion.area_id(geom, 'COM') FROM place ORDER BY ST_X(geom)",
    )
    .await?;
    run(&mut reader, "FETCH 10 FROM c").await?;
    run(&mut writer, "UPDATE ref_geo.l_areas SET enable = false").await?;
    assert_eq!(seen(&mut reader).await?, 0, "a new command sees the change");
    let rest: Vec<Option<i32>> = sqlx::query_scalar("FETCH ALL FROM c")
        .fetch_all(&mut *reader)
        .await?;
    ensure!(
        rest.len() == 390 && rest.iter().all(Option::is_some),
        "the cursor does not"
    );
    run(&mut reader, "COMMIT").await?;
    run(&mut writer, "UPDATE ref_geo.l_areas SET enable = true").await?;

    run(&mut reader, &format!("PREPARE p AS {SEEN}")).await?;
    for enable in [false, true] {
        run(
            &mut writer,
            &format!("UPDATE ref_geo.l_areas SET enable = {enable}"),
        )
        .await?;
        let expected = if enable { whole } else { 0 };
        assert_eq!(number(&mut reader, "EXECUTE p").await?, expected);
    }

    // A loop that changes and asks, in one statement of the client, with simple expressions that PL/pgSQL evaluates itself.
    run(
        &mut reader,
        "DO $$
         DECLARE place geometry := ST_SetSRID(ST_Point(603250, 6200250), 2154); found integer; wanted integer;
         BEGIN
             FOR turn IN 1..6 LOOP
                 UPDATE ref_geo.l_areas SET enable = (turn % 2 = 0) WHERE area_code = 'C3-0';
                 found := gn_diffusion.area_id(place, 'COM');
                 wanted := (SELECT a.id_area FROM gn_diffusion.areas_sql(place, '{COM}') a);
                 ASSERT found IS NOT DISTINCT FROM wanted, format('turn %s: %s and not %s', turn, found, wanted);
                 ASSERT (found IS NULL) = (turn % 2 = 1), 'the change is seen';
                 IF turn % 3 = 0 THEN COMMIT; END IF;
             END LOOP;
         END $$",
    )
    .await?;
    Ok(())
}

#[tokio::test]
async fn parallel_workers_answer_the_same() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    let alone = seen(&mut session).await?;
    run(
        &mut session,
        "SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
         SET min_parallel_table_scan_size = 0; ALTER TABLE place SET (parallel_workers = 2); SET parallel_leader_participation = off",
    )
    .await?;
    let plan: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {SEEN}")))
        .fetch_all(&mut *session)
        .await?;
    ensure!(
        plan.iter().any(|line| line.contains("Workers Planned: 2")),
        "{plan:?}"
    );
    assert_eq!(number(&mut session, SEEN).await?, alone);
    // What the transaction has changed, its workers see too.
    run(&mut session, "BEGIN").await?;
    run(&mut session, CHANGE).await?;
    let changed = number(&mut session, SEEN).await?;
    ensure!(changed < alone);
    run(
        &mut session,
        "SET LOCAL max_parallel_workers_per_gather = 0",
    )
    .await?;
    assert_eq!(seen(&mut session).await?, changed);
    run(&mut session, "ROLLBACK").await?;
    Ok(())
}

#[tokio::test]
async fn every_way_of_changing_a_table_is_noticed() -> Result<()> {
    let pool = communes().await?;
    let [mut writer, mut reader] = two_sessions(&pool).await?;
    for change in [
        "DELETE FROM ref_geo.l_areas WHERE area_code = 'C0-0'",
        "INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
         SELECT id_type, 'new', 'new', geom FROM ref_geo.l_areas WHERE area_code = 'C1-0'",
        "UPDATE ref_geo.l_areas SET geom = ST_Multi(ST_Translate(geom, 0, 100000)) WHERE area_code = 'new'",
        "UPDATE ref_geo.bib_areas_types SET type_code = 'XXX' WHERE type_code = 'COM'",
        "UPDATE ref_geo.bib_areas_types SET type_code = 'COM' WHERE type_code = 'XXX'",
        "TRUNCATE ref_geo.l_areas CASCADE",
    ] {
        let before = seen(&mut reader).await?;
        run(&mut writer, change).await?;
        ensure!(seen(&mut reader).await? != before, "{change}");
    }
    Ok(())
}

/// Triggers of somebody else, before and after the rows and the statement, that ask both the index and the tables.
const WITNESSES: &str = "
    CREATE TABLE witness (disagreements bigint, seen bigint);
    CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO witness VALUES ((DISAGREEMENTS), (SEEN));
        RETURN NEW;
    END
    $$;
    CREATE TRIGGER aa_before BEFORE UPDATE ON ref_geo.l_areas FOR EACH ROW EXECUTE FUNCTION witness();
    CREATE TRIGGER aa_after AFTER UPDATE ON ref_geo.l_areas FOR EACH ROW EXECUTE FUNCTION witness();
    CREATE TRIGGER aa_statement AFTER UPDATE ON ref_geo.l_areas FOR EACH STATEMENT EXECUTE FUNCTION witness()";

#[tokio::test]
async fn triggers_of_the_statement_that_changes_a_table_see_the_change() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    let whole = seen(&mut session).await?;
    let witnesses = WITNESSES
        .replace("DISAGREEMENTS", DISAGREEMENTS)
        .replace("SEEN", SEEN);
    run(&mut session, &witnesses).await?;
    let change = "UPDATE ref_geo.l_areas SET enable = false WHERE area_code IN ('C3-1', 'C3-2')";
    run(&mut session, change).await?;
    let witness = |what: &str| format!("SELECT {what}::bigint FROM witness");
    let least = number(&mut session, &witness("min(seen)")).await?;
    let most = number(&mut session, &witness("max(seen)")).await?;
    ensure!(
        least < most && most == whole,
        "{least} to {most} of {whole}"
    );
    assert_eq!(number(&mut session, &witness("count(*)")).await?, 5);
    assert_eq!(
        number(&mut session, &witness("sum(disagreements)")).await?,
        0
    );
    Ok(())
}

#[tokio::test]
async fn no_index_serves_what_it_cannot_stand_for() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    let whole = seen(&mut session).await?;
    for (without, with) in [
        ("SET gn_diffusion.cache = off", "RESET gn_diffusion.cache"),
        (
            "SET gn_diffusion.cache_limit = 0",
            "RESET gn_diffusion.cache_limit",
        ),
        (
            "ALTER TABLE ref_geo.l_areas DISABLE TRIGGER zz_gn_diffusion_cache",
            "ALTER TABLE ref_geo.l_areas ENABLE TRIGGER zz_gn_diffusion_cache",
        ),
        (
            "DROP TRIGGER zz_gn_diffusion_cache ON ref_geo.l_areas",
            "SELECT gn_diffusion.watch_tables()",
        ),
        (
            "ALTER TABLE ref_geo.l_areas ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE ref_geo.l_areas DISABLE ROW LEVEL SECURITY",
        ),
    ] {
        run(&mut session, without).await?;
        // Nothing notes this change, and it is seen all the same.
        run(
            &mut session,
            "UPDATE ref_geo.l_areas SET enable = false WHERE area_code LIKE 'C3-%'",
        )
        .await?;
        ensure!(seen(&mut session).await? < whole, "{without}");
        run(&mut session, "UPDATE ref_geo.l_areas SET enable = true").await?;
        run(&mut session, with).await?;
        run(&mut session, "SELECT gn_diffusion.cache_refresh()").await?;
        assert_eq!(seen(&mut session).await?, whole, "{with}");
    }
    Ok(())
}

#[tokio::test]
async fn an_index_gives_nobody_what_he_may_not_read() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    // In this very session the index is there, and the snapshot is the same.
    seen(&mut session).await?;
    run(&mut session, "BEGIN ISOLATION LEVEL REPEATABLE READ").await?;
    seen(&mut session).await?;
    run(&mut session, "SET ROLE pg_monitor").await?;
    let refused = number(&mut session, SEEN).await;
    let code = match refused
        .as_ref()
        .map_err(|error| error.downcast_ref::<sqlx::Error>())
    {
        Err(Some(sqlx::Error::Database(error))) => error.code().unwrap_or_default().into_owned(),
        other => anyhow::bail!("{other:?}"),
    };
    assert_eq!(code, "42501");
    Ok(())
}

#[tokio::test]
async fn an_interrupted_build_leaves_nothing_behind() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    run(
        &mut session,
        "INSERT INTO ref_geo.l_areas (id_type, area_code, area_name, geom)
         SELECT ref_geo.get_id_area_type('M1'), 'M' || i, 'M', ST_Multi(ST_Buffer(ST_SetSRID(ST_Point(600000 + i, 6200000), 2154), 900, 300))
           FROM generate_series(100, 40000, 100) i",
    )
    .await?;
    let ask = "SELECT count(gn_diffusion.area_id(geom, 'M1')) FROM place";
    run(&mut session, "SET statement_timeout = '5ms'").await?;
    let mut interrupted = 0;
    for _ in 0..5 {
        interrupted += i32::from(number(&mut session, ask).await.is_err());
    }
    ensure!(interrupted > 0, "too fast to be interrupted");
    run(&mut session, "RESET statement_timeout").await?;
    let leftovers = "SELECT count(*) FROM pg_ls_dir('pg_stat_tmp') f WHERE f LIKE 'gn\\_diffusion-' || (SELECT oid FROM pg_database
                      WHERE datname = current_database()) || '-%.tmp'";
    assert_eq!(number(&mut session, leftovers).await?, 0);
    ensure!(number(&mut session, ask).await? > 0);
    let mut other = pool.acquire().await?;
    ensure!(number(&mut other, ask).await? > 0);
    Ok(())
}

#[tokio::test]
async fn nobody_can_bring_an_old_version_back() -> Result<()> {
    let pool = communes().await?;
    let mut session = pool.acquire().await?;
    run(&mut session, "SET ROLE pg_monitor").await?;
    for attempt in [
        "DELETE FROM gn_diffusion.cache_version",
        "UPDATE gn_diffusion.cache_version SET scope = 'x'",
        "TRUNCATE gn_diffusion.cache_version",
        "INSERT INTO gn_diffusion.cache_version (version, scope) VALUES (gen_random_uuid(), 'ref_geo.l_areas')",
        "SELECT gn_diffusion.cache_refresh()",
        "SELECT gn_diffusion.watch_tables()",
    ] {
        ensure!(run(&mut session, attempt).await.is_err(), "{attempt}");
    }
    Ok(())
}
