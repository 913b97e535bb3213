//! A user who may only read the blurred rows tries to learn more: one attack by test. He logs in himself (there is no way back to a
//! greater role), has schemas, tables and functions of his own, and knows every name in the database.
//!
//! Not here: what the rows hold (`blurred.rs`).

use std::time::Duration;

use anyhow::{Context as _, Result};
use demandes_tests::extension_world::{count, refusal, run, text, wait_until, world};
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};

/// Of no use to anybody but these tests, whose cluster listens to nobody else.
const PASSWORD: &str = "espion";
/// The permission error.
const DENIED: &str = "42501";

/// Where the canary really is: a sensitive record (level 2, cell of 10 km) of a taxon nobody else is, on a day nobody else was.
const CANARY: &str = "(613456.7, 6217654.3)";

/// Everything that holds more than the blurred rows.
const SECRETS: [&str; 13] = [
    "gn_synthese.synthese",
    "gn_synthese.cor_area_synthese",
    "gn_synthese.cor_observer_synthese",
    "gn_diffusion.blurred_source",
    "gn_diffusion.blurred_observation",
    "gn_diffusion.blurred_area",
    "gn_diffusion.refresh_progress",
    "gn_sensitivity.t_sensitivity_rules",
    "gn_sensitivity.t_sensitivity_rules_cd_ref",
    "gn_meta.t_datasets",
    "utilisateurs.t_roles",
    "ref_geo.l_areas",
    "taxonomie.taxref",
];

/// The world with its canary, published; the owner's connections and the spy's.
async fn spied_world() -> Result<(PgPool, PgPool)> {
    let owner = world().await?;
    run(
        &owner,
        &format!(
            "ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
             UPDATE gn_synthese.synthese SET cd_nom = 9000149 WHERE cd_nom IN (9000150, 9001150);
             ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER;
             SELECT world.record('2', NULL, 9000150, ST_SetSRID(ST_Point{CANARY}, 2154), day => '2019-04-23'),
                    world.record('4', NULL, 9000151, ST_SetSRID(ST_Point{CANARY}, 2154), day => '2019-04-24')"
        ),
    )
    .await?;
    run(
        &owner,
        &format!(
            "DO $$ BEGIN
                 CREATE ROLE extension_rights_spy LOGIN PASSWORD '{PASSWORD}' IN ROLE gn_diffusion_reader;
             EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ),
    )
    .await?;
    run(
        &owner,
        "CREATE SCHEMA spy AUTHORIZATION extension_rights_spy; ANALYZE",
    )
    .await?;
    run(&owner, "CALL gn_diffusion.refresh_blurred()").await?;
    let options = (*owner.connect_options())
        .clone()
        .username("extension_rights_spy")
        .password(PASSWORD);
    let spy = PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options)
        .await?;
    assert_eq!(
        text(&spy, "session_user").await?.as_deref(),
        Some("extension_rights_spy")
    );
    // What he is for: he sees the blurred canary, and not the withheld one.
    assert_eq!(
        text(&spy, "SELECT string_agg(concat_ws(' ', periode, level, area_codes), ',') FROM gn_diffusion.blurred_synthese WHERE cd_ref = 9000150").await?.as_deref(),
        Some("2019 2 {M10E1N1}")
    );
    assert_eq!(count(&spy, "SELECT FROM gn_diffusion.blurred_synthese WHERE cd_ref = 9000151 AND periode LIKE '2019%'").await?, 0);
    Ok((owner, spy))
}

/// Each statement must be refused for want of a right, and say no more than that.
async fn all_denied(spy: &PgPool, statements: &[String]) {
    for sql in statements {
        let (code, message) = refusal(spy, sql).await;
        assert_eq!(code, DENIED, "{sql}: {message}");
        assert!(
            !message.contains("613456") && !message.contains("2019-04-23"),
            "{message}"
        );
    }
}

/// Every row of a query as text.
async fn rows(spy: &PgPool, sql: &str) -> Result<Vec<String>> {
    let sql = AssertSqlSafe(format!("SELECT r::text FROM ({sql}) r"));
    Ok(sqlx::query_scalar(sql).fetch_all(spy).await?)
}

