//! Beside Occtax and the validation, the module is not there: the same rows, no trigger of ours on their way, no time taken.
//!
//! One database has the module, the other had it and has no more; they hold the same observations.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use demandes_api::store;
use demandes_tests::harness;
use sqlx::PgPool;

const CHAIN: &str = include_str!("coexistence/chain.sql");
const PAIRS: usize = 30;

/// The demonstration, without anything of ours.
async fn without_us() -> Result<PgPool> {
    let pool = harness::demo_database().await;
    let mut conn = pool.acquire().await?;
    store::install::uninstall(&mut conn).await?;
    drop(conn);
    let left: bool = sqlx::query_scalar(
        "SELECT to_regnamespace('gn_demandes') IS NOT NULL OR EXISTS (SELECT FROM pg_extension WHERE extname = 'gn_diffusion')",
    )
    .fetch_one(&pool)
    .await?;
    assert!(!left);
    Ok(pool)
}

/// What the chain wrote, without the ids and the instants that no two databases share.
async fn written(pool: &PgPool) -> Result<Vec<String>> {
    let rows: Vec<String> = sqlx::query_scalar(
        "SELECT (to_jsonb(s) - ARRAY['id_synthese', 'entity_source_pk_value', 'meta_create_date', 'meta_update_date'])::text
             || ' areas ' || (SELECT string_agg(t.type_code || a.area_code, ' ' ORDER BY t.type_code, a.area_code)
                              FROM gn_synthese.cor_area_synthese c JOIN ref_geo.l_areas a USING (id_area) JOIN ref_geo.bib_areas_types t USING (id_type)
                              WHERE c.id_synthese = s.id_synthese)
             || ' observers ' || (SELECT count(*) FROM gn_synthese.cor_observer_synthese o WHERE o.id_synthese = s.id_synthese)
             || ' level ' || coalesce((SELECT n.cd_nomenclature FROM ref_nomenclatures.t_nomenclatures n
                                       WHERE n.id_nomenclature = s.id_nomenclature_sensitivity), 'none')
         FROM gn_synthese.synthese s WHERE s.unique_id_sinp_grp IN (SELECT md5('releve' || n)::uuid FROM generate_series(0, 19) n)
         ORDER BY s.unique_id_sinp",
    )
    .fetch_all(pool)
    .await?;
    Ok(rows)
}

#[tokio::test]
async fn occtax_and_validation_write_the_same_rows() -> Result<()> {
    let (with, without) = (harness::demo_database().await, without_us().await?);
    for pool in [&with, &without] {
        sqlx::raw_sql(CHAIN)
            .execute(pool)
            .await
            .context("the chain")?;
    }
    let (ours, theirs) = (written(&with).await?, written(&without).await?);
    assert!(theirs.len() > 50, "{} rows", theirs.len());
    // What is compared has something in it.
    let count = |word: &str| theirs.iter().filter(|row| row.contains(word)).count();
    assert!(count("\"validation_comment\": \"vu\"") == theirs.len());
    assert!(count(" areas ") == theirs.len() && count(" observers 2") == theirs.len());
    let sensitive = theirs.len() - count(" level 0") - count(" level none");
    assert!(
        sensitive > 3 && sensitive < theirs.len(),
        "{sensitive} sensitive rows"
    );
    assert_eq!(ours, theirs);
    Ok(())
}

#[tokio::test]
async fn no_trigger_of_ours_is_on_their_way() -> Result<()> {
    let pool = harness::demo_database().await;
    let triggers: Vec<(String, String)> = sqlx::query_as(
        "SELECT n.nspname || '.' || c.relname, t.tgname::text
         FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace
         JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE f.nspname IN ('gn_demandes', 'gn_diffusion') AND n.nspname NOT IN ('gn_demandes', 'gn_diffusion') ORDER BY 1, 2",
    )
    .fetch_all(&pool)
    .await?;
    for (table, trigger) in &triggers {
        let observed = table.starts_with("pr_occtax.")
            || table.starts_with("gn_synthese.")
            || table == "gn_commons.t_validations";
        assert!(!observed, "{trigger} on {table}");
        // Those on the reference tables note that they change, once a statement.
        assert_eq!(trigger, "zz_gn_diffusion_cache", "{table}");
    }
    // Nor does a key of ours look at each row written there, nor an index, nor a rule.
    let keys: Vec<String> = sqlx::query_scalar(
        "SELECT conname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_namespace o ON o.oid = k.connamespace
         WHERE o.nspname IN ('gn_demandes', 'gn_diffusion') AND n.nspname IN ('gn_synthese', 'pr_occtax') AND k.confdeltype NOT IN ('c', 'n')",
    )
    .fetch_all(&pool)
    .await?;
    assert_eq!(keys, Vec::<String>::new());
    let others: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_depend d JOIN pg_class i ON d.classid = 'pg_class'::regclass AND d.objid = i.oid AND i.relkind = 'i'
         JOIN pg_index x ON x.indexrelid = i.oid JOIN pg_class c ON c.oid = x.indrelid
         JOIN pg_proc p ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid
         WHERE p.pronamespace IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace)
           AND c.relnamespace NOT IN ('gn_demandes'::regnamespace, 'gn_diffusion'::regnamespace)",
    )
    .fetch_one(&pool)
    .await?;
    assert_eq!(others, 0);
    Ok(())
}

/// How long the chain takes; what it wrote is undone.
async fn timed(pool: &PgPool) -> Result<Duration> {
    let mut tx = pool.begin().await?;
    let started = Instant::now();
    sqlx::raw_sql(CHAIN).execute(&mut *tx).await?;
    let took = started.elapsed();
    tx.rollback().await?;
    // A temporary function and two tables, which the rollback took away too.
    Ok(took)
}

fn quartiles(times: &[f64]) -> (f64, f64, f64) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |quarter: usize| sorted[(sorted.len() - 1) * quarter / 4];
    (at(1), at(2), at(3))
}

#[tokio::test]
async fn thirty_pairs_take_the_same_time() -> Result<()> {
    let (with, without) = (harness::demo_database().await, without_us().await?);
    for pool in [&with, &without] {
        sqlx::raw_sql("VACUUM ANALYZE").execute(pool).await?;
        timed(pool).await?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        // Who goes first changes: what the machine does meanwhile falls on both.
        if pair % 2 == 0 {
            ours.push(timed(&with).await?.as_secs_f64());
            theirs.push(timed(&without).await?.as_secs_f64());
        } else {
            theirs.push(timed(&without).await?.as_secs_f64());
            ours.push(timed(&with).await?.as_secs_f64());
        }
    }
    let differences: Vec<f64> = ours
        .iter()
        .zip(&theirs)
        .map(|(ours, theirs)| ours - theirs)
        .collect();
    let (low, median, high) = quartiles(&theirs);
    let difference = quartiles(&differences).1;
    println!(
        "{PAIRS} pairs: without us {:.1} ms (quartiles {:.1} to {:.1}), with us {:.1} ms, median difference {:+.2} ms",
        median * 1e3,
        low * 1e3,
        high * 1e3,
        quartiles(&ours).1 * 1e3,
        difference * 1e3
    );
    assert!(
        difference.abs() <= high - low,
        "{difference} s of difference, where theirs alone spread over {} s",
        high - low
    );
    Ok(())
}
