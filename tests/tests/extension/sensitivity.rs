//! Native sensitivity on a random world (`fixtures/world.sql`), against the same in SQL (`sensitivity_sql`) and against GeoNature's
//! own function; when the compiled rules stop being true; and their explanation against SQL written apart.
//!
//! Not here: what `sensitivity_sql` itself must answer (`sql.rs`).

use anyhow::Result;
use demandes_tests::harness::world_database;
use sqlx::{AssertSqlSafe, PgConnection, PgPool};

/// What the world's rules lack: a criterion and an area that are NULL, an area that is disabled or has no rule else, bounds that are
/// infinite, a level without row, a rule on a name without taxon, and durations that end on either side.
const ODD_RULES: &str = "
    INSERT INTO gn_sensitivity.t_sensitivity_rules (id_sensitivity, cd_nom, id_nomenclature_sensitivity, sensitivity_duration, date_min, date_max) VALUES
        (9001, 9000200, world.id('SENSIBILITE', '4'), 100, NULL, NULL), (9002, 9000201, world.id('SENSIBILITE', '4'), 100, NULL, NULL),
        (9003, 9000202, world.id('SENSIBILITE', '2.9'), 100, NULL, NULL), (9004, 9003001, world.id('SENSIBILITE', '3'), 100, NULL, NULL),
        (9005, 9000203, world.id('SENSIBILITE', '3'), 100, '-infinity', 'infinity'), (9006, 9000204, world.id('SENSIBILITE', '3'), -5, NULL, NULL),
        (9007, 9000205, world.id('SENSIBILITE', '3'), 2147483647, '2004-02-29', '1901-12-31'), (9008, 9000206, world.id('SENSIBILITE', '2'), 100, NULL, NULL);
    INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria)
        VALUES (9001, NULL), (9001, world.id('STATUT_BIO', '3')), (9008, world.id('STATUT_BIO', '3'));
    INSERT INTO gn_sensitivity.cor_sensitivity_area (id_sensitivity, id_area)
    SELECT 9002, NULL UNION ALL SELECT 9003, id_area FROM ref_geo.l_areas WHERE area_code IN ('C2-7', 'HOLE', 'C4-4')
    UNION ALL SELECT 9008, id_area FROM ref_geo.l_areas WHERE area_code LIKE 'C_-5';
    REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref;";

/// 30 000 random questions, those without answer included; odd geometries beside the world's.
const QUESTIONS: &str = "
    CREATE TABLE world.question AS
    SELECT i, CASE WHEN i % 50 > 0 THEN date '1990-01-01' + floor(random() * 14000)::int
                   WHEN i % 150 = 0 THEN 'infinity' WHEN i % 250 = 0 THEN '-infinity' WHEN i % 350 = 0 THEN '0044-03-15 BC' END AS day,
           CASE WHEN i % 40 = 0 THEN NULL WHEN i % 41 = 0 THEN 123 WHEN i % 43 = 0 THEN 9003002 WHEN i % 47 = 0 THEN 9003004
                WHEN i % 5 = 0 THEN 9000200 + i % 7 ELSE 9000001 + floor(random() * 300)::int END AS cd_ref,
           CASE WHEN i % 31 = 0 THEN ST_Force3DZ(world.geometry(i % 10)) WHEN i % 37 = 0 THEN ST_SetSRID('POINT EMPTY'::geometry, 2154)
                WHEN i % 30 > 0 THEN world.geometry(i % 10) END AS geom,
           CASE WHEN i % 20 > 0 THEN world.id('STATUT_BIO', world.pick('1', '3')) END AS bio_status,
           CASE WHEN i % 7 > 0 THEN world.id('OCC_COMPORTEMENT', world.pick('1', '14')) END AS behaviour,
           CASE WHEN i % 100 = 3 THEN 'infinity' WHEN i % 200 = 5 THEN '-infinity' WHEN i % 100 = 7 THEN NULL
                ELSE date '1995-01-01' + floor(random() * 20000)::int END AS at
      FROM generate_series(1, 30000) i";

