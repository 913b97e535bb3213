//! What a change of sensitivity rules would change, held against the change itself; and the accelerator, which must be seen by
//! nobody but a clock: same answers from all of `GeoNature`'s triggers, same catalogue once removed.
//!
//! Not here: `sensitivity` itself.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use demandes_tests::extension_world::{count, difference, refusal, run, text, world};
use sqlx::PgPool;

/// Candidate rules in tables of their own: some removed, levels, periods, durations, territories and criteria changed, some added.
const CANDIDATES: &str = "
    SELECT setseed(0.6);
    CREATE SCHEMA candidate;
    CREATE TABLE candidate.t_sensitivity_rules (LIKE gn_sensitivity.t_sensitivity_rules);
    INSERT INTO candidate.t_sensitivity_rules SELECT * FROM gn_sensitivity.t_sensitivity_rules WHERE id_sensitivity % 7 <> 0;
    CREATE TABLE candidate.cor_sensitivity_area AS SELECT * FROM gn_sensitivity.cor_sensitivity_area WHERE (id_sensitivity + id_area) % 3 > 0 AND id_sensitivity % 7 <> 0;
    CREATE TABLE candidate.cor_sensitivity_criteria AS SELECT * FROM gn_sensitivity.cor_sensitivity_criteria WHERE (id_sensitivity + id_criteria) % 3 > 0 AND id_sensitivity % 7 <> 0;
    UPDATE candidate.t_sensitivity_rules SET id_nomenclature_sensitivity = world.id('SENSIBILITE', world.pick('0', '1', '3', '2.2', '2.9')) WHERE random() < 0.3;
    UPDATE candidate.t_sensitivity_rules SET date_min = '1900-10-01', date_max = '1900-03-31' WHERE random() < 0.2;
    UPDATE candidate.t_sensitivity_rules SET sensitivity_duration = sensitivity_duration + 7, active = NOT active WHERE random() < 0.2;
    INSERT INTO candidate.t_sensitivity_rules (id_sensitivity, cd_nom, id_nomenclature_sensitivity, sensitivity_duration, active)
    SELECT 10000 + i, 9000002 + i * 9, world.id('SENSIBILITE', world.pick('1', '2', '4')), 50, true FROM generate_series(1, 20) i;
    INSERT INTO candidate.cor_sensitivity_area SELECT 10000 + i, a.id_area FROM generate_series(1, 20, 3) i, ref_geo.l_areas a WHERE a.area_code LIKE 'DEPE0%';
    INSERT INTO candidate.cor_sensitivity_criteria SELECT 10000 + i, world.id('STATUT_BIO', '3') FROM generate_series(1, 20, 4) i";

/// The candidates put in force.
const ADOPT: &str = "
    TRUNCATE gn_sensitivity.t_sensitivity_rules CASCADE;
    INSERT INTO gn_sensitivity.t_sensitivity_rules SELECT * FROM candidate.t_sensitivity_rules;
    INSERT INTO gn_sensitivity.cor_sensitivity_area SELECT * FROM candidate.cor_sensitivity_area;
    INSERT INTO gn_sensitivity.cor_sensitivity_criteria SELECT * FROM candidate.cor_sensitivity_criteria;
    REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref";

/// The level of each record by the rules in force, record by record, in both modes and two years.
fn recomputed(table: &str) -> String {
    format!(
        "CREATE TABLE world.{table} AS
         SELECT s.id_synthese, m.mode, y.at, ref_nomenclatures.get_cd_nomenclature(gn_diffusion.sensitivity(
                    s.date_min::date, t.cd_ref, s.the_geom_local,
                    jsonb_build_object('STATUT_BIO', s.id_nomenclature_bio_status, 'OCC_COMPORTEMENT', s.id_nomenclature_behaviour),
                    m.mode, y.at))::text AS level
           FROM gn_synthese.synthese s JOIN taxonomie.taxref t USING (cd_nom)
          CROSS JOIN (VALUES ('prudent'), ('geonature')) m (mode) CROSS JOIN (VALUES (date '2026-01-01'), ('2012-01-01')) y (at)
          WHERE t.cd_ref IS NOT NULL"
    )
}

