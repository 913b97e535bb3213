//! The functions of `gn_diffusion` written in SQL, on a random world (`fixtures/world.sql`), against GeoNature's own
//! triggers and functions and against SQL written apart.
//!
//! Not here: the native blur on a grid, and what the service does with the lots.

use anyhow::Result;
use demandes_tests::harness::{cases, geonature_database, world_database};
use sqlx::{AssertSqlSafe, PgPool};

/// Perimeters of the world: a square off the grid, one made of whole cells, a sliver, one over the edge, one far away.
const PERIMETRES: [&str; 5] = [
    "ST_MakeEnvelope(610300, 6210300, 630300, 6230700, 2154)",
    "ST_MakeEnvelope(605000, 6205000, 610000, 6215000, 2154)",
    "ST_MakeEnvelope(600500, 6219990, 639500, 6220010, 2154)",
    "ST_Buffer(ST_SetSRID(ST_Point(638000, 6238000), 2154), 7000, 4)",
    "ST_MakeEnvelope(900000, 6900000, 901000, 6901000, 2154)",
];

/// What is wanted and how, as arguments of classify after the perimeter.
const WISHES: [&str; 5] = [
    "at => '2025-01-01'",
    "cd_refs => ARRAY[9001003, 9000012, 77], at => '2025-01-01'",
    "date_from => '2005-03-01', date_to => '2012-12-31', precise_wanted => false, at => '2040-01-01'",
    "private_withheld => false, residual_min_share => 1, at => '2000-01-01'",
    "cd_refs => '{}'",
];

async fn world() -> Result<PgPool> {
    Ok(world_database().await)
}

async fn text(pool: &PgPool, sql: &str) -> Result<Option<String>> {
    Ok(
        sqlx::query_scalar(AssertSqlSafe(format!("SELECT ({sql})::text")))
            .fetch_one(pool)
            .await?,
    )
}

async fn count(pool: &PgPool, sql: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT count(*) FROM ({sql}) AS counted"
    )))
    .fetch_one(pool)
    .await?)
}

/// SQLSTATE and message of a statement that must fail.
async fn refusal(pool: &PgPool, sql: &str) -> (String, String) {
    match sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(pool)
        .await
    {
        Err(sqlx::Error::Database(error)) => (
            error.code().unwrap_or_default().into_owned(),
            error.message().to_owned(),
        ),
        other => (String::new(), format!("{sql} gave {other:?}")),
    }
}

/// Rows of two queries that are not in both. Each query runs once.
fn difference(left: &str, right: &str) -> String {
    format!(
        "WITH l AS MATERIALIZED ({left}), r AS MATERIALIZED ({right})
         (TABLE l EXCEPT ALL TABLE r) UNION ALL (TABLE r EXCEPT ALL TABLE l)"
    )
}