const CRITERIA: &str = "jsonb_build_object('STATUT_BIO', bio_status, 'autre', behaviour)";

async fn run(pool: &PgPool, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(pool)
        .await?;
    Ok(())
}

async fn world() -> Result<PgPool> {
    let pool = world_database().await;
    run(&pool, ODD_RULES).await?;
    Ok(pool)
}

async fn count(pool: &PgPool, sql: &str) -> Result<i64> {
    let sql = AssertSqlSafe(format!("SELECT count(*) FROM ({sql}) AS counted"));
    Ok(sqlx::query_scalar(sql).fetch_one(pool).await?)
}

/// The answer of an expression as text, or the SQLSTATE of its error.
async fn answer(on: &mut PgConnection, expression: &str) -> Result<String> {
    let sql = AssertSqlSafe(format!("SELECT coalesce(({expression})::text, 'NULL')"));
    match sqlx::query_scalar(sql).fetch_one(on).await {
        Ok(answer) => Ok(answer),
        Err(sqlx::Error::Database(error)) => Ok(error.code().unwrap_or_default().into_owned()),
        Err(error) => Err(error.into()),
    }
}

/// Rows of two queries that are not in both.
fn difference(left: &str, right: &str) -> String {
    format!("(({left}) EXCEPT ALL ({right})) UNION ALL (({right}) EXCEPT ALL ({left}))")
}

#[tokio::test]
async fn prudent_answers_are_those_of_the_tables() -> Result<()> {
    answers_are_those_of_the_tables("prudent").await
}

#[tokio::test]
async fn answers_of_mode_geonature_are_those_of_the_tables() -> Result<()> {
    answers_are_those_of_the_tables("geonature").await
}

async fn answers_are_those_of_the_tables(mode: &str) -> Result<()> {
    let pool = world().await?;
    run(&pool, QUESTIONS).await?;
    run(
        &pool,
        &format!(
            "CREATE TABLE world.answer AS
             SELECT gn_diffusion.sensitivity(day, cd_ref, geom, bio_status, behaviour, '{mode}', at) AS of_ids,
                    gn_diffusion.sensitivity(day, cd_ref, geom, {CRITERIA}, '{mode}', at) AS of_json,
                    gn_diffusion.sensitivity_sql(day, cd_ref, geom, {CRITERIA}, '{mode}', at) AS expected
               FROM world.question"
        ),
    )
    .await?;
    let wrong = "SELECT FROM world.answer WHERE of_ids IS DISTINCT FROM expected OR of_json IS DISTINCT FROM expected";
    assert_eq!(count(&pool, wrong).await?, 0);
    assert!(count(&pool, "SELECT DISTINCT of_ids FROM world.answer").await? > 9);
    // The compiled rules did answer, from files that sessions share.
    let kept = "SELECT FROM gn_diffusion.cache_status() WHERE place = 'file'";
    assert!(count(&pool, kept).await? >= 2);
    Ok(())
}

#[tokio::test]
async fn answers_are_those_of_geonature() -> Result<()> {
    let pool = world().await?;
    run(&pool, QUESTIONS).await?;
    let wrong = format!(
        "SELECT FROM world.question
          WHERE gn_diffusion.sensitivity(day, cd_ref, geom, bio_status, behaviour, 'geonature')
                IS DISTINCT FROM gn_sensitivity.get_id_nomenclature_sensitivity(day, cd_ref, geom, {CRITERIA})"
    );
    assert_eq!(count(&pool, &wrong).await?, 0);
    let sensitive = "SELECT FROM world.question
                      WHERE gn_diffusion.sensitivity(day, cd_ref, geom, bio_status, behaviour, 'geonature') <> world.id('SENSIBILITE', '0')";
    assert!(count(&pool, sensitive).await? > 3000);
    Ok(())
}

