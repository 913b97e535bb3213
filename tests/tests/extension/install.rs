//! Installing, upgrading, saving and removing the extension `gn_diffusion`, as an administrator does: with psql, `pg_dump` and
//! `pg_restore`.
//!
//! Not here: what its functions answer (`sql.rs`, `blur_to_grid.rs`).

use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use demandes_tests::harness;

const CATALOGUE: &str = include_str!("install/catalogue.sql");
const ANSWERS: &str = include_str!("install/answers.sql");
const WORLD: &str = include_str!("../../src/fixtures/world.sql");

/// A role of every cluster, without any right here: stands for somebody to whom rights are given.
const SOMEBODY: &str = "pg_monitor";

/// A database of its own; those of the name `test_…` are dropped once the tests are over.
struct Database(String);

impl Database {
    /// An empty one; `options` are those of `CREATE DATABASE`.
    fn empty(options: &str) -> Result<Self> {
        let name = format!("test_install_{}", uuid::Uuid::now_v7().simple());
        Self(String::from("postgres")).run(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 {options}"
        ))?;
        Ok(Self(name))
    }

    /// With `PostGIS` in `public`.
    fn with_postgis() -> Result<Self> {
        let database = Self::empty("")?;
        database.run("CREATE EXTENSION postgis")?;
        Ok(database)
    }

    /// With `PostGIS` and the extension, in its newest version.
    async fn with_extension() -> Result<Self> {
        Self::of(harness::extension_database().await).await
    }

    /// With GeoNature's tables, a small random world in them, and the extension.
    async fn world() -> Result<Self> {
        Self::of_geonature(harness::world_database().await).await
    }

    /// Of GeoNature's shape. The checks that call functions, which read tables that a restore fills later, are as GeoNature
    /// declares them: restored after the data.
    async fn of_geonature(pool: sqlx::PgPool) -> Result<Self> {
        let database = Self::of(pool).await?;
        database.run(
            "UPDATE pg_constraint SET convalidated = false WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%(ref_nomenclatures.%'",
        )?;
        Ok(database)
    }

    async fn of(pool: sqlx::PgPool) -> Result<Self> {
        let name = sqlx::query_scalar("SELECT current_database()::text")
            .fetch_one(&pool)
            .await?;
        pool.close().await;
        Ok(Self(name))
    }

    /// Runs SQL with psql; gives what it printed. An error tells its SQLSTATE.
    fn run(&self, sql: &str) -> Result<String> {
        let mut psql = Command::new("psql")
            .args(["-XqAt", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose"])
            .args(["--dbname", &self.0, "--file", "-"])
            .current_dir(harness::root())
            .env("PGCLIENTENCODING", "UTF8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("psql")?;
        let mut input = psql.stdin.take().context("psql's input")?;
        let sql = sql.to_owned();
        let writer =
            std::thread::spawn(move || std::io::Write::write_all(&mut input, sql.as_bytes()));
        let output = psql.wait_with_output()?;
        // psql stops reading at the first error.
        let _ = writer.join();
        text_of(output)
    }

    /// The error of what must fail.
    fn refusal(&self, sql: &str) -> String {
        match self.run(sql) {
            Ok(answer) => format!("no error: {answer}"),
            Err(error) => error.to_string(),
        }
    }

    fn catalogue(&self) -> Result<String> {
        self.run(CATALOGUE)
    }

    fn answers(&self) -> Result<String> {
        self.run(ANSWERS)
    }

    fn dump(&self, options: &[&str]) -> Command {
        let mut command = Command::new("pg_dump");
        command.args(options).args(["--dbname", &self.0]);
        command
    }

    fn restore(&self, options: &[&str]) -> Command {
        let mut command = Command::new("pg_restore");
        command
            .args(["--exit-on-error", "--dbname", &self.0])
            .args(options);
        command
    }
}

fn text_of(output: Output) -> Result<String> {
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

fn run(command: &mut Command) -> Result<()> {
    text_of(command.output().with_context(|| format!("{command:?}"))?).map(drop)
}

/// Fails with the lines that differ.
fn assert_same(expected: &str, found: &str, what: &str) -> Result<()> {
    if expected == found {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let [left, right] = ["expected", "found"].map(|name| folder.path().join(name));
    std::fs::write(&left, expected)?;
    std::fs::write(&right, found)?;
    let diff = Command::new("diff")
        .arg("-U1")
        .args([left, right])
        .output()?;
    bail!("{what}:\n{}", String::from_utf8_lossy(&diff.stdout));
}

fn newest_version() -> String {
    let version = std::fs::read_to_string(harness::root().join("VERSION")).unwrap_or_default();
    version.trim().to_owned()
}

/// Those of `pg_ext/sql/releases`.
fn released_versions() -> Result<Vec<String>> {
    let mut versions = Vec::new();
    for entry in std::fs::read_dir(harness::root().join("pg_ext/sql/releases"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let version = name
            .strip_prefix("gn_diffusion--")
            .and_then(|rest| rest.strip_suffix(".sql"));
        versions.extend(version.filter(|v| !v.contains("--")).map(str::to_owned));
    }
    ensure!(versions.iter().any(|version| version == "0.1.0"));
    Ok(versions)
}

#[tokio::test]
async fn an_upgrade_gives_what_an_installation_gives() -> Result<()> {
    let installed = Database::with_extension().await?.catalogue()?;
    assert!(installed.starts_with(&format!(
        "extension: itself: {} gn_diffusion\n",
        newest_version()
    )));
    for version in released_versions()? {
        let database = Database::with_postgis()?;
        database.run(&format!(
            "CREATE EXTENSION gn_diffusion VERSION '{version}'"
        ))?;
        database.run("ALTER EXTENSION gn_diffusion UPDATE")?;
        assert_same(
            &installed,
            &database.catalogue()?,
            &format!(
                "from {version}, an upgrade (+) does not give what an installation (-) gives: see pg_ext/sql/upgrade"
            ),
        )?;
    }
    Ok(())
}

#[tokio::test]
async fn the_catalogue_sees_what_an_upgrade_may_forget() -> Result<()> {
    let database = Database::with_extension().await?;
    let before = database.catalogue()?;
    for change in [
        "CREATE OR REPLACE FUNCTION gn_diffusion.follow_groupe() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "ALTER FUNCTION gn_diffusion.local_srid() VOLATILE",
        "ALTER FUNCTION gn_diffusion.local_srid() COST 7",
        "ALTER FUNCTION gn_diffusion.local_srid() RESET search_path",
        "GRANT EXECUTE ON FUNCTION gn_diffusion.explain TO PUBLIC",
        "COMMENT ON FUNCTION gn_diffusion.explain IS 'otherwise'",
        "COMMENT ON COLUMN gn_diffusion.level.rank IS NULL",
        "ALTER TABLE gn_diffusion.level ADD COLUMN other text",
        "ALTER TABLE gn_diffusion.level ALTER COLUMN rank DROP NOT NULL",
        "ALTER TABLE gn_diffusion.level ALTER COLUMN sensitive SET DEFAULT false",
        "ALTER TABLE gn_diffusion.level DROP CONSTRAINT level_rank_check",
        "ALTER TABLE gn_diffusion.level DISABLE TRIGGER keep_builtin_on_delete",
        "DROP TRIGGER follow_groupe ON gn_diffusion.groupe",
        "REVOKE SELECT ON gn_diffusion.level FROM PUBLIC",
        "CREATE INDEX ON gn_diffusion.level (rank)",
        "ALTER EXTENSION gn_diffusion DROP FUNCTION gn_diffusion.explain",
        "UPDATE pg_extension SET extconfig = extconfig[2:], extcondition = extcondition[2:] WHERE extname = 'gn_diffusion'",
        "CREATE TYPE gn_diffusion.mood AS ENUM ('a'); ALTER EXTENSION gn_diffusion ADD TYPE gn_diffusion.mood",
        "REVOKE USAGE ON SCHEMA gn_diffusion FROM PUBLIC",
    ] {
        let after = database.run(&format!("BEGIN; {change};\n{CATALOGUE}\nROLLBACK;"))?;
        assert_ne!(before, after, "not seen: {change}");
    }
    Ok(())
}

/// What the administrator sets, in every version.
const SETTINGS: &str = "
    UPDATE gn_diffusion.level SET area_type = NULL WHERE cd_nomenclature = '1';
    UPDATE gn_diffusion.level SET rank = 35, label = 'Régional' WHERE cd_nomenclature = '2.3';
    INSERT INTO gn_diffusion.level (cd_nomenclature, rank, area_type, date_precision) VALUES ('2.9', 75, 'DEP', 'year');
    UPDATE gn_diffusion.producer_level SET level = '3' WHERE cd_niv_precis = '1';
    INSERT INTO gn_diffusion.groupe VALUES ('ESSAI', 'Groupe d''essai', true);
    INSERT INTO gn_diffusion.groupe_taxon VALUES ('ESSAI', 'group2_inpn', 'Oiseaux');";

const SET: &str = "
    SELECT 'level', cd_nomenclature, rank, area_type, date_precision, sensitive, label, builtin FROM gn_diffusion.level ORDER BY 2;
    SELECT 'producer_level', cd_niv_precis, level, builtin FROM gn_diffusion.producer_level ORDER BY 2;
    SELECT 'groupe', code, label, avis_systematique FROM gn_diffusion.groupe ORDER BY 2;
    SELECT 'groupe_taxon', code_groupe, kind, value FROM gn_diffusion.groupe_taxon ORDER BY 2, 3, 4;";

/// Rights given by the administrator, and a view of his on our functions.
fn use_it() -> String {
    format!(
        "GRANT EXECUTE ON FUNCTION gn_diffusion.classify TO {SOMEBODY};
         CREATE VIEW public.blurred AS
            SELECT gn_diffusion.blur_for(ST_SetSRID(ST_Point(1, 2), 2154), '2') AS area, gn_diffusion.governing_level(1) AS level,
                   gn_diffusion.blur_to_grid(ST_Point(1, 2), 10) AS cell"
    )
}

fn use_is_kept(database: &Database) -> Result<()> {
    let rights = database.run(&format!(
        "SELECT has_function_privilege('{SOMEBODY}', p.oid, 'EXECUTE'), has_function_privilege('public', p.oid, 'EXECUTE')
           FROM pg_proc p WHERE p.oid = 'gn_diffusion.classify'::regproc"
    ))?;
    assert_eq!(rights, "t|f\n");
    let cell = database.run("SELECT ST_AsText(cell) FROM public.blurred")?;
    assert_eq!(cell, "POLYGON((0 0,0 10,10 10,10 0,0 0))\n");
    Ok(())
}

#[tokio::test]
async fn an_upgrade_keeps_settings_rights_and_views() -> Result<()> {
    for version in released_versions()? {
        let database = Database::of_geonature(harness::empty_geonature_database().await).await?;
        database.run(&format!(
            "CREATE EXTENSION gn_diffusion VERSION '{version}'"
        ))?;
        database.run(SETTINGS)?;
        database.run(&use_it())?;
        let before = database.run(SET)?;
        ensure!(before.contains("level|2.9|75|DEP|year"));
        database.run("ALTER EXTENSION gn_diffusion UPDATE")?;
        assert_same(&before, &database.run(SET)?, "settings")?;
        use_is_kept(&database)?;
        // The rights are still his, not the extension's: a dump saves them.
        let restored = Database::empty("")?;
        let file = tempfile::NamedTempFile::new()?;
        run(database
            .dump(&["--format=custom"])
            .arg("--file")
            .arg(file.path()))?;
        run(restored.restore(&[]).arg(file.path()))?;
        use_is_kept(&restored)?;
        assert_same(&before, &restored.run(SET)?, "settings after a dump")?;
    }
    Ok(())
}

/// What the end of an upgrade script is made of, on two small scripts.
#[test]
fn an_upgrade_says_what_the_new_script_alone_says() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let [old, new] = ["old", "new"].map(|name| folder.path().join(name));
    std::fs::write(
        &old,
        "CREATE TABLE s.level (a int);\nINSERT INTO s.level VALUES (1);
         CREATE  FUNCTION \"same\"(\"a\" INT /* old; comment */) RETURNS INT AS 'MODULE_PATHNAME', 'same_wrapper';
         CREATE FUNCTION s.changed() RETURNS text AS $$ SELECT 'before;' $$;\nREVOKE ALL ON s.level FROM PUBLIC;",
    )?;
    std::fs::write(
        &new,
        "-- don't; read\nCREATE TABLE s.level (a int, b text DEFAULT 'it''s; --');\nINSERT INTO s.level (a) VALUES (2);
         CREATE  FUNCTION \"same\"(\"a\" INT /* new comment */) RETURNS INT AS 'MODULE_PATHNAME', 'same_wrapper';
         CREATE FUNCTION s.changed() RETURNS text AS $$ SELECT 'after;' -- it's\n $$;\nREVOKE ALL ON s.level FROM PUBLIC;
         CREATE TABLE s.level_log (a int);\nINSERT INTO s.level_log (a) VALUES (1);
         DO $$ BEGIN END; $$; CREATE VIEW s.v AS SELECT 1; COMMENT ON TABLE s.level IS 'a; -- b';",
    )?;
    let output = Command::new("awk")
        .arg("-f")
        .arg(harness::root().join("pg_ext/sql/upgrade/statements.awk"))
        .args([&old, &new])
        .output()?;
    assert_eq!(
        text_of(output)?,
        "CREATE OR REPLACE FUNCTION s.changed() RETURNS text AS $$ SELECT 'after;' -- it's\n $$;\n\n\
         CREATE TABLE s.level_log (a int);\n\nINSERT INTO s.level_log (a) VALUES (1);\n\n\
         CREATE OR REPLACE VIEW s.v AS SELECT 1;\n\nCOMMENT ON TABLE s.level IS 'a; -- b';\n\n"
    );
    Ok(())
}

#[tokio::test]
async fn neither_a_dump_nor_a_search_path_changes_answers() -> Result<()> {
    let database = Database::world().await?;
    database.run(SETTINGS)?;
    let (answers, catalogue) = (database.answers()?, database.catalogue()?);
    for part in [
        "level|2.9|75",
        "record|",
        "commune|",
        "classify|F1|",
        "classify|withheld|",
    ] {
        assert!(answers.contains(part), "no {part} in:\n{answers}");
    }
    database.run(HOSTILE)?;
    let hijacked = database.run(&format!("{HOSTILE_PATH}\n{ANSWERS}"))?;
    assert_same(&answers, &hijacked, HOSTILE_PATH)?;

    let folder = tempfile::tempdir()?;
    let [plain, custom] = ["plain", "custom"].map(|name| folder.path().join(name));
    run(database.dump(&["--format=plain"]).arg("--file").arg(&plain))?;
    run(database
        .dump(&["--format=custom"])
        .arg("--file")
        .arg(&custom))?;

    let from_plain = Database::empty("")?;
    from_plain.run(&format!(
        "\\set QUIET on\n\\o /dev/null\n\\i {}",
        plain.display()
    ))?;
    let from_custom = Database::empty("")?;
    run(from_custom.restore(&["--single-transaction"]).arg(&custom))?;
    let by_two = Database::empty("")?;
    run(by_two.restore(&["--jobs=2"]).arg(&custom))?;
    for (restored, how) in [
        (from_plain, "plain"),
        (from_custom, "custom"),
        (by_two, "two jobs"),
    ] {
        assert_same(&answers, &restored.answers()?, how)?;
        assert_same(&catalogue, &restored.catalogue()?, how)?;
    }
    Ok(())
}

/// Names found in the catalogues, by kind.
const EVERYTHING: &str = "
    SELECT 'schema', nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 2;
    SELECT 'relation', oid::regclass FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace ORDER BY 2;
    SELECT 'function', oid::regprocedure FROM pg_proc ORDER BY 2::text;
    SELECT 'type', oid::regtype FROM pg_type ORDER BY 2::text;
    SELECT 'trigger', tgname FROM pg_trigger ORDER BY 2;
    SELECT 'event trigger', evtname FROM pg_event_trigger ORDER BY 2;
    SELECT 'extension', extname, extconfig IS NULL FROM pg_extension ORDER BY 2;
    SELECT 'role', rolname FROM pg_roles WHERE rolname LIKE 'gn\\_diffusion%' AND rolname <> 'gn_diffusion_reader' ORDER BY 2;
    SELECT 'dependencies', classid::regclass, deptype, count(*) FROM pg_depend GROUP BY 2, 3 ORDER BY classid::regclass::text, 3;
    SELECT 'owners', classid::regclass, count(*) FROM pg_shdepend WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY 2 ORDER BY classid::regclass::text;
    SELECT 'comments', classoid::regclass, count(*) FROM pg_description GROUP BY 2 ORDER BY classoid::regclass::text;
    SELECT 'initial rights', classoid::regclass, count(*) FROM pg_init_privs GROUP BY 2 ORDER BY 2::text;
    SELECT 'labels', count(*) FROM pg_seclabel;
    SELECT 'large objects', count(*) FROM pg_largeobject_metadata;
    SELECT 'settings', setdatabase, setrole FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database());";

#[tokio::test]
async fn a_drop_leaves_nothing_but_the_empty_schema() -> Result<()> {
    let database = Database::of_geonature(harness::empty_geonature_database().await).await?;
    let before = database.run(EVERYTHING)?;
    database.run("CREATE EXTENSION gn_diffusion")?;
    database.run(SETTINGS)?;
    assert_ne!(before, database.run(EVERYTHING)?);
    database.run("DROP EXTENSION gn_diffusion")?;
    // PostgreSQL keeps the schema that CREATE EXTENSION made, and would not drop it if it held anything.
    database.run("DROP SCHEMA gn_diffusion")?;
    assert_same(&before, &database.run(EVERYTHING)?, "after DROP EXTENSION")?;

    // What stands on it is not dropped unless asked for, and an installation after a removal is like the first.
    database.run("CREATE EXTENSION gn_diffusion")?;
    let catalogue = database.catalogue()?;
    database.run(&use_it())?;
    let refusal = database.refusal("DROP EXTENSION gn_diffusion");
    assert!(
        refusal.contains("2BP01") && refusal.contains("view blurred"),
        "{refusal}"
    );
    database.run("DROP EXTENSION gn_diffusion CASCADE; CREATE EXTENSION gn_diffusion")?;
    assert_same(&catalogue, &database.catalogue()?, "installed again")
}

#[test]
fn only_a_superuser_installs_it() -> Result<()> {
    let database = Database::with_postgis()?;
    database.run(&format!(
        "GRANT CREATE ON SCHEMA public TO {SOMEBODY};
         SELECT format('GRANT CREATE ON DATABASE %I TO {SOMEBODY}', current_database()) \\gexec"
    ))?;
    let as_somebody = |sql: &str| database.refusal(&format!("SET ROLE {SOMEBODY}; {sql}"));
    for version in ["", "VERSION '0.1.0'"] {
        let refusal = as_somebody(&format!("CREATE EXTENSION gn_diffusion {version}"));
        assert!(
            refusal.contains("42501: permission denied to create extension"),
            "{refusal}"
        );
    }
    database.run("CREATE EXTENSION gn_diffusion VERSION '0.1.0'")?;
    for sql in [
        "ALTER EXTENSION gn_diffusion UPDATE",
        "DROP EXTENSION gn_diffusion",
        "CREATE OR REPLACE FUNCTION gn_diffusion.version() RETURNS text LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION gn_diffusion.other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "INSERT INTO gn_diffusion.level (cd_nomenclature, rank, date_precision) VALUES ('x', 1, 'day')",
        "DELETE FROM gn_diffusion.groupe",
    ] {
        let refusal = as_somebody(sql);
        assert!(refusal.contains("42501"), "{sql}: {refusal}");
    }
    Ok(())
}

#[test]
fn a_schema_prepared_by_somebody_else_is_refused() -> Result<()> {
    let database = Database::with_postgis()?;
    let refusal = |prepared: &str| {
        database.refusal(&format!("BEGIN; {prepared}; CREATE EXTENSION gn_diffusion"))
    };
    let owned = refusal(&format!(
        "CREATE SCHEMA gn_diffusion AUTHORIZATION {SOMEBODY}"
    ));
    assert!(
        owned.contains("42501") && owned.contains("appartient à « pg_monitor »"),
        "{owned}"
    );
    for object in [
        "CREATE FUNCTION gn_diffusion.usable_geometry(point) RETURNS point LANGUAGE sql AS 'SELECT $1'",
        "CREATE TABLE gn_diffusion.mine (a int)",
        "CREATE OPERATOR gn_diffusion.= (FUNCTION = int4eq, LEFTARG = text, RIGHTARG = text)",
    ] {
        let full = refusal(&format!("CREATE SCHEMA gn_diffusion; {object}"));
        assert!(
            full.contains("contient déjà des objets") || full.contains("42883"),
            "{full}"
        );
    }
    // The administrator's own, as a dump restores it.
    database.run("CREATE SCHEMA gn_diffusion; GRANT USAGE ON SCHEMA gn_diffusion TO PUBLIC; CREATE EXTENSION gn_diffusion")?;
    Ok(())
}

/// Objects named as what our SQL calls: those of `PostGIS`, of PostgreSQL, operators, types and tables.
const HOSTILE: &str = "
    CREATE SCHEMA hostile;
    CREATE FUNCTION hostile.st_intersects(anyelement, anyelement) RETURNS boolean LANGUAGE sql AS 'SELECT false';
    CREATE FUNCTION hostile.st_isempty(anyelement) RETURNS boolean LANGUAGE sql AS 'SELECT true';
    CREATE FUNCTION hostile.st_area(anyelement) RETURNS float8 LANGUAGE sql AS 'SELECT -1.0::float8';
    CREATE FUNCTION hostile.to_char(date, text) RETURNS text LANGUAGE sql AS 'SELECT ''0101''::text';
    CREATE FUNCTION hostile.unnest(integer[]) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 0';
    CREATE FUNCTION hostile.array_position(text[], text) RETURNS integer LANGUAGE sql AS 'SELECT 0';
    CREATE FUNCTION hostile.date_part(text, date) RETURNS float8 LANGUAGE sql AS 'SELECT 0.0::float8';
    CREATE FUNCTION hostile.never(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT false';
    CREATE OPERATOR hostile.>= (FUNCTION = hostile.never, LEFTARG = integer, RIGHTARG = integer);
    CREATE DOMAIN hostile.text AS integer;
    CREATE DOMAIN hostile.geometry AS integer;
    CREATE TABLE hostile.level (cd_nomenclature integer);
    CREATE TABLE hostile.l_areas (geom integer);";

/// The path of a caller who wants his own objects found first.
const HOSTILE_PATH: &str = "SET search_path = hostile, pg_temp, pg_catalog, public;";

#[tokio::test]
async fn no_search_path_changes_what_is_installed() -> Result<()> {
    let expected = Database::with_extension().await?.catalogue()?;
    for statements in [
        String::from("CREATE EXTENSION gn_diffusion"),
        String::from(
            "CREATE EXTENSION gn_diffusion VERSION '0.1.0'; ALTER EXTENSION gn_diffusion UPDATE",
        ),
    ] {
        let database = Database::with_postgis()?;
        database.run(HOSTILE)?;
        database.run(&format!("{HOSTILE_PATH} {statements}"))?;
        assert_same(&expected, &database.catalogue()?, &statements)?;
    }
    Ok(())
}

#[tokio::test]
async fn postgis_may_be_in_another_schema() -> Result<()> {
    let usual = Database::world().await?;
    let elsewhere = Database::empty("")?;
    elsewhere.run(
        "CREATE SCHEMA gis; CREATE EXTENSION postgis SCHEMA gis;
         SELECT format('ALTER DATABASE %I SET search_path = public, gis', current_database()) \\gexec",
    )?;
    elsewhere.run("\\o /dev/null\n\\i sql/geonature/load.sql")?;
    // Neither is the schema on the path of who installs and calls.
    elsewhere.run("SET search_path = pg_catalog; CREATE EXTENSION gn_diffusion")?;
    elsewhere.run(&format!("\\o /dev/null\n{WORLD}"))?;
    assert_same(
        &usual.answers()?,
        &elsewhere.run(&format!("SET search_path = pg_catalog;\n{ANSWERS}"))?,
        "answers with PostGIS in gis",
    )?;
    let moved = elsewhere.run(&format!("SET search_path = public, gis;\n{CATALOGUE}"))?;
    assert_same(
        &usual.catalogue()?,
        &moved.replace(
            "'gn_diffusion', 'gis', 'pg_temp'",
            "'gn_diffusion', 'public', 'pg_temp'",
        ),
        "catalogue with PostGIS in gis",
    )
}

#[test]
fn what_cannot_be_installed_is_refused() -> Result<()> {
    let database = Database::empty("")?;
    let alone = database.refusal("CREATE EXTENSION gn_diffusion");
    assert!(
        alone.contains("42704") && alone.contains("\"postgis\""),
        "{alone}"
    );
    database.run("CREATE EXTENSION gn_diffusion CASCADE")?;
    for (sql, code) in [
        ("ALTER EXTENSION gn_diffusion SET SCHEMA public", "0A000"),
        ("DROP EXTENSION postgis", "2BP01"),
        ("ALTER EXTENSION gn_diffusion UPDATE TO '0.1.0'", "22023"),
        ("ALTER EXTENSION gn_diffusion UPDATE TO '9.9'", "22023"),
        (
            "DROP EXTENSION gn_diffusion; CREATE EXTENSION gn_diffusion SCHEMA public",
            "0A000",
        ),
    ] {
        let refusal = database.refusal(&format!("BEGIN; {sql}"));
        assert!(refusal.contains(code), "{sql}: {refusal}");
    }
    Ok(())
}

#[test]
fn a_schema_of_postgis_open_to_all_is_warned_of() -> Result<()> {
    let database = Database::with_postgis()?;
    let warning = |sql: &str| {
        database.refusal(&format!(
            "{sql}; CREATE EXTENSION gn_diffusion; DROP EXTENSION gn_diffusion; SELECT 1 / 0"
        ))
    };
    let closed = warning("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    assert!(
        closed.contains("22012") && !closed.contains("WARNING"),
        "{closed}"
    );
    let open = warning("GRANT CREATE ON SCHEMA public TO PUBLIC");
    assert!(
        open.contains("22012") && open.contains("Tous les utilisateurs peuvent créer des objets"),
        "{open}"
    );
    Ok(())
}

#[test]
fn other_encodings_keep_accents() -> Result<()> {
    for encoding in ["LATIN1", "LATIN9", "WIN1252", "SQL_ASCII"] {
        let database = Database::empty(&format!(
            "ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
        ))?;
        database.run("CREATE EXTENSION postgis; CREATE EXTENSION gn_diffusion VERSION '0.1.0'; DROP EXTENSION gn_diffusion; CREATE EXTENSION gn_diffusion")?;
        let label = "SELECT label FROM gn_diffusion.level WHERE cd_nomenclature = '3'";
        assert_eq!(
            database.run(label)?,
            "Sensible : département\n",
            "{encoding}"
        );
        let refusal =
            database.refusal("DELETE FROM gn_diffusion.level WHERE cd_nomenclature = '3'");
        assert!(
            refusal.contains("est livré avec l'extension"),
            "{encoding}: {refusal}"
        );
        // Native messages are always UTF-8: their accents are lost here, not their code.
        let refusal = database.refusal("SELECT gn_diffusion.blur_to_grid(ST_Point(1, 2), 0)");
        assert!(refusal.contains("22023"), "{encoding}: {refusal}");
    }
    Ok(())
}
