//! `gn_diffusion.classify` held, row for row, against the oracle: random perimeters of every awkward shape, every option, and
//! records that no importer should have let in. `selection_counts` with it. Another seed, other records and other perimeters.
//! Not here: the files, which `main_job_real.rs` opens for one of these worlds.

use std::collections::BTreeMap;

use demandes_tests::harness::demo_database;
use sqlx::{FromRow, PgPool, Postgres, Row, postgres::PgArguments};

use super::oracle;

/// How many perimeters each seed tries: two of each of the twenty shapes of `nasty.perimetre`.
const PERIMETERS: i32 = 40;
/// The shapes that hold most of the records: each is tried by one seed.
const LARGE: [i32; 3] = [6, 9, 14];

/// What a demande wants.
struct Wish {
    taxa: Option<Vec<i32>>,
    from: Option<&'static str>,
    to: Option<&'static str>,
    precise: bool,
    min_share: f64,
    private_withheld: bool,
}

impl Wish {
    /// The arguments of every query here: perimeter, taxa, both dates, precise wanted, share, private withheld, day.
    fn bind<'q>(
        &'q self,
        query: sqlx::query::Query<'q, Postgres, PgArguments>,
        perimetre: &'q str,
        at: &'q str,
    ) -> sqlx::query::Query<'q, Postgres, PgArguments> {
        query
            .bind(perimetre)
            .bind(&self.taxa)
            .bind(self.from)
            .bind(self.to)
            .bind(self.precise)
            .bind(self.min_share)
            .bind(self.private_withheld)
            .bind(at)
    }
}

/// Options number `i`: the periods of the choices have no common factor, so that over the perimeters each meets each. The first
/// perimeter of each shape wants all taxa of all times.
fn wish(i: i32) -> Wish {
    let all = i % PERIMETERS < PERIMETERS / 2;
    let taxa = match i % 7 {
        _ if all => None,
        1 => Some(vec![186_233]), // an order, with its species
        2 => Some(vec![9_100_001, 9_100_002, 9_100_003]), // synonyms
        3 => Some(vec![9_600_001, 9_600_005, 9_600_004]), // a cycle, a taxon above by its synonym, one without cd_ref
        4 => Some(vec![2645, 60_630, 123_456_789]),       // one that TAXREF does not have
        _ => None,
    };
    let (from, to) = match i % 4 {
        _ if all => (None, None),
        1 => (Some("2018-06-15"), None),
        2 => (None, Some("2020-02-29")),
        3 => (Some("2021-01-01"), Some("2021-12-31")),
        _ => (None, None),
    };
    let min_share = match i % 6 {
        0 | 1 => 0.5,
        2 => 0.2,
        3 => 0.9,
        4 => 0.95,
        _ => 0.0,
    };
    Wish {
        taxa,
        from,
        to,
        precise: i % 3 != 2,
        min_share,
        private_withheld: i % 5 != 3,
    }
}

#[derive(Debug, FromRow)]
#[expect(dead_code, reason = "printed when something differs")]
struct Difference {
    id_synthese: i32,
    nasty: Option<String>,
    selected_by: String,
    expected: Option<String>,
    found: Option<String>,
    outside: Option<f64>,
}

/// Both answers, kept in two tables of the database.
const ANSWERS: [&str; 2] = [
    "INSERT INTO nasty.expected SELECT * FROM oracle.classified($1::geometry, $2, $3::date, $4::date, $5, $6, $7) WHERE $8::text IS NOT NULL",
    "INSERT INTO nasty.found SELECT * FROM gn_diffusion.classify($1::geometry, $2, $3::date, $4::date, $5, $6, $7, $8::date)",
];

const COUNTS: &str = "SELECT by_geometry, by_area, without_geometry
   FROM gn_diffusion.selection_counts($1::geometry, $2, $3::date, $4::date, $5, $6, $7, $8::date)";