#[tokio::test]
async fn odd_arguments_are_answered_or_refused_alike() -> Result<()> {
    let pool = world().await?;
    let mut session = pool.acquire().await?;
    let status =
        "'{\"a\": 1, \"b\": null}'::jsonb || jsonb_build_object('c', world.id('STATUT_BIO', '3'))";
    let criteria = [
        "NULL::jsonb",
        "'{}'::jsonb",
        "'[1, 2]'::jsonb",
        "'3'::jsonb",
        "'{\"a\": \"texte\"}'::jsonb",
        "'{\"a\": 3.0}'::jsonb",
        "'{\"a\": 1e20}'::jsonb",
        "'{\"a\": {\"b\": 1}}'::jsonb",
        "'{\"a\": true}'::jsonb",
        status,
        "jsonb_build_object('c', world.id('STATUT_BIO', '3')::text)",
    ];
    let places = [
        "NULL::geometry",
        "ST_SetSRID(ST_Point(618000, 6222000), 2154)",
        "ST_SetSRID(ST_Point(618000, 6222000), 4326)",
        "ST_SetSRID(ST_Point('NaN', 6222000), 2154)",
        "'SRID=2154;CIRCULARSTRING(620000 6220000, 620500 6220500, 621000 6220000)'::geometry",
        "'SRID=2154;POLYGON((616000 6220000, 622000 6226000, 622000 6220000, 616000 6226000, 616000 6220000))'::geometry",
        "'SRID=2154;POLYGON EMPTY'::geometry",
    ];
    let days = ["'2020-06-01'::date", "NULL::date", "'300000-01-01'::date"];
    for mode in ["'prudent'", "'geonature'", "'autre'", "NULL"] {
        for place in places {
            for taxon in ["9000206", "9000001"] {
                for criteria in criteria {
                    same(
                        &mut session,
                        &format!("'2020-06-01'::date, {taxon}, {place}, {criteria}, {mode}"),
                    )
                    .await?;
                }
            }
        }
        if ["'prudent'", "'geonature'"].contains(&mode) {
            for day in days {
                same(
                    &mut session,
                    &format!("{day}, 9000206, NULL::geometry, NULL::jsonb, {mode}"),
                )
                .await?;
            }
        }
    }
    Ok(())
}

async fn same(session: &mut PgConnection, arguments: &str) -> Result<()> {
    let native = answer(session, &format!("gn_diffusion.sensitivity({arguments})")).await?;
    let expected = answer(
        session,
        &format!("gn_diffusion.sensitivity_sql({arguments})"),
    )
    .await?;
    assert_eq!(native, expected, "{arguments}");
    Ok(())
}

const ASKED: &str = "'2020-06-01', 9000206, NULL::geometry, world.id('STATUT_BIO', '3'), NULL";

async fn levels(session: &mut PgConnection) -> Result<[String; 2]> {
    let mut levels = [String::new(), String::new()];
    for (level, mode) in levels.iter_mut().zip(["prudent", "geonature"]) {
        let call = format!(
            "ref_nomenclatures.get_cd_nomenclature(gn_diffusion.sensitivity({ASKED}, '{mode}', '2025-01-01'))"
        );
        *level = answer(session, &call).await?;
    }
    Ok(levels)
}