#[tokio::test]
async fn reading_the_tables_themselves() -> Result<()> {
    let (_owner, spy) = spied_world().await?;
    for table in SECRETS {
        all_denied(
            &spy,
            &[
                format!("SELECT FROM {table}"),
                format!("SELECT count(*) FROM {table}"),
                format!("SELECT ctid, xmin FROM {table}"),
                format!("SELECT FROM {table} TABLESAMPLE SYSTEM (1)"),
                format!("SELECT EXISTS (SELECT FROM {table})"),
                format!("COPY {table} TO STDOUT"),
                format!("COPY (SELECT * FROM {table}) TO STDOUT"),
                format!("CREATE TABLE spy.copy AS SELECT * FROM {table}"),
                format!("CREATE MATERIALIZED VIEW spy.copy AS SELECT * FROM {table}"),
            ],
        )
        .await;
    }
    Ok(())
}

#[tokio::test]
async fn writing_what_would_answer() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    for table in SECRETS {
        let view = table.ends_with("_cd_ref");
        let mut attacks = vec![format!(
            "CREATE VIEW spy.view AS SELECT * FROM {table}; SELECT FROM spy.view"
        )];
        if !view {
            attacks.extend([
                format!("DELETE FROM {table}"),
                format!("TRUNCATE {table}"),
                format!("DO $$ BEGIN LOCK {table} IN ACCESS SHARE MODE; END $$"),
                format!("CREATE STATISTICS spy.s (mcv) ON ctid, xmin FROM {table}"),
                format!("CREATE INDEX ON {table} ((1))"),
                format!("CREATE TRIGGER t AFTER INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()"),
                format!("ALTER TABLE {table} ADD COLUMN x integer"),
            ]);
        }
        for sql in attacks {
            let (code, message) = refusal(&spy, &sql).await;
            // Some are refused for what they are before anybody asks who wants them.
            assert!(
                ["42501", "0A000", "42P17"].contains(&code.as_str()),
                "{sql}: {code} {message}"
            );
        }
    }
    // A duplicate refused, or a key found, would tell that a value is there.
    all_denied(
        &spy,
        &[
            "INSERT INTO gn_synthese.synthese (unique_id_sinp, id_source, nom_cite, date_min, date_max) VALUES ('00000000-0000-0000-0000-000000000001', 1, '', now(), now())".to_owned(),
            "INSERT INTO gn_diffusion.blurred_source (id_synthese, id, version, fingerprint) VALUES (1, gen_random_uuid(), 1, '')".to_owned(),
            "CREATE TABLE spy.guess (id integer REFERENCES gn_synthese.synthese (id_synthese))".to_owned(),
            "CREATE TABLE spy.guess (id uuid REFERENCES gn_synthese.synthese (unique_id_sinp))".to_owned(),
            "CREATE TABLE spy.guess (id uuid REFERENCES gn_diffusion.blurred_source (id))".to_owned(),
            "CREATE TABLE spy.heir () INHERITS (gn_synthese.synthese)".to_owned(),
            "SELECT last_value FROM gn_synthese.synthese_id_synthese_seq".to_owned(),
            "SELECT nextval('gn_synthese.synthese_id_synthese_seq')".to_owned(),
        ],
    )
    .await;
    assert_eq!(
        count(
            &owner,
            "SELECT FROM gn_diffusion.blurred_source WHERE fingerprint = ''"
        )
        .await?,
        0
    );
    Ok(())
}