#[tokio::test]
async fn a_change_of_rules_is_told_before_it_is_made() -> Result<()> {
    let pool = world().await?;
    run(&pool, CANDIDATES).await?;
    run(&pool, &recomputed("before")).await?;
    // Told in a transaction that cannot write.
    let mut reading = pool.begin().await?;
    run(&mut *reading, "SET TRANSACTION READ ONLY").await?;
    let told = "SELECT d.*, m.mode, y.at
                  FROM (VALUES ('prudent'), ('geonature')) m (mode) CROSS JOIN (VALUES (date '2026-01-01'), ('2012-01-01')) y (at)
                 CROSS JOIN LATERAL gn_diffusion.sensitivity_diff_records(gn_diffusion.sensitivity_rules('candidate'), m.mode, y.at) d";
    assert!(count(&mut *reading, told).await? > 400);
    reading.rollback().await?;
    run(&pool, &format!("CREATE TABLE world.told AS {told}")).await?;
    run(
        &pool,
        "CREATE TABLE world.summed AS SELECT * FROM gn_diffusion.sensitivity_diff(gn_diffusion.sensitivity_rules('candidate'), at => '2026-01-01')",
    )
    .await?;
    let nothing = "SELECT FROM gn_diffusion.sensitivity_diff(gn_diffusion.sensitivity_rules())
                   UNION ALL SELECT FROM gn_diffusion.sensitivity_diff(gn_diffusion.sensitivity_rules(), 'geonature')";
    assert_eq!(count(&pool, nothing).await?, 0);

    run(&pool, ADOPT).await?;
    run(&pool, &recomputed("after")).await?;
    let real = "SELECT id_synthese, mode, at, b.level AS before, a.level AS after FROM world.before b JOIN world.after a USING (id_synthese, mode, at)
                 WHERE b.level IS DISTINCT FROM a.level";
    assert_eq!(
        count(
            &pool,
            &difference(
                real,
                "SELECT id_synthese, mode, at, before, after FROM world.told"
            )
        )
        .await?,
        0
    );
    for change in ["more_restrictive", "less_restrictive"] {
        let seen = format!("SELECT FROM world.told WHERE change = '{change}'");
        assert!(count(&pool, &seen).await? > 50, "{change}");
    }
    // The order is that of the level table, where 2.9 has no row; stored and the summary agree with the records.
    let wrong = "SELECT FROM world.told d
                   JOIN gn_synthese.synthese s USING (id_synthese)
                   LEFT JOIN gn_diffusion.level b ON b.cd_nomenclature = d.before LEFT JOIN gn_diffusion.level a ON a.cd_nomenclature = d.after
                  WHERE d.unique_id_sinp <> s.unique_id_sinp
                     OR d.stored IS DISTINCT FROM ref_nomenclatures.get_cd_nomenclature(s.id_nomenclature_sensitivity)
                     OR coalesce(b.rank, 1000) < coalesce(a.rank, 1000) AND d.change <> 'more_restrictive'
                     OR coalesce(b.rank, 1000) > coalesce(a.rank, 1000) AND d.change <> 'less_restrictive'";
    assert_eq!(count(&pool, wrong).await?, 0);
    let summed = "SELECT cd_ref, before, after, change, records FROM world.summed";
    let counted = "SELECT cd_ref, before, after, change, count(*) FROM world.told WHERE mode = 'prudent' AND at = '2026-01-01' GROUP BY 1, 2, 3, 4";
    assert_eq!(count(&pool, &difference(summed, counted)).await?, 0);
    Ok(())
}