const DIFFERENCES: &str = "
    WITH told AS (
             SELECT coalesce(e.id_synthese, f.id_synthese) AS id_synthese, coalesce(e.selected_by, f.selected_by) AS selected_by,
                    CASE WHEN e.id_synthese IS NOT NULL THEN
                         row(e.lot, e.groupe, e.precise, e.level, e.reason, e.area_type, e.area_ids, e.area_codes)::text END AS expected,
                    CASE WHEN f.id_synthese IS NOT NULL THEN
                         row(f.lot, f.groupe, f.precise, f.level, f.reason, f.area_type, f.area_ids, f.area_codes)::text END AS found,
                    e.outside
               FROM nasty.expected e FULL JOIN nasty.found f USING (id_synthese, selected_by)),
         wrong AS (
             SELECT * FROM told WHERE expected IS DISTINCT FROM found
             UNION ALL
             SELECT id_synthese, 'twice', NULL, NULL, NULL FROM nasty.found GROUP BY id_synthese, selected_by HAVING count(*) > 1
             UNION ALL
             SELECT min(e.id_synthese), 'area', NULL, ST_AsText(f.area), NULL
               FROM (SELECT DISTINCT ON (area_ids) * FROM nasty.expected WHERE selected_by = 'area' ORDER BY area_ids) e
               JOIN nasty.found f USING (id_synthese, selected_by)
              WHERE ST_SRID(f.area) <> 2154 OR GeometryType(f.area) <> 'MULTIPOLYGON' OR NOT ST_Equals(e.area, f.area)
              GROUP BY f.area)
    SELECT w.id_synthese, s.entity_source_pk_value::text AS nasty, w.selected_by, w.expected, w.found, w.outside
      FROM wrong w LEFT JOIN gn_synthese.synthese s USING (id_synthese) ORDER BY 1";

/// Tries every perimeter of a seed and gives how many rows each lot had in all, so that a test can say that none was empty.
async fn try_all(pool: &PgPool, seed: i32, at: &str) -> BTreeMap<String, i64> {
    oracle::install(pool, at).await;
    sqlx::raw_sql(
        "CREATE UNLOGGED TABLE nasty.expected AS SELECT * FROM oracle.classified(NULL, NULL, NULL, NULL, true, 0.5, true) LIMIT 0;
         CREATE UNLOGGED TABLE nasty.found AS SELECT * FROM gn_diffusion.classify(nasty.perimetre(0)) LIMIT 0",
    )
    .execute(pool)
    .await
    .expect("tables");
    let mut totals = BTreeMap::new();
    for i in seed * PERIMETERS..(seed + 1) * PERIMETERS {
        let large = LARGE.iter().position(|shape| *shape == i % 20);
        if large.is_some_and(|turn| i32::try_from(turn) != Ok(seed % 3)) {
            continue;
        }
        let perimetre: String = sqlx::query_scalar("SELECT nasty.perimetre($1)::text")
            .bind(i)
            .fetch_one(pool)
            .await
            .unwrap_or_else(|error| panic!("perimeter {i}: {error}"));
        compare(pool, i, &perimetre, at, &mut totals).await;
    }
    totals
}

/// Holds one perimeter with its options.
async fn compare(
    pool: &PgPool,
    i: i32,
    perimetre: &str,
    at: &str,
    totals: &mut BTreeMap<String, i64>,
) {
    let w = wish(i);
    sqlx::raw_sql("TRUNCATE nasty.expected, nasty.found")
        .execute(pool)
        .await
        .expect("truncate");
    for answer in ANSWERS {
        w.bind(sqlx::query(answer), perimetre, at)
            .execute(pool)
            .await
            .unwrap_or_else(|error| panic!("perimeter {i}: {error}"));
    }
    let differences: Vec<Difference> = sqlx::query_as(DIFFERENCES)
        .fetch_all(pool)
        .await
        .expect("comparison");
    assert!(
        differences.is_empty(),
        "perimeter {i} ({perimetre}): {} rows differ, {:#?}",
        differences.len(),
        &differences[..differences.len().min(5)]
    );
    check_identities(pool, i, perimetre, &w, at, totals).await;
}