#[tokio::test]
async fn calling_the_functions_that_read_records() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    let perimetre = "ST_MakeEnvelope(610000, 6210000, 620000, 6220000, 2154)";
    let canary = text(
        &owner,
        "SELECT max(id_synthese) - 1 FROM gn_synthese.synthese",
    )
    .await?
    .context("an id")?;
    let mut calls = vec![
        "CALL gn_diffusion.refresh_areas()".to_owned(),
        "CALL gn_diffusion.refresh_sensitivity()".to_owned(),
        "CALL gn_diffusion.refresh_blurred()".to_owned(),
        "CALL gn_diffusion.refresh_run('areas', 1, true, true)".to_owned(),
    ];
    for call in [
        format!("classify({perimetre})"),
        format!(
            "classify_records({perimetre}, NULL, NULL, NULL, true, 0.5, true, NULL, ARRAY[{canary}])"
        ),
        format!("selection_counts({perimetre})"),
        format!("explain('00000000-0000-0000-0000-000000000000', {perimetre})"),
        format!("record_levels({canary})"),
        format!("governing_level({canary})"),
        format!("areas_to_change({canary}, {canary}, NULL, '{{}}', '{{}}')"),
        format!("sensitivity_to_change({canary}, {canary}, NULL, '{{}}')"),
        format!("sensitivity_fails_on({canary})"),
        format!("refresh_areas_batch({canary}, {canary}, NULL, '{{}}')"),
        format!("refresh_sensitivity_batch({canary}, {canary}, NULL)"),
        format!("refresh_blurred_batch({canary}, {canary}, '')"),
        format!("blurred_records({canary}, {canary}, '')"),
        format!("lock_unchanged(ARRAY[{canary}], ARRAY['(0,1)'::tid])"),
        "publish_blurred()".to_owned(),
        "refresh_begin('blurred', true)".to_owned(),
        "refresh_step(gen_random_uuid(), 1)".to_owned(),
        "refresh_fingerprint('blurred')".to_owned(),
        "blurring_fingerprint()".to_owned(),
        "sensitivity_rules()".to_owned(),
        "sensitivity_by_rules('[]', 'prudent', NULL)".to_owned(),
        "sensitivity_diff('[]')".to_owned(),
        "sensitivity_diff_records('[]')".to_owned(),
        "crossed_areas()".to_owned(),
        "renew_indexes()".to_owned(),
        "install_accelerator()".to_owned(),
        "remove_accelerator()".to_owned(),
        // Open to all, and of no use to one who may not read what they read.
        "areas(ST_SetSRID(ST_Point(613456, 6217654), 2154), '{COM}')".to_owned(),
        "blur_for(ST_SetSRID(ST_Point(613456, 6217654), 2154), '2')".to_owned(),
        "sensitivity('2019-04-23', 9000150, NULL, '{}')".to_owned(),
    ] {
        calls.push(format!("SELECT gn_diffusion.{call}"));
    }
    all_denied(&spy, &calls).await;
    Ok(())
}

/// The rule behind the list above, for functions to come.
#[tokio::test]
async fn no_function_of_ours_lends_a_right() -> Result<()> {
    let (owner, _spy) = spied_world().await?;
    let definers =
        "SELECT FROM pg_proc WHERE pronamespace = 'gn_diffusion'::regnamespace AND prosecdef";
    assert_eq!(count(&owner, definers).await?, 0);
    let open = "SELECT p.proname FROM pg_proc p
                 WHERE p.pronamespace = 'gn_diffusion'::regnamespace AND has_function_privilege('public', p.oid, 'EXECUTE')
                   AND (p.prosrc ~ 'gn_synthese\\.|blurred_|refresh_progress' OR p.proname ~ '^(classify|explain|refresh|install|remove|selection|record_|governing)')
                   AND p.proname <> 'explain_sensitivity'";
    let names: Vec<String> = sqlx::query_scalar(open).fetch_all(&owner).await?;
    assert!(names.is_empty(), "{names:?}");
    let granted = "SELECT string_agg(c.relname || ' ' || a.privilege_type, ', ')
                     FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
                    WHERE a.grantee = 'gn_diffusion_reader'::regrole";
    assert_eq!(
        text(&owner, granted).await?.as_deref(),
        Some("blurred_synthese SELECT")
    );
    Ok(())
}