#[tokio::test]
async fn areas_are_those_of_cor_area_synthese() -> Result<()> {
    let pool = world().await?;
    // 5 000 more, seen by the trigger itself; the function is asked for each type in turn and for all together.
    sqlx::raw_sql(
        "INSERT INTO gn_synthese.synthese (id_source, nom_cite, the_geom_local, date_min, date_max)
         SELECT (SELECT max(id_source) FROM gn_synthese.t_sources), 'nom', world.geometry(i % 10), '2020-01-01', '2020-01-01'
           FROM generate_series(1, 5000) i",
    )
    .execute(&pool)
    .await?;
    let seen = "SELECT s.id_synthese, s.the_geom_local FROM gn_synthese.synthese s WHERE s.cd_nom IS NULL AND s.id_nomenclature_bio_status IS NOT NULL";
    assert!(count(&pool, seen).await? > 5000);
    let trigger = format!(
        "SELECT s.id_synthese, t.type_code::text, a.id_area, a.area_code::text
           FROM ({seen}) s JOIN gn_synthese.cor_area_synthese c USING (id_synthese)
           JOIN ref_geo.l_areas a USING (id_area) JOIN ref_geo.bib_areas_types t USING (id_type)"
    );
    // The one difference: a type that the trigger leaves empty for a line lying on borders.
    let fallback = format!(
        "SELECT s.id_synthese, t.type_code::text, a.id_area, a.area_code::text
           FROM ({seen}) s JOIN ref_geo.l_areas a ON a.enable AND ST_Touches(s.the_geom_local, a.geom)
           JOIN ref_geo.bib_areas_types t USING (id_type)
          WHERE ST_GeometryType(s.the_geom_local) <> 'ST_Point'
            AND NOT EXISTS (SELECT FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas o USING (id_area)
                             WHERE c.id_synthese = s.id_synthese AND o.id_type = a.id_type)"
    );
    sqlx::raw_sql(AssertSqlSafe(format!(
        "CREATE TABLE world.touched AS {fallback}; CREATE TABLE world.expected AS {trigger} UNION ALL TABLE world.touched"
    )))
    .execute(&pool)
    .await?;
    assert!(count(&pool, "TABLE world.touched").await? > 100);
    for types in [
        "ARRAY(SELECT type_code::text FROM ref_geo.bib_areas_types)",
        "'{COM,M5,XX}'",
        "'{M1}'",
    ] {
        sqlx::raw_sql(AssertSqlSafe(format!(
            "DROP TABLE IF EXISTS world.found; CREATE TABLE world.found AS
             SELECT s.id_synthese, a.type_code, a.id_area, a.area_code FROM ({seen}) s, gn_diffusion.areas(s.the_geom_local, {types}) a"
        )))
        .execute(&pool)
        .await?;
        let found = "TABLE world.found";
        let expected = format!("SELECT * FROM world.expected e WHERE type_code = ANY ({types})");
        assert!(count(&pool, found).await? > 4000);
        assert_eq!(
            count(&pool, &difference(found, &expected)).await?,
            0,
            "{types}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_blurred_location_is_the_union_of_its_areas() -> Result<()> {
    let pool = world().await?;
    let wrong = count(
        &pool,
        "SELECT FROM gn_synthese.synthese s
           CROSS JOIN gn_diffusion.level l
           CROSS JOIN LATERAL (SELECT gn_diffusion.blur_for(s.the_geom_local, l.cd_nomenclature) AS area,
                                      gn_diffusion.blur_areas(s.the_geom_local, l.cd_nomenclature) AS ids,
                                      gn_diffusion.blur_reason(s.the_geom_local, l.cd_nomenclature) AS reason
                               OFFSET 0) b
          WHERE s.id_synthese % 5 = 0 AND l.sensitive
            AND ((b.ids IS NULL) <> (b.area IS NULL) OR (b.reason IS NULL) <> (b.area IS NOT NULL)
                 OR b.reason IS DISTINCT FROM CASE WHEN l.area_type IS NULL THEN 'level_withheld'
                                                   WHEN b.ids IS NULL THEN 'blur_impossible' END
                 OR NOT ST_Equals(b.area, (SELECT ST_Union(a.geom) FROM ref_geo.l_areas a WHERE a.id_area = ANY (b.ids)))
                 OR GeometryType(b.area) <> 'MULTIPOLYGON' OR NOT ST_IsValid(b.area)
                 OR b.ids <> (SELECT array_agg(i ORDER BY i) FROM unnest(b.ids) i))",
    )
    .await?;
    assert_eq!(wrong, 0);
    let several = "SELECT FROM gn_synthese.synthese s WHERE cardinality(gn_diffusion.blur_areas(s.the_geom_local, '2.1')) > 1";
    assert!(count(&pool, several).await? > 100);
    // Level 0 is the location itself, to the byte.
    let moved = "SELECT FROM gn_synthese.synthese s
                  WHERE ST_AsEWKB(gn_diffusion.blur_for(s.the_geom_local, '0')) IS DISTINCT FROM ST_AsEWKB(s.the_geom_local)
                     OR gn_diffusion.blur_reason(s.the_geom_local, '0') IS NOT NULL AND s.the_geom_local IS NOT NULL";
    assert_eq!(count(&pool, moved).await?, 0);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_located_or_has_no_level_is_never_shown() -> Result<()> {
    let pool = world().await?;
    for geometry in [
        "NULL::geometry",
        "ST_SetSRID('POINT EMPTY'::geometry, 2154)",
        "ST_SetSRID('MULTIPOLYGON EMPTY'::geometry, 2154)",
        "ST_SetSRID(ST_MakePoint('NaN', 'NaN'), 2154)",
        "ST_SetSRID(ST_MakePoint(620000, '-Infinity'), 2154)",
        "ST_SetSRID(ST_MakeLine(ST_MakePoint('NaN', 6220000), ST_MakePoint(620000, 6220000)), 2154)",
        "ST_SetSRID(ST_Collect(ST_MakePoint(620000, 6220000), ST_MakePoint('Infinity', 6220000)), 2154)",
        "ST_SetSRID(ST_Point(620000, 6220000), 4326)",
        "ST_SetSRID(ST_Point(620000, 6220000), 0)",
        "ST_SetSRID('CURVEPOLYGON(CIRCULARSTRING(0 0, 4 0, 4 4, 0 4, 0 0))'::geometry, 2154)",
        "ST_SetSRID('TIN(((620000 6220000, 620001 6220000, 620000 6220001, 620000 6220000)))'::geometry, 2154)",
    ] {
        for (call, expected) in [
            (format!("gn_diffusion.usable_geometry({geometry})"), None),
            (
                format!(
                    "SELECT array_agg(a) FROM gn_diffusion.areas({geometry}, '{{COM,DEP,M1}}') a"
                ),
                None,
            ),
            (format!("gn_diffusion.blur_areas({geometry}, '2.2')"), None),
            (format!("gn_diffusion.blur_for({geometry}, '2.2')"), None),
            (
                format!("gn_diffusion.blur_reason({geometry}, '2.2')"),
                Some("blur_impossible"),
            ),
        ] {
            assert_eq!(text(&pool, &call).await?.as_deref(), expected, "{call}");
        }
    }
    let here = "ST_SetSRID(ST_Point(620500, 6220500), 2154)";
    for (level, reason) in [
        ("NULL", "level_unknown"),
        ("'2.9'", "level_unknown"),
        ("''", "level_unknown"),
        ("'4'", "level_withheld"),
        ("'2.8'", "level_withheld"),
        ("'2.5'", "blur_impossible"),
    ] {
        // The cells of level 2.5 are moved out of the way: a type without area.
        sqlx::raw_sql("UPDATE ref_geo.l_areas SET enable = false WHERE id_type = ref_geo.get_id_area_type('M20')").execute(&pool).await?;
        assert_eq!(
            text(&pool, &format!("gn_diffusion.blur_for({here}, {level})")).await?,
            None,
            "{level}"
        );
        assert_eq!(
            text(&pool, &format!("gn_diffusion.blur_reason({here}, {level})"))
                .await?
                .as_deref(),
            Some(reason)
        );
    }
    sqlx::raw_sql(
        "UPDATE gn_diffusion.level SET area_type = 'MISSING' WHERE cd_nomenclature = '2.1'",
    )
    .execute(&pool)
    .await?;
    assert_eq!(
        text(&pool, &format!("gn_diffusion.blur_reason({here}, '2.1')"))
            .await?
            .as_deref(),
        Some("blur_impossible")
    );
    // Z and M change nothing; an invalid polygon is repaired.
    for (geometry, areas) in [
        (
            "ST_Force3DZ(ST_SetSRID(ST_Point(620500, 6220500), 2154), 'NaN')",
            "1",
        ),
        (
            "ST_Force3DM(ST_SetSRID(ST_Point(620500, 6220500), 2154))",
            "1",
        ),
        (
            "ST_GeomFromText('POLYGON((620100 6220100, 621900 6221900, 621900 6220100, 620100 6221900, 620100 6220100))', 2154)",
            "4",
        ),
    ] {
        let call = format!("SELECT count(*) FROM gn_diffusion.areas({geometry}, '{{M1}}')");
        assert_eq!(
            text(&pool, &call).await?.as_deref(),
            Some(areas),
            "{geometry}"
        );
    }
    Ok(())
}

/// Random questions on the taxa of the world, those without answer included.
async fn ask_questions(pool: &PgPool) -> Result<()> {
    let questions = format!("{QUESTIONS} FROM generate_series(1, {}) i", cases(4_000));
    sqlx::raw_sql(AssertSqlSafe(questions))
        .execute(pool)
        .await?;
    Ok(())
}

const QUESTIONS: &str = "
    CREATE TABLE world.question AS
    SELECT i, CASE WHEN i % 50 > 0 THEN date '1990-01-01' + floor(random() * 14000)::int END AS day,
           CASE WHEN i % 40 = 0 THEN NULL WHEN i % 41 = 0 THEN 123 WHEN i % 43 = 0 THEN 9003002
                ELSE 9000001 + floor(random() * 300)::int END AS cd_ref,
           CASE WHEN i % 30 > 0 THEN world.geometry(i % 10) END AS geom,
           CASE WHEN i % 20 > 0 THEN jsonb_build_object('STATUT_BIO', world.id('STATUT_BIO', world.pick('1', '3')),
                                                        'autre', world.id('OCC_COMPORTEMENT', world.pick('0', '14'))) END AS criteria";

#[tokio::test]
async fn sensitivity_of_geonature_is_geonatures() -> Result<()> {
    let pool = world().await?;
    ask_questions(&pool).await?;
    let wrong = "SELECT FROM world.question q
                  WHERE gn_diffusion.sensitivity(day, cd_ref, geom, criteria, 'geonature')
                        IS DISTINCT FROM gn_sensitivity.get_id_nomenclature_sensitivity(day, cd_ref, geom, criteria)";
    assert_eq!(count(&pool, wrong).await?, 0);
    let sensitive = "SELECT FROM world.question
                      WHERE gn_diffusion.sensitivity(day, cd_ref, geom, criteria, 'geonature') <> world.id('SENSIBILITE', '0')";
    assert!(count(&pool, sensitive).await? > 300);
    // Another year, GeoNature's clock cannot be moved: its rules' durations are.
    sqlx::raw_sql(
        "UPDATE gn_sensitivity.t_sensitivity_rules SET sensitivity_duration = sensitivity_duration + 10;
         REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref;
         CREATE TABLE world.answer AS SELECT i, gn_sensitivity.get_id_nomenclature_sensitivity(day, cd_ref, geom, criteria) AS id FROM world.question;
         UPDATE gn_sensitivity.t_sensitivity_rules SET sensitivity_duration = sensitivity_duration - 10;
         REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
    )
    .execute(&pool)
    .await?;
    let wrong = "SELECT FROM world.question q JOIN world.answer a USING (i)
                  WHERE gn_diffusion.sensitivity(day, cd_ref, geom, criteria, 'geonature', (current_date - interval '10 years')::date)
                        IS DISTINCT FROM a.id";
    assert_eq!(count(&pool, wrong).await?, 0);
    Ok(())
}

#[tokio::test]
async fn prudent_sensitivity_is_the_most_restrictive_rule_that_may_match() -> Result<()> {
    let pool = world().await?;
    ask_questions(&pool).await?;
    let less = "SELECT FROM world.question q
                  JOIN ref_nomenclatures.t_nomenclatures g
                    ON g.id_nomenclature = gn_diffusion.sensitivity(day, cd_ref, geom, criteria, 'geonature')
                  JOIN gn_diffusion.level gl ON gl.cd_nomenclature = g.cd_nomenclature
                  LEFT JOIN ref_nomenclatures.t_nomenclatures p ON p.id_nomenclature = gn_diffusion.sensitivity(day, cd_ref, geom, criteria)
                  LEFT JOIN gn_diffusion.level pl ON pl.cd_nomenclature = p.cd_nomenclature
                 WHERE q.cd_ref IS NOT NULL AND q.cd_ref <> 123 AND pl.rank >= gl.rank IS NOT TRUE";
    assert_eq!(count(&pool, less).await?, 0);
    assert_eq!(
        count(&pool, "SELECT FROM world.question WHERE gn_diffusion.sensitivity(day, cd_ref, geom, criteria) IS NULL").await?,
        count(&pool, "SELECT FROM world.question WHERE cd_ref IS NULL OR cd_ref = 123").await?,
    );
    // Written apart: rules carried down, the periods as distances in days of a leap year, the territories as one geometry.
    let oracle = "
        WITH RECURSIVE carried (id_sensitivity, cd_ref) AS (
            SELECT r.id_sensitivity, t.cd_ref FROM gn_sensitivity.t_sensitivity_rules r JOIN taxonomie.taxref t USING (cd_nom) WHERE r.active
            UNION
            SELECT c.id_sensitivity, t.cd_ref FROM carried c
              JOIN taxonomie.taxref t ON t.cd_taxsup IN (SELECT n.cd_nom FROM taxonomie.taxref n WHERE n.cd_ref = c.cd_ref)
             WHERE t.cd_ref IS NOT NULL),
        rule AS MATERIALIZED (
            SELECT c.cd_ref, l.rank, r.sensitivity_duration AS duration,
                   coalesce(make_date(2000, extract(month FROM r.date_min)::int, extract(day FROM r.date_min)::int), '2000-01-01') AS first,
                   coalesce(make_date(2000, extract(month FROM r.date_max)::int, extract(day FROM r.date_max)::int), '2000-12-31') AS last,
                   ARRAY(SELECT k.id_criteria FROM gn_sensitivity.cor_sensitivity_criteria k WHERE k.id_sensitivity = r.id_sensitivity) AS criteria,
                   (SELECT ST_Collect(a.geom) FROM gn_sensitivity.cor_sensitivity_area k JOIN ref_geo.l_areas a USING (id_area)
                     WHERE k.id_sensitivity = r.id_sensitivity) AS territory
              FROM carried c JOIN gn_sensitivity.t_sensitivity_rules r USING (id_sensitivity)
              JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = r.id_nomenclature_sensitivity
              JOIN gn_diffusion.level l ON l.cd_nomenclature = n.cd_nomenclature)
        SELECT q.i, coalesce(max(r.rank), 0) AS rank
          FROM world.question q
          LEFT JOIN rule r ON r.cd_ref = q.cd_ref
           AND (q.day IS NULL OR r.duration >= 2025 - extract(year FROM q.day))
           AND (q.day IS NULL OR (make_date(2000, extract(month FROM q.day)::int, extract(day FROM q.day)::int) - r.first + 366) % 366
                                 <= (r.last - r.first + 366) % 366)
           AND (q.criteria IS NULL OR r.criteria = '{}'
                OR r.criteria && ARRAY[(q.criteria ->> 'STATUT_BIO')::int, (q.criteria ->> 'autre')::int])
           AND (q.geom IS NULL OR r.territory IS NULL OR ST_Intersects(r.territory, q.geom))
         WHERE q.cd_ref IS NOT NULL AND q.cd_ref <> 123
         GROUP BY q.i";
    let found = "SELECT q.i, l.rank FROM world.question q
                   JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = gn_diffusion.sensitivity(day, cd_ref, geom, criteria, at => '2025-06-01')
                   JOIN gn_diffusion.level l ON l.cd_nomenclature = n.cd_nomenclature";
    assert!(count(&pool, &format!("SELECT FROM ({found}) f WHERE rank > 0")).await? > 700);
    assert_eq!(count(&pool, &difference(oracle, found)).await?, 0);
    Ok(())
}

#[tokio::test]
async fn prudent_sensitivity_case_by_case() -> Result<()> {
    let pool = world().await?;
    sqlx::raw_sql(
        "TRUNCATE gn_sensitivity.t_sensitivity_rules CASCADE;
         INSERT INTO gn_sensitivity.t_sensitivity_rules (id_sensitivity, cd_nom, id_nomenclature_sensitivity, sensitivity_duration, date_min, date_max) VALUES
            (1, 9000100, world.id('SENSIBILITE', '1'), 10, '1900-11-15', '1900-02-10'),
            (2, 9000101, world.id('SENSIBILITE', '2.9'), 100, NULL, NULL),
            (3, 9000101, world.id('SENSIBILITE', '4'), 100, NULL, NULL),
            (4, 9003003, world.id('SENSIBILITE', '3'), 100, NULL, NULL),
            (5, 9001103, world.id('SENSIBILITE', '2'), 100, NULL, NULL),
            (6, 9000103, world.id('SENSIBILITE', '2.1'), 100, NULL, NULL),
            (7, 9000104, world.id('SENSIBILITE', '3'), 100, NULL, NULL);
         INSERT INTO gn_sensitivity.cor_sensitivity_area
         SELECT 7, id_area FROM ref_geo.l_areas WHERE area_code = 'DEPE0N0';
         INSERT INTO gn_sensitivity.cor_sensitivity_criteria (id_sensitivity, id_criteria) VALUES (7, world.id('STATUT_BIO', '3'))",
    )
    .execute(&pool)
    .await?;
    let here = "ST_SetSRID(ST_Point(601000, 6201000), 2154)";
    let elsewhere = "ST_SetSRID(ST_Point(639000, 6239000), 2154)";
    let bred = "jsonb_build_object('STATUT_BIO', world.id('STATUT_BIO', '3'))";
    for (question, level) in [
        // A period over the new year; its ends are in it.
        (format!("'2019-11-15', 9000100, {here}, '{{}}'"), Some("1")),
        (format!("'2020-02-10', 9000100, {here}, '{{}}'"), Some("1")),
        (format!("'2019-12-31', 9000100, {here}, '{{}}'"), Some("1")),
        (format!("'2019-11-14', 9000100, {here}, '{{}}'"), Some("0")),
        (format!("'2020-02-11', 9000100, {here}, '{{}}'"), Some("0")),
        // Ten years, counted in calendar years.
        (format!("'2009-12-01', 9000100, {here}, '{{}}'"), Some("0")),
        (format!("'2010-01-01', 9000100, {here}, '{{}}'"), Some("1")),
        // No date, or one without end: every period and duration.
        (format!("NULL, 9000100, {here}, '{{}}'"), Some("1")),
        (format!("'infinity', 9000100, {here}, '{{}}'"), Some("1")),
        // A level that has no row is above level 4.
        (
            format!("'2020-01-01', 9000101, {here}, '{{}}'"),
            Some("2.9"),
        ),
        // A cycle of TAXREF ends, and its rule is found from both.
        (format!("'2020-01-01', 9003004, {here}, '{{}}'"), Some("3")),
        // 2 outranks 2.1 though its text does not; a rule on a synonym is a rule on the taxon.
        (format!("'2020-01-01', 9000103, {here}, '{{}}'"), Some("2")),
        // Territory and criterion, known or not.
        (format!("'2020-01-01', 9000104, {here}, {bred}"), Some("3")),
        (
            format!("'2020-01-01', 9000104, {elsewhere}, {bred}"),
            Some("0"),
        ),
        (
            format!("'2020-01-01', 9000104, {here}, '{{\"STATUT_BIO\": null}}'"),
            Some("0"),
        ),
        (
            format!("'2020-01-01', 9000104, {here}, '{{\"STATUT_BIO\": \"texte\"}}'"),
            Some("0"),
        ),
        (format!("'2020-01-01', 9000104, {here}, NULL"), Some("3")),
        (format!("'2020-01-01', 9000104, {here}, '[1]'"), Some("3")),
        (format!("'2020-01-01', 9000104, NULL, {bred}"), Some("3")),
        (
            format!("'2020-01-01', 9000104, ST_SetSRID('POINT EMPTY'::geometry, 2154), {bred}"),
            Some("3"),
        ),
        (
            format!("'2020-01-01', 9000104, ST_SetSRID({elsewhere}, 4326), {bred}"),
            Some("3"),
        ),
        // No taxon.
        (format!("'2020-01-01', NULL, {here}, '{{}}'"), None),
        (format!("'2020-01-01', 424242, {here}, '{{}}'"), None),
    ] {
        let call = format!(
            "ref_nomenclatures.get_cd_nomenclature(gn_diffusion.sensitivity({question}, at => '2020-07-01'))"
        );
        assert_eq!(text(&pool, &call).await?.as_deref(), level, "{question}");
    }
    let (code, message) = refusal(
        &pool,
        "SELECT gn_diffusion.sensitivity('2020-01-01', 9000100, NULL, NULL::jsonb, 'autre')",
    )
    .await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        (
            "22023",
            "Mode de calcul de la sensibilité inconnu : « autre »"
        )
    );
    assert_eq!(
        refusal(
            &pool,
            "SELECT gn_diffusion.sensitivity('2020-01-01', 9000100, NULL, NULL::jsonb, NULL)"
        )
        .await
        .0,
        "22023"
    );
    Ok(())
}

#[tokio::test]
async fn communes_count_when_a_disc_fits_in_their_overlap() -> Result<()> {
    let pool = world().await?;
    // Commune C3-3 is the square of 3987.5 m whose corner is (612085.75, 6212040.25).
    let (x, y, size) = (612_085.75, 6_212_040.25, 3987.5);
    let square = |x0: f64, y0: f64, x1: f64, y1: f64| {
        format!("ST_MakeEnvelope({x0}, {y0}, {x1}, {y1}, 2154)")
    };
    for (perimetre, tolerance, codes) in [
        // Exactly one commune: its eight neighbours share only borders.
        (square(x, y, x + size, y + size), "1", "C3-3"),
        // Over the border by less, then by more than a disc of 1 m.
        (square(x, y, x + size + 1.9, y + size), "1", "C3-3"),
        (square(x, y, x + size + 2.1, y + size), "1", "C3-3,C4-3"),
        (square(x, y, x + size + 1.9, y + size), "0.5", "C3-3,C4-3"),
        (square(x, y, x + size + 0.001, y + size), "0", "C3-3,C4-3"),
        // A long sliver is no disc, a road is one.
        (square(x + 1.0, y + 10.0, x + size * 3.0, y + 11.9), "1", ""),
        (
            square(x + 1.0, y + 10.0, x + size * 3.0, y + 15.0),
            "1",
            "C3-3,C4-3,C5-3",
        ),
        // A commune in the hole of another, and the commune around it without its hole.
        (
            "ST_Buffer(ST_Centroid(world.square(616073.25, 6216027.75, 3987.5)), 400)".to_owned(),
            "1",
            "HOLE",
        ),
        (
            "ST_Buffer(ST_Centroid(world.square(616073.25, 6216027.75, 3987.5)), 510)".to_owned(),
            "1",
            "C4-4,HOLE",
        ),
        // A perimeter with a hole that holds a whole commune.
        (
            format!(
                "ST_Difference({}, {})",
                square(x - 500.0, y - 500.0, x + size + 500.0, y + size + 500.0),
                square(x, y, x + size, y + size)
            ),
            "1",
            "C2-2,C2-3,C2-4,C3-2,C3-4,C4-2,C4-3,C4-4",
        ),
        // A disabled commune, and nothing at all.
        (
            "ST_MakeEnvelope(609000, 6229000, 610000, 6230000, 2154)".to_owned(),
            "1",
            "",
        ),
        ("ST_MakeEnvelope(0, 0, 10, 10, 2154)".to_owned(), "1", ""),
    ] {
        let found = text(&pool, &format!("SELECT coalesce(string_agg(area_code, ','), '') FROM gn_diffusion.communes({perimetre}, {tolerance})")).await?;
        assert_eq!(found.as_deref(), Some(codes), "{perimetre} {tolerance}");
        let number = codes
            .split(',')
            .filter(|code| !code.is_empty())
            .count()
            .to_string();
        let counted = text(
            &pool,
            &format!("gn_diffusion.count_communes({perimetre}, {tolerance})"),
        )
        .await?;
        assert_eq!(counted, Some(number), "{perimetre} {tolerance}");
    }
    // 4 ha of 1 590 ha are slight; not when either limit is passed.
    let touched = square(x, y, x + 200.0, y + 200.0);
    for (limits, slight) in [
        ("1", "true"),
        ("1, 30000", "false"),
        ("1, 50000, 0.002", "false"),
    ] {
        let found = text(&pool, &format!("SELECT string_agg(c.slight::text, ',') FROM gn_diffusion.communes({touched}, {limits}) c")).await?;
        assert_eq!(found.as_deref(), Some(slight), "{limits}");
    }
    let figures = text(&pool, &format!("SELECT round(c.overlap_m2::numeric) || ' ' || round(c.share::numeric, 6) FROM gn_diffusion.communes({touched}) c")).await?;
    assert_eq!(figures.as_deref(), Some("40000 0.002516"));
    for arguments in ["-1", "'NaN'", "NULL", "'Infinity'", "1, -1", "1, 1, NULL"] {
        assert_eq!(
            refusal(
                &pool,
                &format!("SELECT gn_diffusion.communes({touched}, {arguments})")
            )
            .await
            .0,
            "22023",
            "{arguments}"
        );
    }
    Ok(())
}

/// Points, pairs of points, lines and polygons over the world, some along its borders.
const LOCATIONS: &str = "
    SELECT i, CASE i % 5 WHEN 0 THEN st_buffer(p, 40.0 * i) WHEN 1 THEN st_makeline(p, st_translate(p, 90.0 * i, 33.0 * i))
                         WHEN 2 THEN st_collect(p, st_translate(p, 2000, 0)) WHEN 3 THEN p
                         ELSE st_makeenvelope(612085.75, 6212040.25, 612085.75 + 400.0 * i, 6212040.25 + 3987.5, 2154) END AS geom
      FROM generate_series(1, 80) i
     CROSS JOIN LATERAL (SELECT st_setsrid(st_makepoint(602000 + (i * 613) % 22000, 6202000 + (i * 1777) % 22000), 2154) AS p) p";

#[tokio::test]
async fn overlaps_are_those_of_postgis() -> Result<()> {
    let pool = world().await?;
    let size = |geom: &str| {
        format!(
            "CASE st_dimension(l.geom) WHEN 2 THEN st_area({geom}) WHEN 1 THEN st_length({geom}) ELSE st_npoints({geom}) END"
        )
    };
    let common = "st_collectionextract(st_intersection(l.geom, a.geom), st_dimension(l.geom) + 1)";
    for interior_only in [false, true] {
        let differences = format!(
            "WITH l AS ({LOCATIONS}),
             ours AS (SELECT l.i, o.* FROM l CROSS JOIN LATERAL gn_diffusion.overlaps(l.geom, '{{DEP,COM,M10}}', {interior_only}) o),
             theirs AS (
                SELECT l.i, a.id_area, {part} / {whole} AS share, st_area({common}) / st_area(a.geom) AS area_share
                  FROM l JOIN ref_geo.l_areas a ON st_intersects(l.geom, a.geom)
                  JOIN ref_geo.bib_areas_types t ON t.id_type = a.id_type AND t.type_code IN ('DEP', 'COM', 'M10')
                 WHERE a.enable AND NOT ({interior_only} AND st_touches(l.geom, a.geom)))
             SELECT coalesce(string_agg(concat_ws(' ', i, id_area, ours.share, theirs.share, ours.area_share, theirs.area_share), ','), '')
               FROM ours FULL JOIN theirs USING (i, id_area)
              WHERE (abs(ours.share - theirs.share) < 1e-9 AND abs(ours.area_share - theirs.area_share) < 1e-9) IS NOT TRUE",
            part = size(common),
            whole = size("l.geom"),
        );
        assert_eq!(
            text(&pool, &differences).await?.as_deref(),
            Some(""),
            "{interior_only}"
        );
    }
    let of = |condition: &str, min_share: &str| {
        format!(
            "SELECT 1 FROM ({LOCATIONS}) l CROSS JOIN LATERAL gn_diffusion.overlaps(l.geom, '{{COM}}', true, {min_share}) o WHERE {condition}"
        )
    };
    let most = count(&pool, &of("share >= 0.3", "0")).await?;
    assert!(most > 20 && most < count(&pool, &of("true", "0")).await?);
    assert_eq!(count(&pool, &of("true", "0.3")).await?, most);
    let departements = format!(
        "SELECT 1 FROM ({LOCATIONS}) l CROSS JOIN LATERAL gn_diffusion.departements(l.geom) d
           JOIN LATERAL gn_diffusion.overlaps(l.geom, '{{DEP}}') o ON (o.area_code, o.share) = (d.area_code, d.share)"
    );
    assert!(count(&pool, &departements).await? > 40);
    let none =
        "SELECT 1 FROM gn_diffusion.overlaps(st_setsrid('POINT(1 2)'::geometry, 4326), '{COM}')";
    assert_eq!(count(&pool, none).await?, 0);
    for arguments in ["true, 2", "true, 'NaN'", "true, NULL", "NULL, 0"] {
        let asked = format!("SELECT gn_diffusion.departements(st_makepoint(1, 2), {arguments})");
        assert_eq!(refusal(&pool, &asked).await.0, "22023", "{arguments}");
    }
    Ok(())
}

/// In two statements: a function that reads does not see what its own statement writes.
async fn levels_of_a_record(pool: &PgPool, record: &str, at: &str) -> Result<Option<String>> {
    let id = text(pool, &format!("world.record({record})"))
        .await?
        .unwrap_or_default();
    text(pool, &format!("gn_diffusion.record_levels({id}, '{at}')")).await
}

#[tokio::test]
async fn the_governing_level_is_the_most_restrictive_of_three() -> Result<()> {
    let pool = world().await?;
    sqlx::raw_sql(
        "TRUNCATE gn_sensitivity.t_sensitivity_rules CASCADE;
         INSERT INTO gn_sensitivity.t_sensitivity_rules (cd_nom, id_nomenclature_sensitivity, sensitivity_duration) VALUES
            (9000100, world.id('SENSIBILITE', '1'), 20), (9000101, world.id('SENSIBILITE', '2.9'), 100);
         INSERT INTO gn_diffusion.producer_level (cd_niv_precis, level) VALUES ('9', '2.9')",
    )
    .execute(&pool)
    .await?;
    // 9000099 has no rule, 9000100 is of level 1 for 20 years, 9000101 of a level without a row.
    for (stored, producer, cd_nom, levels) in [
        ("'0'", "NULL", "9000099", "(0,0,,0)"),
        ("'0'", "'0'", "9000099", "(0,0,0,0)"),
        ("'0'", "'5'", "9000099", "(0,0,0,0)"),
        ("'0'", "'1'", "9000099", "(0,0,1,1)"),
        ("'0'", "'2'", "9000099", "(0,0,2,2)"),
        ("'0'", "'3'", "9000099", "(0,0,3,3)"),
        ("'0'", "'4'", "9000099", "(0,0,4,4)"),
        ("'3'", "'5'", "9000099", "(3,0,0,3)"),
        ("'0'", "NULL", "9000100", "(0,1,,1)"),
        ("NULL", "NULL", "9000100", "(,1,,1)"),
        ("NULL", "NULL", "9001100", "(,1,,1)"),
        // Ranks, not texts: 1 is above 2.3 and 2.5 above 2; at the same rank the coarser date.
        ("'2.3'", "NULL", "9000100", "(2.3,1,,1)"),
        ("'2.5'", "'2'", "9000099", "(2.5,0,2,2.5)"),
        ("'2.4'", "'2'", "9000099", "(2.4,0,2,2)"),
        ("'2.6'", "NULL", "9000099", "(2.6,0,,2.6)"),
        // One of those present is unknown.
        ("'2.9'", "NULL", "9000099", "(,0,,)"),
        ("'4'", "'9'", "9000099", "(4,0,,)"),
        ("'0'", "NULL", "9000101", "(0,,,)"),
        ("'4'", "NULL", "9000101", "(4,,,)"),
        ("'0'", "NULL", "NULL", "(0,,,)"),
        ("'0'", "NULL", "9003001", "(0,,,)"),
    ] {
        let found = levels_of_a_record(
            &pool,
            &format!("{stored}, {producer}, {cd_nom}"),
            "2025-01-01",
        )
        .await?;
        assert_eq!(
            found.as_deref(),
            Some(levels),
            "{stored} {producer} {cd_nom}"
        );
    }
    // The rule of 20 years is over for this record in 2041.
    assert_eq!(
        levels_of_a_record(&pool, "'0', NULL, 9000100", "2041-01-01")
            .await?
            .as_deref(),
        Some("(0,0,,0)")
    );
    assert_eq!(text(&pool, "gn_diffusion.governing_level(-1)").await?, None);
    // An id of another nomenclature whose code looks like a level is no level: GeoNature's check is not valid for old rows.
    sqlx::raw_sql(
        "ALTER TABLE gn_synthese.synthese DROP CONSTRAINT check_synthese_diffusion_level;
         ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
         UPDATE gn_synthese.synthese SET id_nomenclature_diffusion_level = world.id('SENSIBILITE', '0')
          WHERE id_synthese = (SELECT max(id_synthese) FROM gn_synthese.synthese);
         ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER",
    )
    .execute(&pool)
    .await?;
    assert_eq!(text(&pool, "SELECT gn_diffusion.governing_level(max(id_synthese), '2041-01-01') FROM gn_synthese.synthese").await?, None);
    Ok(())
}

#[tokio::test]
async fn a_taxon_belongs_to_its_deepest_group() -> Result<()> {
    let pool = world().await?;
    for (cd_ref, groupe) in [
        ("9000024", Some("CLADE_AVIS")), // under 9000003, two groups of the same clade: the one with avis
        ("9000003", Some("CLADE_AVIS")), // the clade itself, before its group3_inpn
        ("9000025", Some("BRANCHE")),    // a branch inside the clade is nearer
        ("9000242", Some("BRANCHE")),    // one step under 25, two under 3
        ("9000045", Some("RAPACES")),    // group3 before group2
        ("9000041", Some("MAMMIFERES")),
        ("9000044", Some("OISEAUX")),
        ("9000043", None),               // Poissons
        ("9003003", None),               // in a cycle
        ("9003002", Some("CLADE_AVIS")), // its parent is given by a synonym of 9000024, itself below 9000003
        ("NULL", None),
        ("424242", None),
    ] {
        assert_eq!(
            text(&pool, &format!("gn_diffusion.groupe_of({cd_ref})"))
                .await?
                .as_deref(),
            groupe,
            "{cd_ref}"
        );
    }
    // A group renamed or deleted keeps or loses its taxa; taxa given to a group that does not exist go to the coordination.
    sqlx::raw_sql("UPDATE gn_diffusion.groupe SET code = 'RENOMME' WHERE code = 'CLADE_AVIS'; DELETE FROM gn_diffusion.groupe WHERE code = 'BRANCHE'")
        .execute(&pool)
        .await?;
    assert_eq!(
        text(&pool, "gn_diffusion.groupe_of(9000024)")
            .await?
            .as_deref(),
        Some("RENOMME")
    );
    assert_eq!(
        text(&pool, "gn_diffusion.groupe_of(9000242)")
            .await?
            .as_deref(),
        Some("RENOMME")
    );
    sqlx::raw_sql("INSERT INTO gn_diffusion.groupe_taxon VALUES ('ABSENT', 'cd_ref', '9000025')")
        .execute(&pool)
        .await?;
    assert_eq!(text(&pool, "gn_diffusion.groupe_of(9000242)").await?, None);
    let wrong = "SELECT FROM (SELECT array_agg(cd_ref) AS all_taxa FROM taxonomie.taxref) t
                   CROSS JOIN LATERAL (SELECT DISTINCT u FROM unnest(t.all_taxa) u) x (cd_ref)
                   LEFT JOIN gn_diffusion.groupes_of(t.all_taxa) g ON g.cd_ref = x.cd_ref
                  WHERE g.groupe IS DISTINCT FROM gn_diffusion.groupe_of(x.cd_ref)";
    assert_eq!(count(&pool, wrong).await?, 0);
    Ok(())
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
async fn every_outcome_of_a_record() -> Result<()> {
    let pool = world().await?;
    sqlx::raw_sql(
        "TRUNCATE gn_sensitivity.t_sensitivity_rules CASCADE;
         TRUNCATE gn_synthese.synthese CASCADE;
         UPDATE ref_geo.l_areas SET enable = false WHERE area_code = 'M20E1N1'",
    )
    .execute(&pool)
    .await?;
    // (620500, 6220500) lies in the first M1 cell of DEPE1N1; the perimeter covers a quarter of that cell.
    let quarter = "ST_MakeEnvelope(620400, 6220400, 620900, 6220900, 2154)";
    let most = "ST_MakeEnvelope(620100, 6220000, 621000, 6221000, 2154)";
    let all = "ST_MakeEnvelope(619000, 6219000, 622000, 6222000, 2154)";
    let beside = "ST_MakeEnvelope(620600, 6220600, 620900, 6220900, 2154)";
    let wanted = "cd_refs => NULL";
    let f2 = "F2 OISEAUX true geometry 2.1 sensitive";
    let f3 = "F3 MAMMIFERES true geometry 2.1 sensitive_avis_systematique";
    let blurred = "F1 OISEAUX false area 2.1 blurred M1E20N20";
    for (record, perimetre, wishes, rows) in [
        (
            "'0', NULL, 9000044",
            quarter,
            wanted,
            vec!["F1 OISEAUX true geometry 0 not_sensitive"],
        ),
        ("'2.1', NULL, 9000044", quarter, wanted, vec![blurred, f2]),
        (
            "'2.1', NULL, 9000041",
            quarter,
            wanted,
            vec!["F1 MAMMIFERES false area 2.1 blurred M1E20N20", f3],
        ),
        (
            "'2.1', NULL, 9000043",
            quarter,
            wanted,
            vec![
                "F1 - false area 2.1 blurred M1E20N20",
                "F3 - true geometry 2.1 sensitive_avis_systematique",
            ],
        ),
        (
            "'0', '1', 9000044",
            quarter,
            wanted,
            vec![
                "F1 OISEAUX false area 1 blurred C5-5",
                "F2 OISEAUX true geometry 1 sensitive",
            ],
        ),
        // Residual rule: nine tenths of the cell covered; the whole cell; precise data not asked; a rule asking less.
        (
            "'2.1', NULL, 9000044",
            most,
            wanted,
            vec![f2, "left_out OISEAUX false area 2.1 residual M1E20N20"],
        ),
        ("'2.1', NULL, 9000044", all, wanted, vec![blurred, f2]),
        (
            "'2.1', NULL, 9000044",
            most,
            "precise_wanted => false",
            vec![blurred, f2],
        ),
        (
            "'2.1', NULL, 9000044",
            most,
            "precise_wanted => NULL",
            vec![f2, "left_out OISEAUX false area 2.1 residual M1E20N20"],
        ),
        (
            "'2.1', NULL, 9000044",
            most,
            "residual_min_share => 0.05",
            vec![blurred, f2],
        ),
        (
            "'2.1', NULL, 9000044",
            quarter,
            "residual_min_share => 1",
            vec![f2, "left_out OISEAUX false area 2.1 residual M1E20N20"],
        ),
        // Outside the perimeter, its cell inside: by area only.
        ("'2.1', NULL, 9000044", beside, wanted, vec![blurred]),
        ("'0', NULL, 9000044", beside, wanted, vec![]),
        // Withheld, in this order.
        (
            "'2.9', NULL, 9000044, dataset => 'Pr'",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry - level_unknown"],
        ),
        (
            "'0', '9', 9000044",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry - level_unknown"],
        ),
        (
            "'0', NULL, NULL",
            quarter,
            wanted,
            vec!["withheld - false geometry - level_unknown"],
        ),
        (
            "'0', NULL, 9003001",
            quarter,
            wanted,
            vec!["withheld - false geometry - level_unknown"],
        ),
        (
            "'4', NULL, 9000044, dataset => 'Pr'",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 4 level_withheld"],
        ),
        (
            "'2.8', NULL, 9000044",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 2.8 level_withheld"],
        ),
        (
            "'0', '4', 9000044",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 4 level_withheld"],
        ),
        (
            "'0', NULL, 9000044, dataset => 'Pr'",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 0 private"],
        ),
        (
            "'2.5', NULL, 9000044, dataset => 'Pr'",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 2.5 private"],
        ),
        (
            "'2.1', NULL, 9000044, dataset => 'Pr'",
            quarter,
            "private_withheld => NULL",
            vec!["withheld OISEAUX false geometry 2.1 private"],
        ),
        (
            "'2.1', NULL, 9000044, dataset => 'Pr'",
            quarter,
            "private_withheld => false",
            vec![blurred, f2],
        ),
        (
            "'2.1', NULL, 9000044, dataset => 'NSP'",
            quarter,
            wanted,
            vec![blurred, f2],
        ),
        (
            "'2.5', NULL, 9000044",
            quarter,
            wanted,
            vec!["withheld OISEAUX false geometry 2.5 blur_impossible"],
        ),
        // Wanted or not, by taxon (a synonym, a parent, an unknown name) and by period.
        (
            "'0', NULL, 9001044",
            quarter,
            "cd_refs => ARRAY[9000044]",
            vec!["F1 OISEAUX true geometry 0 not_sensitive"],
        ),
        (
            "'0', NULL, 9000044",
            quarter,
            "cd_refs => ARRAY[9001005, NULL]",
            vec!["F1 OISEAUX true geometry 0 not_sensitive"],
        ),
        (
            "'0', NULL, 9000044",
            quarter,
            "cd_refs => ARRAY[424242]",
            vec![],
        ),
        (
            "'0', NULL, NULL",
            quarter,
            "cd_refs => ARRAY[NULL::int]",
            vec![],
        ),
        (
            "'0', NULL, 9003003",
            quarter,
            "cd_refs => ARRAY[9003004]",
            vec!["F1 - true geometry 0 not_sensitive"],
        ),
        (
            "'0', NULL, 9000044",
            quarter,
            "date_from => '2020-06-01', date_to => '2020-06-01'",
            vec!["F1 OISEAUX true geometry 0 not_sensitive"],
        ),
        (
            "'0', NULL, 9000044",
            quarter,
            "date_from => '2020-06-02'",
            vec![],
        ),
        (
            "'0', NULL, 9000044",
            quarter,
            "date_to => '2020-05-31'",
            vec![],
        ),
        // No usable location: nothing, whatever the perimeter.
        ("'0', NULL, 9000044, geom => NULL", quarter, wanted, vec![]),
        (
            "'0', NULL, 9000044, geom => ST_SetSRID(ST_MakePoint('NaN', 6220500), 2154)",
            quarter,
            wanted,
            vec![],
        ),
    ] {
        sqlx::raw_sql("TRUNCATE gn_synthese.synthese CASCADE")
            .execute(&pool)
            .await?;
        sqlx::raw_sql(AssertSqlSafe(format!("SELECT world.record({record})")))
            .execute(&pool)
            .await?;
        let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT concat_ws(' ', lot, coalesce(groupe, '-'), precise::text, selected_by, coalesce(level, '-'), reason, array_to_string(area_codes, '+'))
               FROM gn_diffusion.classify({perimetre}, {wishes}) ORDER BY 1"
        )))
        .fetch_all(&pool)
        .await?;
        assert_eq!(found, rows, "{record} {wishes}");
        let explained: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT concat_ws(' ', e.lot, coalesce(e.groupe, '-'), e.precise::text, e.selected_by, coalesce(e.level, '-'), e.reason, array_to_string(e.area_codes, '+'))
               FROM gn_synthese.synthese s, gn_diffusion.explain(s.unique_id_sinp, {perimetre}, {wishes}) e WHERE e.lot <> 'none' ORDER BY 1"
        )))
        .fetch_all(&pool)
        .await?;
        assert_eq!(explained, rows, "explain {record} {wishes}");
    }
    Ok(())
}