#[tokio::test]
async fn rules_may_be_written_by_hand_and_are_checked() -> Result<()> {
    let pool = world().await?;
    run(&pool, "TRUNCATE gn_sensitivity.t_sensitivity_rules CASCADE; TRUNCATE gn_synthese.synthese CASCADE").await?;
    run(
        &pool,
        "REFRESH MATERIALIZED VIEW gn_sensitivity.t_sensitivity_rules_cd_ref",
    )
    .await?;
    run(&pool, "SELECT world.record('0', '5', 9000150), world.record('0', '5', 9000150), world.record('0', '5', 9000151)").await?;
    for (rules, rows) in [
        (
            r#"[{"cd_nom": 9000150, "sensitivity": "3", "sensitivity_duration": 100}]"#,
            Some("9000150 0 3 2"),
        ),
        (
            r#"[{"cd_nom": 9001150, "sensitivity": "3", "sensitivity_duration": 100, "criteria": [], "areas": null, "autre": 1}]"#,
            Some("9000150 0 3 2"),
        ),
        (
            r#"[{"cd_nom": 9000150, "sensitivity": "3", "sensitivity_duration": 100, "active": false}]"#,
            None,
        ),
        (
            r#"[{"cd_nom": 9000150, "sensitivity": "3", "sensitivity_duration": 0}]"#,
            None,
        ),
        ("[]", None),
    ] {
        let found = text(
            &pool,
            &format!("SELECT string_agg(concat_ws(' ', cd_ref, before, after, records), ',') FROM gn_diffusion.sensitivity_diff('{rules}')"),
        )
        .await?;
        assert_eq!(found.as_deref(), rows, "{rules}");
    }
    for (rules, message) in [
        ("NULL", "Les règles doivent être un tableau JSON"),
        ("'{}'", "Les règles doivent être un tableau JSON"),
        ("'[1]'", "La règle n° 1 n'est pas un objet JSON"),
        (
            r#"'[{"cd_nom": 9000150, "sensitivity": "3", "sensitivity_duration": 1}, {"cd_nom": 1, "sensitivity": "3"}]'"#,
            "La règle n° 2 est écrite sur un cd_nom absent de TAXREF : 1",
        ),
        (
            r#"'[{"sensitivity": "3", "sensitivity_duration": 1}]'"#,
            "La règle n° 1 est écrite sur un cd_nom absent de TAXREF : aucun",
        ),
        (
            r#"'[{"cd_nom": 9000150, "sensitivity": "3"}]'"#,
            "La règle n° 1 n'a pas de durée (sensitivity_duration)",
        ),
        (
            r#"'[{"cd_nom": 9000150, "sensitivity": "33", "sensitivity_duration": 1}]'"#,
            "La règle n° 1 n'a pas de niveau de sensibilité connu",
        ),
    ] {
        let found = refusal(
            &pool,
            &format!("SELECT gn_diffusion.sensitivity_diff({rules})"),
        )
        .await;
        assert_eq!(found, ("22023".to_owned(), message.to_owned()));
    }
    assert_eq!(
        refusal(&pool, "SELECT gn_diffusion.sensitivity_diff('[]', 'autre')")
            .await
            .0,
        "22023"
    );
    assert_eq!(
        refusal(&pool, "SELECT gn_diffusion.sensitivity_rules('nulle_part')")
            .await
            .0,
        "42P01"
    );
    Ok(())
}

/// All the catalogue holds about `GeoNature`'s function, as one text.
const CATALOGUE: &str = "
    SELECT concat_ws(E'\\n', pg_get_functiondef(p.oid), to_jsonb(p) - 'xmin',
               (SELECT jsonb_agg(to_jsonb(d) ORDER BY d::text) FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid),
               (SELECT jsonb_agg(to_jsonb(d) ORDER BY d::text) FROM pg_shdepend d
                 WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())),
               (SELECT jsonb_agg(to_jsonb(d)) FROM pg_description d WHERE d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid))
      FROM pg_proc p WHERE p.oid = 'gn_sensitivity.get_id_nomenclature_sensitivity'::regproc";

async fn state(pool: &PgPool) -> Result<Option<String>> {
    text(pool, "SELECT state FROM gn_diffusion.accelerator_status()").await
}