/// Both identities, by the service's count and by ours.
async fn check_identities(
    pool: &PgPool,
    i: i32,
    perimetre: &str,
    w: &Wish,
    at: &str,
    totals: &mut BTreeMap<String, i64>,
) {
    let counts = w
        .bind(sqlx::query(COUNTS), perimetre, at)
        .fetch_one(pool)
        .await
        .unwrap_or_else(|error| panic!("perimeter {i}: {error}"));
    let lots: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT lot || ' ' || reason, selected_by, count(*) FROM nasty.expected GROUP BY 1, 2",
    )
    .fetch_all(pool)
    .await
    .expect("oracle");
    let without_geometry: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM oracle.record r
          WHERE geom IS NULL AND ($2::date IS NULL OR day_max >= $2::date) AND ($3::date IS NULL OR day_min <= $3::date)
            AND ($1::integer[] IS NULL OR cd_ref IN (
                SELECT a.taxon FROM unnest($1) w (cd) LEFT JOIN taxonomie.taxref t ON t.cd_nom = w.cd
                  JOIN oracle.above a ON a.ancestor = coalesce(t.cd_ref, w.cd)))",
    )
    .bind(&w.taxa)
    .bind(w.from)
    .bind(w.to)
    .fetch_one(pool)
    .await
    .expect("oracle");
    let sum = |by: &str| {
        lots.iter()
            .filter(|row| row.1 == by)
            .map(|row| row.2)
            .sum::<i64>()
    };
    let expected = (sum("geometry"), sum("area"), without_geometry);
    assert_eq!(
        (counts.get(0), counts.get(1), counts.get(2)),
        expected,
        "identities of perimeter {i}"
    );
    for (lot, _, count) in lots {
        *totals.entry(lot).or_default() += count;
    }
}

fn assert_all_met(totals: &BTreeMap<String, i64>) {
    println!("{totals:?}");
    for lot in [
        "F1 not_sensitive",
        "F1 blurred",
        "left_out residual",
        "F2 sensitive",
        "F3 sensitive_avis_systematique",
        "withheld level_unknown",
        "withheld level_withheld",
        "withheld private",
        "withheld blur_impossible",
    ] {
        assert!(
            totals.get(lot).is_some_and(|count| *count >= 10),
            "too few of {lot} to have tried it: {totals:?}"
        );
    }
}

async fn try_seed(seed: i32) {
    let pool = demo_database().await;
    oracle::make_nasty(&pool, seed).await;
    assert_all_met(&try_all(&pool, seed, "2026-03-02").await);
}

#[tokio::test]
async fn nasty_records_of_seed_1_are_where_the_rules_say() {
    try_seed(1).await;
}

#[tokio::test]
async fn nasty_records_of_seed_2_are_where_the_rules_say() {
    try_seed(2).await;
}

/// Other settings: levels moved to other areas and ranks, an area type that does not exist, groups within groups and on a tie,
/// and a day on which some rules have ended.
#[tokio::test]
async fn settings_are_what_the_tables_say() {
    let pool = demo_database().await;
    oracle::make_nasty(&pool, 3).await;
    sqlx::raw_sql(
        "INSERT INTO gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision) VALUES ('2.9', 45, 'M20', 'month');
         UPDATE gn_diffusion.level SET area_type = 'NONE' WHERE cd_nomenclature = '2.5';
         UPDATE gn_diffusion.level SET area_type = NULL WHERE cd_nomenclature = '2.2';
         UPDATE gn_diffusion.level SET rank = 85 WHERE cd_nomenclature = '2.1';
         UPDATE gn_diffusion.level SET area_type = 'COM' WHERE cd_nomenclature = '3';
         UPDATE gn_diffusion.producer_level SET level = '2.3' WHERE cd_niv_precis = '5';
         UPDATE gn_diffusion.producer_level SET level = 'none' WHERE cd_niv_precis = '0';
         INSERT INTO gn_diffusion.groupe VALUES ('Z_PLAIN', 'Z', false), ('A_SYST', 'A', true), ('HIGH', 'H', true);
         INSERT INTO gn_diffusion.groupe_taxon VALUES ('Z_PLAIN', 'cd_ref', '9600006'), ('A_SYST', 'cd_ref', '9600005'),
             ('HIGH', 'group1_inpn', 'Chordés'), ('Z_PLAIN', 'group3_inpn', 'Chiroptères'), ('Z_PLAIN', 'cd_ref', '60630'),
             ('HIGH', 'cd_ref', '9600002'), ('A_SYST', 'cd_ref', '123456789');
         DELETE FROM gn_diffusion.groupe_taxon WHERE code_groupe = 'FLORE';
         UPDATE gn_meta.t_datasets SET id_nomenclature_data_origin = ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr')
          WHERE id_dataset = (SELECT max(id_dataset) FROM gn_meta.t_datasets)",
    )
    .execute(&pool)
    .await
    .expect("settings");
    assert_all_met(&try_all(&pool, 3, "2033-07-01").await);
}