#[tokio::test]
async fn classification_agrees_with_each_record_and_with_the_counts() -> Result<()> {
    let pool = world().await?;
    sqlx::raw_sql(
        // The group of each taxon once: the function of one taxon is no function for many.
        "CREATE TABLE world.governed AS
         WITH grouped AS MATERIALIZED (
             SELECT d.cd_ref, gn_diffusion.groupe_of(d.cd_ref) AS groupe
               FROM (SELECT DISTINCT t.cd_ref FROM gn_synthese.synthese s JOIN taxonomie.taxref t USING (cd_nom)) d)
         SELECT s.id_synthese, at.day AS at, g.level, x.groupe,
                gn_diffusion.blur_areas(s.the_geom_local, g.level) AS area_ids
           FROM gn_synthese.synthese s
           LEFT JOIN taxonomie.taxref t USING (cd_nom)
           LEFT JOIN grouped x USING (cd_ref)
          CROSS JOIN (VALUES (date '2025-01-01'), ('2040-01-01'), ('2000-01-01'), (current_date)) at (day)
          CROSS JOIN LATERAL (SELECT gn_diffusion.governing_level(s.id_synthese, at.day) AS level OFFSET 0) g;
         CREATE UNIQUE INDEX ON world.governed (at, id_synthese);
         ANALYZE world.governed",
    )
    .execute(&pool)
    .await?;
    let mut seen = std::collections::BTreeMap::<String, i64>::new();
    for perimetre in PERIMETRES {
        for wishes in WISHES {
            sqlx::raw_sql(AssertSqlSafe(format!(
                "DROP TABLE IF EXISTS world.classified;
                 CREATE TABLE world.classified AS SELECT * FROM gn_diffusion.classify({perimetre}, {wishes})"
            )))
            .execute(&pool)
            .await?;
            let identities = format!(
                "SELECT FROM (SELECT count(*) FILTER (WHERE selected_by = 'geometry') AS g, count(*) FILTER (WHERE selected_by = 'area') AS a
                                FROM world.classified) c
                   JOIN gn_diffusion.selection_counts({perimetre}, {wishes}) s
                     ON (s.by_geometry, s.by_area) = (c.g, c.a)"
            );
            assert_eq!(count(&pool, &identities).await?, 1, "{perimetre} {wishes}");
            assert_eq!(
                count(&pool, &difference(&oracle(perimetre, wishes), FOUND)).await?,
                0,
                "{perimetre} {wishes}"
            );
            let reasons: Vec<(String, i64)> = sqlx::query_as(
                "SELECT lot || ' ' || reason, count(*) FROM world.classified GROUP BY 1",
            )
            .fetch_all(&pool)
            .await?;
            for (reason, number) in reasons {
                *seen.entry(reason).or_default() += number;
            }
        }
    }
    for reason in [
        "F1 blurred",
        "F1 not_sensitive",
        "F2 sensitive",
        "F3 sensitive_avis_systematique",
        "left_out residual",
        "withheld blur_impossible",
        "withheld level_unknown",
        "withheld level_withheld",
        "withheld private",
    ] {
        assert!(
            seen.get(reason).is_some_and(|number| *number > 10),
            "{reason} in {seen:?}"
        );
    }
    let without: (i64,) = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT without_geometry FROM gn_diffusion.selection_counts({})",
        PERIMETRES[4]
    )))
    .fetch_one(&pool)
    .await?;
    assert_eq!(without.0, 14);
    Ok(())
}