#[tokio::test]
async fn explain_and_its_counts() -> Result<()> {
    let (_owner, spy) = spied_world().await?;
    for table in SECRETS {
        all_denied(
            &spy,
            &[
                format!("EXPLAIN SELECT FROM {table}"),
                format!("EXPLAIN (ANALYZE) SELECT FROM {table}"),
                format!("EXPLAIN (ANALYZE) DELETE FROM {table}"),
            ],
        )
        .await;
    }
    all_denied(
        &spy,
        &["EXPLAIN SELECT FROM gn_synthese.synthese WHERE cd_nom = 9000151".to_owned()],
    )
    .await;
    // On the view: its two tables, as many rows as it shows, and nothing of records left out.
    let plan: Vec<String> = sqlx::query_scalar(
        "EXPLAIN (ANALYZE, VERBOSE, BUFFERS) SELECT * FROM gn_diffusion.blurred_synthese",
    )
    .fetch_all(&spy)
    .await?;
    let plan = plan.join("\n");
    let shown = count(&spy, "SELECT FROM gn_diffusion.blurred_synthese").await?;
    assert!(plan.contains(&format!("rows={shown} loops=1")), "{plan}");
    for secret in ["synthese.", "blurred_source", "l_areas", "Filter"] {
        assert!(
            !plan.contains(secret) || secret == "synthese." && !plan.contains("gn_synthese"),
            "{secret}: {plan}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn statistics_of_the_planner() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    let seen = rows(
        &spy,
        "SELECT schemaname, tablename FROM pg_stats WHERE schemaname LIKE 'gn\\_%' OR schemaname IN ('ref_geo', 'utilisateurs', 'world', 'taxonomie')
         UNION ALL SELECT schemaname, tablename FROM pg_stats_ext WHERE schemaname LIKE 'gn\\_%'
         UNION ALL SELECT schemaname, tablename FROM pg_stats_ext_exprs WHERE schemaname LIKE 'gn\\_%'",
    )
    .await?;
    let open = [
        "level",
        "producer_level",
        "groupe",
        "groupe_taxon",
        // Names of tables and random versions.
        "cache_version",
    ];
    for row in seen {
        assert!(
            open.iter()
                .any(|table| row == format!("(gn_diffusion,{table})")),
            "{row}"
        );
    }
    all_denied(
        &spy,
        &[
            "SELECT FROM pg_statistic".to_owned(),
            "SELECT FROM pg_statistic_ext_data".to_owned(),
            "ANALYZE VERBOSE spy.nothing; SELECT FROM gn_diffusion.blurred_source"
                .replace("ANALYZE VERBOSE spy.nothing; ", ""),
        ],
    )
    .await;
    // Nor do the tables' own statistics remember what was withdrawn.
    run(
        &owner,
        "DELETE FROM gn_synthese.synthese WHERE cd_nom = 9000150",
    )
    .await?;
    run(&owner, "CALL gn_diffusion.refresh_blurred()").await?;
    let remembered = "SELECT FROM pg_stats WHERE schemaname = 'gn_diffusion' AND tablename IN ('blurred_observation', 'blurred_area')
                        AND concat(most_common_vals, histogram_bounds) ~ '9000150'";
    assert_eq!(count(&owner, remembered).await?, 0);
    let kept = "SELECT FROM pg_stats WHERE schemaname = 'gn_diffusion' AND tablename = 'blurred_observation' AND attname = 'cd_ref'";
    assert_eq!(count(&owner, kept).await?, 1);
    Ok(())
}

/// A function of the spy's, cheaper than any other, sees each row the plan meets: none but those of the view.
#[tokio::test]
async fn a_leaky_function_in_the_where_clause() -> Result<()> {
    let (_owner, spy) = spied_world().await?;
    run(
        &spy,
        "CREATE TABLE spy.seen (id uuid, cd_ref integer, periode text, geom bytea);
         CREATE FUNCTION spy.peek(a uuid, b integer, c text, d bytea) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
         BEGIN
             INSERT INTO spy.seen VALUES (a, b, c, d);
             RETURN false;
         END $$",
    )
    .await?;
    for sql in [
        "SELECT FROM gn_diffusion.blurred_synthese WHERE spy.peek(id, cd_ref, periode, geom::bytea)",
        "SELECT FROM gn_diffusion.blurred_synthese WHERE area_type = 'XX' AND spy.peek(id, NULL, NULL, NULL)",
        "SELECT FROM gn_diffusion.blurred_synthese WHERE spy.peek(NULL, NULL, NULL, geom::bytea) AND cd_ref = 9000151",
    ] {
        run(&spy, sql).await?;
    }
    assert!(count(&spy, "SELECT FROM spy.seen").await? > 900);
    let more = "SELECT FROM spy.seen s WHERE NOT EXISTS (
                    SELECT FROM gn_diffusion.blurred_synthese b
                     WHERE b.id = coalesce(s.id, b.id) AND b.cd_ref = coalesce(s.cd_ref, b.cd_ref) AND b.geom::bytea = coalesce(s.geom, b.geom::bytea))";
    assert_eq!(count(&spy, more).await?, 0);
    Ok(())
}