/// Every trigger that asks for a sensitivity, and what the table then holds.
async fn answers_of_triggers(pool: &PgPool) -> Result<Vec<String>> {
    let mut transaction = pool.begin().await?;
    run(
        &mut *transaction,
        "SELECT setseed(0.7);
         -- update_sensitivity() would stop at locations that PostGIS refuses.
         DELETE FROM gn_synthese.synthese WHERE NOT ST_IsValid(the_geom_local);
         ALTER SEQUENCE gn_synthese.synthese_id_synthese_seq RESTART WITH 100000;
         INSERT INTO gn_synthese.synthese (id_source, cd_nom, nom_cite, the_geom_local, date_min, date_max, id_nomenclature_bio_status, id_nomenclature_behaviour)
         SELECT (SELECT max(id_source) FROM gn_synthese.t_sources),
                CASE WHEN i % 37 = 0 THEN NULL WHEN i % 41 = 0 THEN 9003001 ELSE 9000001 + floor(random() * 300)::int END, 'nom',
                CASE WHEN i % 31 > 0 THEN world.geometry(i % 14) END, d.day, d.day,
                CASE WHEN i % 5 > 0 THEN world.id('STATUT_BIO', world.pick('1', '3')) END, CASE WHEN i % 7 > 0 THEN world.id('OCC_COMPORTEMENT', world.pick('1', '14')) END
           FROM generate_series(1, 2000) i, LATERAL (SELECT timestamp '1995-01-01' + interval '1 day' * floor(random() * 11000 + i * 0) AS day) d;
         UPDATE gn_synthese.synthese SET the_geom_local = ST_Translate(the_geom_local, 700, -300) WHERE id_synthese % 3 = 0;
         UPDATE gn_synthese.synthese SET date_min = date_min - interval '2 months' WHERE id_synthese % 5 = 0;
         UPDATE gn_synthese.synthese SET cd_nom = 9000001 + id_synthese % 300 WHERE id_synthese % 7 = 0;
         UPDATE gn_synthese.synthese SET id_nomenclature_bio_status = world.id('STATUT_BIO', '3') WHERE id_synthese % 11 = 0;
         SELECT gn_synthese.update_sensitivity()",
    )
    .await?;
    let rows = sqlx::query_scalar(
        "SELECT concat_ws(' ', id_synthese, cd_nom, date_min, id_nomenclature_sensitivity, md5(ST_AsEWKB(the_geom_local)))
           FROM gn_synthese.synthese ORDER BY id_synthese",
    )
    .fetch_all(&mut *transaction)
    .await?;
    transaction.rollback().await?;
    Ok(rows)
}

#[tokio::test]
async fn triggers_answer_the_same_with_the_accelerator() -> Result<()> {
    let pool = world().await?;
    let plain = answers_of_triggers(&pool).await?;
    run(&pool, "SELECT gn_diffusion.install_accelerator()").await?;
    assert_eq!(state(&pool).await?.as_deref(), Some("installed"));
    assert!(plain.len() > 3000);
    assert_eq!(answers_of_triggers(&pool).await?, plain);
    // Somebody who may only do what GeoNature's function asked for.
    run(
        &pool,
        "DO $$ BEGIN CREATE ROLE extension_rules_writer; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
         GRANT USAGE ON SCHEMA gn_sensitivity, ref_geo, ref_nomenclatures TO extension_rules_writer;
         GRANT SELECT ON ALL TABLES IN SCHEMA gn_sensitivity, ref_geo, ref_nomenclatures TO extension_rules_writer",
    )
    .await?;
    let mut connection = pool.acquire().await?;
    run(&mut *connection, "SET ROLE extension_rules_writer").await?;
    let question = "gn_sensitivity.get_id_nomenclature_sensitivity('2020-06-01', 9000050, ST_SetSRID(ST_Point(620000, 6220000), 2154), '{}')";
    assert!(text(&mut *connection, question).await?.is_some());
    // An error of theirs is an error of ours.
    let (code, _) = refusal(
        &mut *connection,
        "SELECT count(gn_sensitivity.get_id_nomenclature_sensitivity('2020-06-01', 9000000 + i, NULL, '{\"a\": \"texte\"}')) FROM generate_series(1, 300) i",
    )
    .await;
    assert_eq!(code, "22P02");
    connection.close().await?;
    Ok(())
}