const FOUND: &str = "SELECT id_synthese, lot, groupe, precise, selected_by, level, reason, area_type, area_ids, area_codes,
                            ST_Area(area)::numeric(20, 1) AS m2
                       FROM world.classified";

/// What classify must return, record by record, from the functions of one record and the geometries themselves.
fn oracle(perimetre: &str, wishes: &str) -> String {
    let after = |name: &str| wishes.split(&format!("{name} => ")).nth(1);
    let date = |name: &str| {
        after(name)
            .map_or("NULL::date", |rest| &rest[..12])
            .to_owned()
    };
    let at = after("at").map_or("current_date", |rest| &rest[..12]);
    let share = if wishes.contains("residual_min_share => 1") {
        "1"
    } else {
        "0.5"
    };
    let residual = !wishes.contains("precise_wanted => false");
    let private = !wishes.contains("private_withheld => false");
    let taxa = match after("cd_refs") {
        None => "true",
        Some(rest) if rest.starts_with("'{}'") => "false",
        Some(_) => "r.cd_ref IN (SELECT cd_ref FROM below)",
    };
    format!(
        "WITH RECURSIVE below (cd_ref) AS (
            SELECT c FROM unnest(ARRAY[9000003, 9000012]) c
            UNION
            SELECT t.cd_ref FROM below b JOIN taxonomie.taxref n ON n.cd_ref = b.cd_ref JOIN taxonomie.taxref t ON t.cd_taxsup = n.cd_nom),
        record AS (
            SELECT s.id_synthese, t.cd_ref, gn_diffusion.usable_geometry(s.the_geom_local) AS geom, l.cd_nomenclature AS level, l.sensitive, l.area_type,
                   g.groupe, g.area_ids, s.date_min, s.date_max, {private} AND d.dataset_name = 'Pr' AS private
              FROM gn_synthese.synthese s
              JOIN world.governed g ON g.id_synthese = s.id_synthese AND g.at = {at}
              LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
              LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = g.level
              LEFT JOIN gn_meta.t_datasets d ON d.id_dataset = s.id_dataset),
        wanted AS (
            SELECT r.*, coalesce(g.avis_systematique, true) AS avis, b.area_codes, b.area,
                   ST_Intersects(r.geom, p.geom) AS inside, ST_Area(ST_Difference(b.area, p.geom)) / ST_Area(b.area) AS outside, p.geom AS p
              FROM record r
             CROSS JOIN (SELECT {perimetre} AS geom) p
              LEFT JOIN gn_diffusion.groupe g ON g.code = r.groupe
             CROSS JOIN LATERAL (SELECT array_agg(a.area_code::text ORDER BY a.id_area) AS area_codes, ST_Union(a.geom) AS area
                                   FROM ref_geo.l_areas a WHERE a.id_area = ANY (r.area_ids)) b
             WHERE r.geom IS NOT NULL AND {taxa}
               AND NOT r.date_max < coalesce({from}::date, '-infinity') AND NOT r.date_min::date > coalesce({to}::date, 'infinity')),
        withheld AS (
            SELECT w.*, CASE WHEN level IS NULL THEN 'level_unknown' WHEN sensitive AND area_type IS NULL THEN 'level_withheld'
                             WHEN private THEN 'private' WHEN sensitive AND area_ids IS NULL THEN 'blur_impossible' END AS withheld
              FROM wanted w)
        SELECT id_synthese, CASE WHEN withheld IS NOT NULL THEN 'withheld' WHEN NOT sensitive THEN 'F1' WHEN avis THEN 'F3' ELSE 'F2' END AS lot,
               groupe, withheld IS NULL AS precise, 'geometry' AS selected_by, level,
               coalesce(withheld, CASE WHEN NOT sensitive THEN 'not_sensitive' WHEN avis THEN 'sensitive_avis_systematique' ELSE 'sensitive' END) AS reason,
               NULL::text AS area_type, NULL::int[] AS area_ids, NULL::text[] AS area_codes, NULL::numeric AS m2
          FROM withheld WHERE inside
        UNION ALL
        SELECT id_synthese, CASE WHEN {residual} AND outside > 0 AND outside < {share} THEN 'left_out' ELSE 'F1' END, groupe, false, 'area', level,
               CASE WHEN {residual} AND outside > 0 AND outside < {share} THEN 'residual' ELSE 'blurred' END,
               area_type, area_ids, area_codes, ST_Area(area)::numeric(20, 1)
          FROM withheld WHERE withheld IS NULL AND sensitive AND ST_Intersects(area, p)",
        from = date("date_from"),
        to = date("date_to"),
    )
}