/// What an error quotes is a value the view shows.
#[tokio::test]
async fn errors_that_quote_values() -> Result<()> {
    let (_owner, spy) = spied_world().await?;
    for (expression, shown) in [
        ("nom_valide::integer", "nom_valide"),
        ("periode::uuid", "periode"),
        ("level::boolean", "level"),
        ("area_type::numeric", "area_type"),
        ("area_codes[1]::date", "area_codes[1]"),
        ("id::text::integer", "id::text"),
    ] {
        let (code, message) = refusal(
            &spy,
            &format!("SELECT {expression} FROM gn_diffusion.blurred_synthese"),
        )
        .await;
        assert!(
            ["22P02", "22007", "22003"].contains(&code.as_str()),
            "{code} {message}"
        );
        let quoted = message
            .split('"')
            .nth(1)
            .context("a quoted value")?
            .to_owned();
        let found: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT count(*) FROM gn_diffusion.blurred_synthese WHERE {shown} = $1"
        )))
        .bind(&quoted)
        .fetch_one(&spy)
        .await?;
        assert!(found > 0, "{message}");
    }
    Ok(())
}

/// Casts, whole-row references, system columns: the view has its eight columns and nothing behind them.
#[tokio::test]
async fn casts_and_columns_nobody_listed() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    for column in [
        "ctid",
        "xmin",
        "xmax",
        "cmin",
        "tableoid",
        "id_synthese",
        "the_geom_local",
        "area_id",
        "area_ids",
        "unique_id_sinp",
    ] {
        let (code, message) = refusal(
            &spy,
            &format!("SELECT b.{column} FROM gn_diffusion.blurred_synthese b"),
        )
        .await;
        assert_eq!(code, "42703", "{column} {message}");
    }
    let canary = rows(
        &spy,
        "SELECT b, to_jsonb(b), b.geom::bytea, b.geom::text, ST_AsText(b.geom), ST_AsText(ST_Centroid(b.geom)) FROM gn_diffusion.blurred_synthese b WHERE cd_ref = 9000150",
    )
    .await?
    .concat();
    for secret in ["613456", "6217654", "2019-04"] {
        assert!(!canary.contains(secret), "{canary}");
    }
    // The geometry is the cell itself, to the byte.
    let cell = text(
        &owner,
        "SELECT md5(ST_AsEWKB(geom)) FROM ref_geo.l_areas WHERE area_code = 'M10E1N1'",
    )
    .await?;
    let given = text(
        &spy,
        "SELECT md5(ST_AsEWKB(geom)) FROM gn_diffusion.blurred_synthese WHERE cd_ref = 9000150",
    )
    .await?;
    assert_eq!(given, cell);
    all_denied(
        &spy,
        &[
            "CREATE CAST (uuid AS integer) WITHOUT FUNCTION".to_owned(),
            "CREATE CAST (gn_diffusion.blurred_source AS text) WITH INOUT".to_owned(),
        ],
    )
    .await;
    Ok(())
}