#[tokio::test]
async fn changes_are_seen_at_once_and_those_of_the_view_when_it_is_refreshed() -> Result<()> {
    let pool = world().await?;
    run(
        &pool,
        "DELETE FROM gn_sensitivity.t_sensitivity_rules WHERE id_sensitivity <> 9008;
         DELETE FROM gn_sensitivity.cor_sensitivity_area;
         REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
    )
    .await?;
    let mut session = pool.acquire().await?;
    let mut other = pool.acquire().await?;
    let change = |code: &str| {
        format!(
            "UPDATE gn_sensitivity.t_sensitivity_rules SET id_nomenclature_sensitivity = world.id('SENSIBILITE', '{code}') WHERE id_sensitivity = 9008"
        )
    };
    let steps = [
        ("SELECT", ["2", "2"]),
        ("BEGIN", ["2", "2"]),
        (&change("3"), ["3", "2"]),
        ("SAVEPOINT s", ["3", "2"]),
        (&change("4"), ["4", "2"]),
        ("ROLLBACK TO s", ["3", "2"]),
        (
            "REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
            ["3", "3"],
        ),
        ("ROLLBACK", ["2", "2"]),
        (&change("1"), ["1", "2"]),
        (
            "REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
            ["1", "1"],
        ),
        (
            "UPDATE gn_sensitivity.cor_sensitivity_criteria SET id_criteria = world.id('STATUT_BIO', '1')",
            ["0", "0"],
        ),
        (
            "UPDATE gn_sensitivity.cor_sensitivity_criteria SET id_criteria = NULL",
            ["1", "1"],
        ),
        // Refreshed in place.
        (
            "CREATE UNIQUE INDEX one ON gn_sensitivity.t_sensitivity_rules_cd_ref (cd_ref, id_sensitivity, cd_nom)",
            ["1", "1"],
        ),
        (&change("2.1"), ["2.1", "1"]),
        (
            "REFRESH MATERIALIZED VIEW CONCURRENTLY gn_sensitivity.t_sensitivity_rules_cd_ref",
            ["2.1", "2.1"],
        ),
        ("DROP INDEX gn_sensitivity.one", ["2.1", "2.1"]),
        (
            "UPDATE taxonomie.taxref SET cd_taxsup = NULL, cd_ref = 9000299 WHERE cd_nom = 9000206",
            ["2.1", "2.1"],
        ),
        (
            "UPDATE taxonomie.taxref SET cd_ref = 9000299 WHERE cd_ref = 9000206",
            ["NULL", "2.1"],
        ),
    ];
    for (statement, expected) in steps {
        sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&mut *session)
            .await?;
        assert_eq!(levels(&mut session).await?, expected, "after {statement}");
    }
    assert_eq!(levels(&mut other).await?, ["NULL", "2.1"]);
    Ok(())
}

#[tokio::test]
async fn nobody_learns_what_he_may_not_read() -> Result<()> {
    let pool = world().await?;
    let mut session = pool.acquire().await?;
    let call = format!("gn_diffusion.sensitivity({ASKED}, 'geonature', '2025-01-01')");
    assert_ne!(answer(&mut session, &call).await?, "42501");
    sqlx::raw_sql(
        "DROP ROLE IF EXISTS sensitivity_reader; CREATE ROLE sensitivity_reader;
         GRANT USAGE ON SCHEMA gn_diffusion, world, gn_sensitivity, ref_nomenclatures, ref_geo, taxonomie TO sensitivity_reader;
         GRANT SELECT ON ALL TABLES IN SCHEMA ref_nomenclatures, ref_geo, taxonomie TO sensitivity_reader;
         GRANT SELECT ON gn_sensitivity.cor_sensitivity_area, gn_sensitivity.cor_sensitivity_criteria TO sensitivity_reader;
         SET ROLE sensitivity_reader",
    )
    .execute(&mut *session)
    .await?;
    assert_eq!(answer(&mut session, &call).await?, "42501");
    assert_eq!(
        answer(&mut session, &call.replace("geonature", "prudent")).await?,
        "42501"
    );
    sqlx::raw_sql("RESET ROLE; DROP OWNED BY sensitivity_reader; DROP ROLE sensitivity_reader")
        .execute(&mut *session)
        .await?;
    Ok(())
}

#[tokio::test]
async fn compiled_rows_are_the_rules_that_the_tables_carry() -> Result<()> {
    let pool = world().await?;
    let expected = "SELECT k.cd_ref, r.id_sensitivity
                      FROM (SELECT DISTINCT t.cd_ref FROM taxonomie.taxref t WHERE t.cd_ref IS NOT NULL) k
                     CROSS JOIN LATERAL (SELECT gn_diffusion.ancestors(k.cd_ref) AS taxa OFFSET 0) a
                      JOIN gn_sensitivity.t_sensitivity_rules r ON r.active
                       AND (r.cd_nom = ANY (a.taxa)
                            OR EXISTS (SELECT FROM taxonomie.taxref t WHERE t.cd_nom = r.cd_nom AND t.cd_ref = ANY (a.taxa)))";
    let found = "SELECT t.cd_ref, t.id_sensitivity FROM gn_diffusion.taxa_to_compile('prudent') t
                  WHERE t.cd_ref IN (SELECT k.cd_ref FROM taxonomie.taxref k)";
    assert!(count(&pool, expected).await? > 500);
    assert_eq!(count(&pool, &difference(expected, found)).await?, 0);
    Ok(())
}