#[tokio::test]
async fn removal_leaves_the_catalogue_as_it_was() -> Result<()> {
    let pool = world().await?;
    run(
        &pool,
        "DO $$ BEGIN CREATE ROLE extension_rules_owner; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
    )
    .await?;
    for set_up in [
        "SELECT",
        "ALTER FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity OWNER TO extension_rules_owner;
         GRANT EXECUTE ON FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity TO extension_rules_owner WITH GRANT OPTION;
         REVOKE EXECUTE ON FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity FROM PUBLIC;
         COMMENT ON FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity IS 'la fonction de ''GeoNature'''",
        "ALTER FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity STABLE PARALLEL SAFE COST 12.5;
         ALTER FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity SET jit = off;
         ALTER FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity SET search_path = public, pg_catalog",
    ] {
        run(&pool, set_up).await?;
        let before = text(&pool, CATALOGUE).await?;
        run(&pool, "SELECT gn_diffusion.install_accelerator()").await?;
        let installed = text(&pool, CATALOGUE).await?.context("a function")?;
        assert!(installed.contains("BEGIN ATOMIC"), "{installed}");
        // Owner, rights and labels hold meanwhile.
        let kept = "SELECT concat_ws(' ', p.proowner, p.proacl, p.provolatile, p.proparallel, p.procost, p.proisstrict, obj_description(p.oid, 'pg_proc'))
                      FROM pg_proc p WHERE p.oid = 'gn_sensitivity.get_id_nomenclature_sensitivity'::regproc";
        let meanwhile = text(&pool, kept).await?;
        run(&pool, "SELECT gn_diffusion.remove_accelerator()").await?;
        assert_eq!(text(&pool, CATALOGUE).await?, before, "{set_up}");
        assert_eq!(text(&pool, kept).await?, meanwhile, "{set_up}");
        assert_eq!(state(&pool).await?.as_deref(), Some("removed"));
        assert_eq!(count(&pool, "SELECT FROM gn_diffusion.accelerator").await?, 0);
    }
    Ok(())
}

#[tokio::test]
async fn the_accelerator_is_refused_where_it_has_no_business() -> Result<()> {
    let pool = world().await?;
    let install = "SELECT gn_diffusion.install_accelerator()";
    let remove = "SELECT gn_diffusion.remove_accelerator()";
    assert_eq!(refusal(&pool, remove).await.0, "55000");
    run(&pool, install).await?;
    assert_eq!(refusal(&pool, install).await.0, "55000");

    // Replaced by an upgrade meanwhile: that one stays.
    let rewrite = |body: &str| {
        format!(
            "CREATE OR REPLACE FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity(my_date_obs date, my_cd_ref integer, my_geom geometry, my_criterias jsonb)
                RETURNS integer LANGUAGE sql IMMUTABLE AS $$ {body} $$"
        )
    };
    let same = "SELECT gn_diffusion.sensitivity(my_date_obs, my_cd_ref, my_geom, my_criterias, 'geonature')";
    run(&pool, &rewrite(same)).await?;
    assert_eq!(state(&pool).await?.as_deref(), Some("overwritten"));
    let theirs = text(&pool, CATALOGUE).await?;
    assert_eq!(refusal(&pool, install).await.0, "55000");
    run(&pool, remove).await?;
    assert_eq!(text(&pool, CATALOGUE).await?, theirs);

    // One it does not know: only once somebody has read it, and only if it answers alike.
    assert_eq!(state(&pool).await?.as_deref(), Some("unknown"));
    let (code, message) = refusal(&pool, install).await;
    assert_eq!(code, "55000", "{message}");
    let digest = text(
        &pool,
        "SELECT digest FROM gn_diffusion.accelerator_status()",
    )
    .await?
    .context("a digest")?;
    assert!(message.contains(&digest), "{message}");
    run(
        &pool,
        &format!("SELECT gn_diffusion.install_accelerator('{digest}')"),
    )
    .await?;
    run(&pool, remove).await?;
    assert_eq!(text(&pool, CATALOGUE).await?, theirs);
    run(&pool, &rewrite("SELECT 1")).await?;
    let digest = text(
        &pool,
        "SELECT digest FROM gn_diffusion.accelerator_status()",
    )
    .await?
    .context("a digest")?;
    let (code, message) = refusal(
        &pool,
        &format!("SELECT gn_diffusion.install_accelerator('{digest}')"),
    )
    .await;
    assert_eq!(code, "55000");
    assert!(message.contains("diffèrent"), "{message}");

    run(
        &pool,
        "ALTER FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity SECURITY DEFINER",
    )
    .await?;
    let (code, message) = refusal(
        &pool,
        &format!("SELECT gn_diffusion.install_accelerator('{digest}')"),
    )
    .await;
    assert_eq!(code, "55000");
    assert!(message.contains("forme"), "{message}");
    run(
        &pool,
        "DROP FUNCTION gn_sensitivity.get_id_nomenclature_sensitivity",
    )
    .await?;
    assert_eq!(state(&pool).await?.as_deref(), Some("absent"));
    assert_eq!(refusal(&pool, install).await.0, "55000");
    Ok(())
}