#[tokio::test]
async fn wrong_arguments_are_refused_in_french() -> Result<()> {
    let pool = world().await?;
    for (perimetre, message) in [
        ("NULL", "Le périmètre est vide"),
        (
            "ST_SetSRID('POLYGON EMPTY'::geometry, 2154)",
            "Le périmètre est vide",
        ),
        (
            "ST_SetSRID(ST_Point(620000, 6220000), 2154)",
            "Le périmètre doit être un polygone, pas un objet de type POINT",
        ),
        (
            "ST_SetSRID(ST_Collect(ST_MakeEnvelope(0, 0, 1, 1), ST_Point(0, 0)), 2154)",
            "Le périmètre doit être un polygone, pas un objet de type GEOMETRYCOLLECTION",
        ),
        (
            "ST_MakeEnvelope(1, 43, 2, 44, 4326)",
            "Le périmètre est en projection 4326 au lieu de 2154",
        ),
        (
            "ST_MakeEnvelope(1, 43, 2, 44)",
            "Le périmètre est en projection 0 au lieu de 2154",
        ),
        (
            "ST_GeomFromText('POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))', 2154)",
            "Le périmètre n'est pas une géométrie valide (Self-intersection[1 1])",
        ),
        (
            "ST_MakeEnvelope(0, 0, 'Infinity', 1, 2154)",
            "Le périmètre n'est pas une géométrie valide",
        ),
        (
            "ST_MakeEnvelope(0, 0, 'NaN', 1, 2154)",
            "Le périmètre n'est pas une géométrie valide",
        ),
    ] {
        for function in ["classify", "selection_counts", "communes", "count_communes"] {
            let (code, found) = refusal(
                &pool,
                &format!("SELECT gn_diffusion.{function}({perimetre})"),
            )
            .await;
            assert_eq!(code, "22023", "{function} {perimetre}: {found}");
            assert!(found.starts_with(message), "{function}: {found}");
        }
    }
    for share in ["NULL", "-0.1", "1.1", "'NaN'"] {
        for function in ["classify", "selection_counts"] {
            let sql = format!(
                "SELECT gn_diffusion.{function}({}, residual_min_share => {share})",
                PERIMETRES[0]
            );
            let (code, message) = refusal(&pool, &sql).await;
            assert_eq!(
                (code.as_str(), message.as_str()),
                (
                    "22023",
                    "La part résiduelle minimale doit être comprise entre 0 et 1"
                ),
                "{share}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn shipped_levels_can_be_changed_and_restored_but_not_removed() -> Result<()> {
    let pool = geonature_database().await;
    for sql in [
        "DELETE FROM gn_diffusion.level WHERE cd_nomenclature = '2.1'",
        "UPDATE gn_diffusion.level SET cd_nomenclature = '9' WHERE cd_nomenclature = '2.1'",
        "DELETE FROM gn_diffusion.producer_level WHERE cd_niv_precis = '4'",
        "UPDATE gn_diffusion.producer_level SET cd_niv_precis = '9' WHERE cd_niv_precis = '4'",
    ] {
        let (code, message) = refusal(&pool, sql).await;
        assert_eq!(code, "23001", "{message}");
        assert!(message.contains("ni supprimé ni renommé"), "{message}");
    }
    for sql in [
        "UPDATE gn_diffusion.level SET sensitive = false WHERE cd_nomenclature = '2.1'",
        "UPDATE gn_diffusion.level SET rank = 0 WHERE cd_nomenclature = '2.1'",
        "UPDATE gn_diffusion.level SET rank = 5 WHERE cd_nomenclature = '0'",
        "INSERT INTO gn_diffusion.level (cd_nomenclature, rank, date_precision, sensitive) VALUES ('X', 0, 'day', false)",
    ] {
        assert_eq!(refusal(&pool, sql).await.0, "23514", "{sql}");
    }
    // What a restore does: the extension's rows are there, and the saved ones are copied over them.
    sqlx::raw_sql(
        "INSERT INTO gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision, sensitive, label, builtin)
         VALUES ('2.1', 35, NULL, 'year', true, 'fermé', true), ('REG', 85, 'REG', 'year', true, 'région', false);
         INSERT INTO gn_diffusion.producer_level (cd_niv_precis, level, builtin) VALUES ('1', '3', true)",
    )
    .execute(&pool)
    .await?;
    let changed = "SELECT FROM gn_diffusion.level WHERE (cd_nomenclature, rank, label, builtin) IN (('2.1', 35, 'fermé', true), ('REG', 85, 'région', false))";
    assert_eq!(count(&pool, changed).await?, 2);
    assert_eq!(count(&pool, "SELECT FROM gn_diffusion.level").await?, 14);
    assert_eq!(
        count(
            &pool,
            "SELECT FROM gn_diffusion.producer_level WHERE cd_niv_precis = '1' AND level = '3'"
        )
        .await?,
        1
    );
    assert_eq!(refusal(&pool, "INSERT INTO gn_diffusion.level (cd_nomenclature, rank, date_precision) VALUES ('2.1', 1, 'day')").await.0, "23505");
    Ok(())
}

#[tokio::test]
async fn rights_are_for_those_named_and_no_search_path_matters() -> Result<()> {
    let pool = world().await?;
    let perimetre = PERIMETRES[0];
    let expected = count(
        &pool,
        &format!("SELECT FROM gn_diffusion.classify({perimetre})"),
    )
    .await?;
    assert!(expected > 100);
    sqlx::raw_sql("DO $$ BEGIN CREATE ROLE extension_sql_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$").execute(&pool).await?;
    let mut connection = pool.acquire().await?;
    // A caller with a path that holds a function named as one of PostGIS's.
    sqlx::raw_sql(
        "CREATE SCHEMA hostile;
         CREATE FUNCTION hostile.st_intersects(public.geometry, public.geometry) RETURNS boolean LANGUAGE sql AS 'SELECT false';
         SET search_path = hostile",
    )
    .execute(&mut *connection)
    .await?;
    let perimetre = perimetre.replace("ST_", "public.ST_");
    let found: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT count(*) FROM gn_diffusion.classify({perimetre})"
    )))
    .fetch_one(&mut *connection)
    .await?;
    assert_eq!(found, expected);
    sqlx::raw_sql("SET search_path = public; SET ROLE extension_sql_nobody")
        .execute(&mut *connection)
        .await?;
    for call in [
        format!("gn_diffusion.classify({perimetre})"),
        format!(
            "gn_diffusion.classify_records({perimetre}, NULL, NULL, NULL, true, 0.5, true, NULL, NULL)"
        ),
        format!("gn_diffusion.selection_counts({perimetre})"),
        format!("gn_diffusion.explain('00000000-0000-0000-0000-000000000000', {perimetre})"),
    ] {
        let error = sqlx::raw_sql(AssertSqlSafe(format!("SELECT {call}")))
            .execute(&mut *connection)
            .await
            .err();
        let code = error
            .as_ref()
            .and_then(|e| e.as_database_error())
            .and_then(sqlx::error::DatabaseError::code);
        assert_eq!(code.as_deref(), Some("42501"), "{call}");
    }
    let levels: i64 = sqlx::query_scalar("SELECT count(*) FROM gn_diffusion.level")
        .fetch_one(&mut *connection)
        .await?;
    assert_eq!(levels, 13);
    assert!(
        sqlx::raw_sql("UPDATE gn_diffusion.level SET area_type = NULL")
            .execute(&mut *connection)
            .await
            .is_err()
    );
    connection.close().await?;
    // Each function fixes its path and its label is written down. A procedure that commits may not fix a path: it names schemas.
    let bare = "SELECT p.proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
                 WHERE p.pronamespace = 'gn_diffusion'::regnamespace AND l.lanname = 'plpgsql'
                   AND (p.prokind <> 'p' AND NOT coalesce(p.proconfig::text, '') LIKE '%search_path=%' OR obj_description(p.oid, 'pg_proc') IS NULL OR p.prosecdef)";
    assert_eq!(count(&pool, bare).await?, 0);
    Ok(())
}