/// Names of his own in the way of ours: neither the view nor the owner's refreshes ever call them.
#[tokio::test]
async fn shadows_on_the_search_path() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    run(
        &spy,
        "CREATE TABLE spy.caught (what text);
         GRANT ALL ON SCHEMA spy TO PUBLIC;
         GRANT ALL ON spy.caught TO PUBLIC;
         CREATE FUNCTION spy.caught(what text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO spy.caught VALUES (what || ' ' || current_user); RETURN true; END $$;
         CREATE FUNCTION spy.same(a uuid, b uuid) RETURNS boolean LANGUAGE sql AS $$ SELECT spy.caught('uuid = uuid') $$;
         CREATE FUNCTION spy.same(a integer, b integer) RETURNS boolean LANGUAGE sql AS $$ SELECT spy.caught('integer = integer') $$;
         CREATE OPERATOR spy.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = spy.same);
         CREATE OPERATOR spy.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = spy.same);
         CREATE FUNCTION spy.st_intersects(public.geometry, public.geometry) RETURNS boolean LANGUAGE sql AS $$ SELECT spy.caught('st_intersects') $$;
         CREATE FUNCTION spy.gen_random_uuid() RETURNS uuid LANGUAGE sql AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid WHERE spy.caught('gen_random_uuid') $$;
         CREATE FUNCTION spy.refresh_begin(text, boolean) RETURNS uuid LANGUAGE sql AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid WHERE spy.caught('refresh_begin') $$;
         CREATE FUNCTION spy.md5(text) RETURNS text LANGUAGE sql AS $$ SELECT 'x' WHERE spy.caught('md5') $$;
         CREATE TABLE spy.blurred_observation (id uuid, area_id uuid);
         CREATE TABLE spy.synthese (id_synthese integer);
         CREATE TABLE spy.l_areas (id_area integer);
         CREATE DOMAIN spy.uuid AS text CHECK (spy.caught('uuid'))",
    )
    .await?;
    run(&owner, "CALL gn_diffusion.refresh_sensitivity()").await?;
    run(&owner, "CALL gn_diffusion.refresh_blurred()").await?;
    let honest = count(&spy, "SELECT FROM gn_diffusion.blurred_synthese").await?;
    for (pool, path) in [
        (&spy, "spy, public, pg_catalog"),
        (&owner, "spy, public, pg_catalog"),
        (&owner, "pg_temp, spy, pg_catalog, public"),
    ] {
        let mut connection = pool.acquire().await?;
        run(&mut *connection, &format!("SET search_path = {path}")).await?;
        run(&mut *connection, "CREATE TEMP TABLE IF NOT EXISTS blurred_area (area_id uuid); CREATE TEMP TABLE IF NOT EXISTS level (cd_nomenclature text)").await?;
        let seen: i64 =
            sqlx::query_scalar("SELECT pg_catalog.count(*) FROM gn_diffusion.blurred_synthese")
                .fetch_one(&mut *connection)
                .await?;
        assert_eq!(seen, honest);
        if std::ptr::eq(pool, &raw const owner) {
            for task in ["areas", "sensitivity", "blurred"] {
                run(
                    &mut *connection,
                    &format!("CALL gn_diffusion.refresh_{task}(restart => true)"),
                )
                .await?;
            }
            run(&mut *connection, "SELECT gn_diffusion.sensitivity_diff('[]'); SELECT gn_diffusion.install_accelerator(); SELECT gn_diffusion.remove_accelerator()").await?;
        }
        connection.close().await?;
    }
    assert_eq!(
        text(
            &owner,
            "SELECT string_agg(DISTINCT what, ', ') FROM spy.caught"
        )
        .await?,
        None
    );
    // The traps do work on those who fall into them.
    let mut connection = spy.acquire().await?;
    run(
        &mut *connection,
        "SET search_path = spy, pg_catalog; SELECT md5('x'::text)",
    )
    .await?;
    connection.close().await?;
    assert!(count(&owner, "SELECT FROM spy.caught").await? > 0);
    Ok(())
}

#[tokio::test]
async fn becoming_somebody_else() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    let superuser = text(&owner, "current_user").await?.context("a name")?;
    all_denied(
        &spy,
        &[
            format!("SET ROLE {superuser}"),
            format!("SET SESSION AUTHORIZATION {superuser}"),
            "SET ROLE pg_read_all_data".to_owned(),
            "SET ROLE pg_read_all_stats".to_owned(),
            format!("GRANT {superuser} TO extension_rights_spy"),
            "GRANT pg_read_all_data TO extension_rights_spy".to_owned(),
            "ALTER ROLE gn_diffusion_reader LOGIN".to_owned(),
            "ALTER ROLE extension_rights_spy SUPERUSER".to_owned(),
            "CREATE ROLE extension_rights_other".to_owned(),
            "ALTER VIEW gn_diffusion.blurred_synthese OWNER TO extension_rights_spy".to_owned(),
            "CREATE OR REPLACE VIEW gn_diffusion.blurred_synthese AS SELECT 1".to_owned(),
            "CREATE RULE r AS ON UPDATE TO gn_diffusion.blurred_synthese DO INSTEAD SELECT 1".to_owned(),
            "CREATE TABLE gn_diffusion.mine (x integer)".to_owned(),
            "CREATE FUNCTION gn_diffusion.areas(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'".to_owned(),
            "CREATE OR REPLACE FUNCTION gn_diffusion.told_period(date, date, text) RETURNS text LANGUAGE sql AS 'SELECT 1'".to_owned(),
            "UPDATE gn_diffusion.level SET area_type = 'M1'".to_owned(),
            "INSERT INTO gn_diffusion.accelerator VALUES (true, '', '', now(), '')".to_owned(),
        ],
    )
    .await;
    // The role he has takes him no further.
    let mut connection = spy.acquire().await?;
    run(&mut *connection, "SET ROLE gn_diffusion_reader").await?;
    assert_eq!(
        refusal(&mut *connection, "SELECT FROM gn_diffusion.blurred_source")
            .await
            .0,
        DENIED
    );
    // GRANT without the right to is only a warning: it must have granted nothing.
    run(&mut *connection, "RESET ROLE").await?;
    let _ = refusal(
        &mut *connection,
        "GRANT SELECT ON gn_diffusion.blurred_synthese TO PUBLIC",
    )
    .await;
    assert_eq!(
        text(
            &owner,
            "has_table_privilege('public', 'gn_diffusion.blurred_synthese', 'SELECT')"
        )
        .await?
        .as_deref(),
        Some("false")
    );
    Ok(())
}