#[tokio::test]
async fn the_extension_is_not_dropped_under_its_feet() -> Result<()> {
    let pool = world().await?;
    run(&pool, "SELECT gn_diffusion.install_accelerator()").await?;
    let (code, message) = refusal(&pool, "DROP EXTENSION gn_diffusion").await;
    assert_eq!(code, "2BP01", "{message}");
    run(&pool, "SELECT gn_diffusion.remove_accelerator()").await?;
    run(&pool, "DROP EXTENSION gn_diffusion").await?;
    assert!(answers_of_triggers(&pool).await?.len() > 3000);
    Ok(())
}

/// A dump taken with the accelerator restores with it, and it is removed there byte for byte.
#[tokio::test]
async fn the_accelerator_survives_dump_and_restore() -> Result<()> {
    let pool = world().await?;
    let definition =
        "pg_get_functiondef('gn_sensitivity.get_id_nomenclature_sensitivity'::regproc)";
    let original = text(&pool, definition).await?;
    run(&pool, "SELECT gn_diffusion.install_accelerator()").await?;
    let source = text(&pool, "current_database()").await?.context("a name")?;
    let restored = format!("test_restored_{}", uuid::Uuid::now_v7().simple());
    run(
        &pool,
        &format!("CREATE DATABASE {restored} TEMPLATE template0"),
    )
    .await?;
    let file = tempfile::NamedTempFile::new()?;
    let path = file.path().to_str().context("a path")?;
    for command in [
        // Without the data whose constraints ask tables restored after them, which is GeoNature's affair.
        vec![
            "pg_dump",
            "--exclude-table-data=ref_*.*",
            "--exclude-table-data=gn_[^d]*.*",
            "--exclude-table-data=taxonomie.*",
            "--exclude-table-data=utilisateurs.*",
            "--format=custom",
            "--file",
            path,
            &source,
        ],
        vec!["pg_restore", "--exit-on-error", "--dbname", &restored, path],
    ] {
        let output = Command::new(command[0]).args(&command[1..]).output()?;
        ensure!(
            output.status.success(),
            "{}: {}",
            command[0],
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let options = (*pool.connect_options()).clone().database(&restored);
    let copy = PgPool::connect_with(options).await?;
    assert_eq!(state(&copy).await?.as_deref(), Some("installed"));
    assert_eq!(
        refusal(&copy, "DROP EXTENSION gn_diffusion").await.0,
        "2BP01"
    );
    run(&copy, "SELECT gn_diffusion.remove_accelerator()").await?;
    assert_eq!(text(&copy, definition).await?, original);
    copy.close().await;
    Ok(())
}