#[tokio::test]
async fn explanations_give_the_answer_and_its_reasons() -> Result<()> {
    let pool = world().await?;
    run(&pool, QUESTIONS).await?;
    run(&pool, "DELETE FROM world.question WHERE i > 3000; UPDATE world.question SET at = '2025-06-01' WHERE at IS NULL").await?;
    for cache in ["on", "off"] {
        let sample = if cache == "on" {
            "true"
        } else {
            "q.i % 100 = 1"
        };
        run(&pool, &format!(
            "SET gn_diffusion.cache = {cache}; DROP TABLE IF EXISTS world.explained;
             CREATE TABLE world.explained AS
             SELECT q.i, m.mode, e.* FROM world.question q CROSS JOIN (VALUES ('prudent'), ('geonature')) m (mode)
              CROSS JOIN LATERAL gn_diffusion.explain_sensitivity(day, cd_ref, geom, bio_status, behaviour, m.mode, at) e WHERE {sample};
             RESET gn_diffusion.cache"
        ))
        .await?;
        let wrong = format!(
            "SELECT FROM world.question q CROSS JOIN (VALUES ('prudent'), ('geonature')) m (mode)
               LEFT JOIN world.explained w ON w.i = q.i AND w.mode = m.mode AND w.outcome IN ('won', 'unknown_taxon')
              WHERE {sample}
                AND (CASE WHEN w.outcome = 'unknown_taxon' THEN NULL ELSE coalesce(w.level, '0') END)
                    IS DISTINCT FROM ref_nomenclatures.get_cd_nomenclature(
                        gn_diffusion.sensitivity_sql(day, cd_ref, geom, {CRITERIA}, m.mode, at))"
        );
        assert_eq!(count(&pool, &wrong).await?, 0, "{cache}");
        assert_eq!(
            count(&pool, "SELECT FROM world.explained WHERE detail IS NULL").await?,
            0
        );
        // The reason of each rule of the prudent mode, by SQL written apart.
        let wrong = "SELECT FROM world.explained e JOIN world.question q USING (i) JOIN gn_sensitivity.t_sensitivity_rules r USING (id_sensitivity)
              CROSS JOIN LATERAL (SELECT
                    gn_diffusion.in_period(to_char(day, 'MMDD'), r.date_min, r.date_max) IS FALSE AS out_of_period,
                    (date_part('year', at) - r.sensitivity_duration > date_part('year', day)) IS TRUE AS too_old,
                    EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_criteria k WHERE k.id_sensitivity = r.id_sensitivity)
                    AND NOT EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_criteria k WHERE k.id_sensitivity = r.id_sensitivity
                                       AND coalesce(k.id_criteria IN (bio_status, behaviour), k.id_criteria IS NULL)) AS no_criterion,
                    gn_diffusion.usable_geometry(q.geom) IS NOT NULL
                    AND EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_area k WHERE k.id_sensitivity = r.id_sensitivity)
                    AND NOT EXISTS (SELECT FROM gn_sensitivity.cor_sensitivity_area k LEFT JOIN ref_geo.l_areas a USING (id_area)
                                     WHERE k.id_sensitivity = r.id_sensitivity
                                       AND coalesce(ST_Intersects(gn_diffusion.usable_geometry(q.geom), a.geom), true)) AS elsewhere) x
              WHERE e.mode = 'prudent'
                AND CASE WHEN out_of_period THEN 'out_of_period' WHEN too_old THEN 'too_old' WHEN no_criterion THEN 'no_criterion'
                         WHEN elsewhere THEN 'elsewhere' ELSE 'won' END
                    <> CASE e.outcome WHEN 'outranked' THEN 'won' ELSE e.outcome END";
        assert_eq!(count(&pool, wrong).await?, 0, "{cache}");
    }
    let outcomes = "SELECT DISTINCT outcome FROM world.explained";
    assert!(count(&pool, outcomes).await? >= 5);
    Ok(())
}