#[tokio::test]
async fn files_large_objects_and_programs() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    let secret = text(&owner, "lo_from_bytea(0, 'secret')")
        .await?
        .context("an oid")?;
    all_denied(
        &spy,
        &[
            format!("SELECT lo_get({secret})"),
            format!("SELECT loread(lo_open({secret}, 262144), 100)"),
            format!("SELECT lo_export({secret}, '/tmp/extension_rights')"),
            "SELECT lo_import('/etc/hostname')".to_owned(),
            "SELECT FROM pg_largeobject".to_owned(),
            "SELECT pg_read_file('PG_VERSION')".to_owned(),
            "SELECT pg_read_binary_file(pg_relation_filepath('gn_synthese.synthese'))".to_owned(),
            "SELECT pg_ls_dir('base')".to_owned(),
            "SELECT pg_ls_logdir()".to_owned(),
            "COPY (SELECT 1) TO '/tmp/extension_rights'".to_owned(),
            "COPY (SELECT 1) TO PROGRAM 'true'".to_owned(),
            "CREATE FUNCTION spy.c() RETURNS integer LANGUAGE c AS 'gn_diffusion', 'x'".to_owned(),
            "CREATE EXTENSION pageinspect".to_owned(),
            "LOAD 'gn_diffusion'".to_owned(),
            "SELECT pg_logical_slot_get_changes('x', NULL, NULL)".to_owned(),
            "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION suppress_redundant_updates_trigger()".to_owned(),
        ],
    )
    .await;
    Ok(())
}

/// What others are running, and what they passed to it, is theirs.
#[tokio::test]
async fn looking_over_the_shoulder() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    let mut busy = owner.acquire().await?;
    let working = tokio::spawn(async move {
        let _ = run(&mut *busy, "SELECT pg_sleep(3) /* canari 613456.7 */").await;
    });
    wait_until(&owner, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%canari 613456.7%' AND pid <> pg_backend_pid())").await?;
    let seen = rows(&spy, "SELECT usename, query, state, backend_xmin FROM pg_stat_activity WHERE usename IS DISTINCT FROM 'extension_rights_spy'").await?.concat();
    assert!(seen.contains("insufficient privilege"), "{seen}");
    assert!(!seen.contains("613456"), "{seen}");
    tokio::time::timeout(Duration::from_secs(30), working).await??;
    Ok(())
}

/// The comparison between two refreshes: what did not change keeps its place and name, what changed cannot be followed by its id.
#[tokio::test]
async fn following_a_row_from_one_refresh_to_the_next() -> Result<()> {
    let (owner, spy) = spied_world().await?;
    run(
        &spy,
        "CREATE TABLE spy.before AS SELECT * FROM gn_diffusion.blurred_synthese",
    )
    .await?;
    run(
        &owner,
        "ALTER TABLE gn_synthese.synthese DISABLE TRIGGER USER;
         UPDATE gn_synthese.synthese SET id_nomenclature_sensitivity = world.id('SENSIBILITE', '3') WHERE cd_nom = 9000150;
         ALTER TABLE gn_synthese.synthese ENABLE TRIGGER USER",
    )
    .await?;
    run(&owner, "CALL gn_diffusion.refresh_blurred()").await?;
    let now = "SELECT level || ' ' || area_codes::text FROM gn_diffusion.blurred_synthese WHERE cd_ref = 9000150";
    assert_eq!(text(&spy, now).await?.as_deref(), Some("3 {DEPE0N0}"));
    let followed = "SELECT FROM spy.before a JOIN gn_diffusion.blurred_synthese b USING (id) WHERE a::text <> b::text OR a.cd_ref = 9000150";
    assert_eq!(count(&spy, followed).await?, 0);
    assert!(
        count(
            &spy,
            "SELECT FROM spy.before JOIN gn_diffusion.blurred_synthese USING (id)"
        )
        .await?
            > 900
    );
    Ok(())
}
