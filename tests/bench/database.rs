//! The databases the rows are measured in, made once for each size and version of the data, kept in the private cluster. The
//! extension is installed anew at each run, over the loaded tables.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use demandes_tests::{fixtures::real_data, harness};
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::{
    case::{Case, Place, Units},
    options::Options,
    session::Session,
};

/// Communes a side of the invented territories: about as many as the real ones.
const OCCITANIE_SIDE: u32 = 67;
const FRANCE_SIDE: u32 = 188;

/// Observations of a page, at most.
const PAGE: u32 = 50_000;

const SCHEMA: &str = include_str!("sql/data/schema.sql");
const TERRITORY: &str = include_str!("sql/data/territory_generated.sql");
const COMMUNES: &str = include_str!("sql/data/communes.sql");
const GRIDS: &str = include_str!("sql/data/grids.sql");
const POINTS: &str = include_str!("sql/data/points.sql");
const TAXA: &str = include_str!("sql/data/taxa.sql");
const OBSERVATIONS: &str = include_str!("sql/data/observations.sql");
const SYNTHESE: &str = include_str!("sql/data/synthese.sql");
const PERIMETERS: &str = include_str!("sql/data/perimeters.sql");
const EXTENSION: &str = include_str!("sql/data/extension.sql");

/// A loaded database.
pub struct Database {
    /// Its name in the cluster.
    pub name: String,
    rows: u32,
    types: [(&'static str, String); 5],
    made: BTreeSet<String>,
}

impl Database {
    /// Finds it or makes it, and installs the extension in it.
    ///
    /// # Errors
    /// When the data cannot be read or the server refuses them.
    pub async fn ready(place: Place, options: &Options) -> Result<Self> {
        let rows = match place {
            Place::Refresh => options.refresh_rows,
            Place::Occitanie | Place::France => options.rows,
        };
        let name = name(place, rows, options)?;
        ensure(place, rows, options, &name).await?;
        let mut session = Session::open(&name).await?;
        session.run(EXTENSION).await?;
        let mut types = Vec::new();
        for code in ["COM", "DEP", "M10"] {
            types.push(
                session
                    .text(&format!("SELECT ref_geo.get_id_area_type('{code}')"))
                    .await?,
            );
        }
        for code in ["0", "3"] {
            types.push(
                session
                    .text(&format!(
                        "SELECT ref_nomenclatures.get_id_nomenclature('SENSIBILITE', '{code}')"
                    ))
                    .await?,
            );
        }
        session.close().await?;
        let [com, dep, m10, zero, three]: [String; 5] =
            types.try_into().ok().context("five ids")?;
        Ok(Self {
            name,
            rows,
            types: [
                ("{com}", com),
                ("{dep}", dep),
                ("{m10}", m10),
                ("{level_0}", zero),
                ("{level_3}", three),
            ],
            made: BTreeSet::new(),
        })
    }

    /// The number of rows a case is measured on, if it says nothing else.
    #[must_use]
    pub fn rows_of(&self, case: &Case) -> u32 {
        case.cap.map_or(self.rows, |cap| cap.min(self.rows))
    }

    /// A case with its placeholders filled for this number of rows; the tables it names are made.
    ///
    /// # Errors
    /// When a table cannot be made.
    pub async fn fill(&mut self, case: &Case, rows: u32) -> Result<Case> {
        let page = PAGE.min(self.rows / 4).max(1);
        let synthese = if rows == self.rows {
            "gn_synthese.synthese".to_owned()
        } else {
            format!("bench.synthese_{rows}")
        };
        let values = [
            ("{points}", format!("bench.points_{rows}")),
            ("{clustered}", format!("bench.clustered_{rows}")),
            ("{observations}", format!("bench.observations_{rows}")),
            ("{synthese}", synthese),
            ("{page}", page.to_string()),
            ("{page_after}", (self.rows - page).to_string()),
        ];
        let text = format!("{case:?}");
        for (placeholder, table) in &values[..4] {
            if text.contains(placeholder) {
                self.make_table(table, placeholder, rows).await?;
            }
        }
        let fill = |text: &String| {
            values
                .iter()
                .chain(&self.types.clone().map(|(name, value)| (name, value)))
                .fold(text.clone(), |text, (name, value)| {
                    text.replace(name, value)
                })
        };
        let mut filled = case.clone();
        for statements in [
            &mut filled.setup,
            &mut filled.teardown,
            &mut filled.reset,
            &mut filled.bare,
            &mut filled.ours.statements,
        ] {
            *statements = statements.iter().map(fill).collect();
        }
        for side in filled.peers.iter_mut().chain(&mut filled.floor) {
            side.statements = side.statements.iter().map(fill).collect();
        }
        filled.differences = filled.differences.as_ref().map(fill);
        filled.state = filled.state.as_ref().map(fill);
        if let Units::Sql(sql) = &filled.units {
            filled.units = Units::Sql(fill(sql));
        }
        Ok(filled)
    }

    /// Makes a table of exactly these rows, unless it is there.
    async fn make_table(&mut self, table: &str, placeholder: &str, rows: u32) -> Result<()> {
        if table.starts_with("gn_synthese.") || !self.made.insert(table.to_owned()) {
            return Ok(());
        }
        let mut session = Session::open(&self.name).await?;
        let exists = session
            .text(&format!("SELECT to_regclass('{table}') IS NOT NULL"))
            .await?
            == "t";
        if !exists {
            let (source, order, geom) = match placeholder {
                "{points}" => (
                    format!("SELECT * FROM bench.points_all WHERE id <= {rows}"),
                    "id",
                    true,
                ),
                "{clustered}" => (
                    format!("SELECT * FROM bench.points_all WHERE id <= {rows}"),
                    "geom",
                    true,
                ),
                "{observations}" => (
                    format!("SELECT * FROM bench.observation WHERE id <= {rows}"),
                    "id",
                    false,
                ),
                _ => (
                    format!("SELECT * FROM gn_synthese.synthese WHERE id_synthese <= {rows}"),
                    "id_synthese",
                    false,
                ),
            };
            session
                .run(&format!(
                    "CREATE TABLE {table} AS {source} ORDER BY {order}"
                ))
                .await?;
            if geom {
                session
                    .run(&format!("ALTER TABLE {table} ADD PRIMARY KEY (id)"))
                    .await?;
                session
                    .run(&format!("CREATE INDEX ON {table} USING gist (geom)"))
                    .await?;
            }
            session
                .run(&format!("VACUUM (FREEZE, ANALYZE) {table}"))
                .await?;
        }
        session.close().await
    }
}

/// The name says the sizes and a digest of what the data come from.
fn name(place: Place, rows: u32, options: &Options) -> Result<String> {
    let mut hasher = Sha256::new();
    for text in [
        SCHEMA,
        TERRITORY,
        COMMUNES,
        GRIDS,
        POINTS,
        TAXA,
        OBSERVATIONS,
        SYNTHESE,
        PERIMETERS,
    ] {
        hasher.update(text);
    }
    let mut scripts: Vec<_> = std::fs::read_dir(harness::root().join("sql/geonature"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    scripts.sort();
    for script in scripts {
        hasher.update(std::fs::read(script)?);
    }
    hasher.update(format!("{:?} {}", territory(options), options.points()));
    let digest = hasher.finalize();
    let place = match place {
        Place::Occitanie => "occitanie",
        Place::France => "france",
        Place::Refresh => "refresh",
    };
    Ok(format!(
        "bench_{place}_{rows}_{:02x}{:02x}{:02x}{:02x}",
        digest[0], digest[1], digest[2], digest[3]
    ))
}

/// Where communes come from.
#[derive(Debug)]
enum Territory {
    Real(std::path::PathBuf),
    Generated,
    GeneratedSmall(u32),
}

fn territory(options: &Options) -> Territory {
    let folder = std::env::var_os("DEMANDES_TEST_DATA").map(std::path::PathBuf::from);
    match (options.generated_side, folder) {
        (Some(side), _) => Territory::GeneratedSmall(side),
        (None, Some(folder)) => Territory::Real(folder),
        (None, None) => Territory::Generated,
    }
}

/// One line on the territory, for the report.
#[must_use]
pub fn territory_line(options: &Options) -> String {
    match territory(options) {
        Territory::Real(_) => "communes and départements of IGN (2018, simplified)".to_owned(),
        Territory::Generated => "invented communes and départements".to_owned(),
        Territory::GeneratedSmall(side) => format!("invented communes, {side} a side"),
    }
}

/// Makes it unless it is there; one process at a time. Under another name until it is whole: an interrupted load is never taken for
/// a database.
async fn ensure(place: Place, rows: u32, options: &Options, name: &str) -> Result<()> {
    let mut admin = Session::open("postgres").await?;
    admin
        .run("SELECT pg_advisory_lock(hashtext('demandes_bench'))")
        .await?;
    let exists: u32 = admin
        .number(&format!(
            "SELECT count(*) FROM pg_database WHERE datname = '{name}'"
        ))
        .await?;
    if exists == 0 {
        eprintln!("Chargement de la base {name} (une fois pour ces tailles)");
        let building = format!("building_{name}");
        admin
            .run(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"))
            .await?;
        admin
            .run(&format!("CREATE DATABASE {building} TEMPLATE template0"))
            .await?;
        harness::psql(&building, "sql/geonature/load.sql")?;
        load(place, rows, options, &building).await?;
        admin
            .run(&format!("ALTER DATABASE {building} RENAME TO {name}"))
            .await?;
    }
    admin.close().await
}

async fn load(place: Place, rows: u32, options: &Options, database: &str) -> Result<()> {
    let mut connection =
        PgConnection::connect_with(&harness::cluster()?.database(database)).await?;
    let connection = &mut connection;
    for setting in crate::session::SETTINGS {
        run(connection, &format!("SET {setting}")).await?;
    }
    run(connection, SCHEMA).await?;
    load_territory(place, options, connection).await?;
    // What is loaded below is what the triggers would have made.
    run(connection, "SET session_replication_role = replica").await?;
    run(connection, COMMUNES).await?;
    run(connection, "VACUUM (FREEZE, ANALYZE) bench.commune; ").await?;
    run(connection, "VACUUM (FREEZE, ANALYZE) bench.commune_piece").await?;
    let points = if place == Place::Occitanie {
        options.points()
    } else {
        rows
    };
    run(connection, &POINTS.replace("{n}", &points.to_string())).await?;
    if place != Place::France {
        for sql in [GRIDS, TAXA, OBSERVATIONS] {
            run(connection, sql).await?;
        }
        run(connection, "VACUUM (FREEZE, ANALYZE)").await?;
        run(connection, &SYNTHESE.replace("{n}", &rows.to_string())).await?;
        run(connection, PERIMETERS).await?;
    }
    run(connection, "VACUUM (FREEZE, ANALYZE)").await?;
    run(connection, "CHECKPOINT").await
}

async fn load_territory(
    place: Place,
    options: &Options,
    connection: &mut PgConnection,
) -> Result<()> {
    let usual = if place == Place::France {
        FRANCE_SIDE
    } else {
        OCCITANIE_SIDE
    };
    let side = match territory(options) {
        Territory::Real(folder) => {
            let metropole = metropole();
            let wanted: Vec<&str> = if place == Place::France {
                metropole.iter().map(String::as_str).collect()
            } else {
                real_data::OCCITANIE.to_vec()
            };
            return real_data::load_territory(connection, &folder, &wanted).await;
        }
        Territory::Generated => usual,
        Territory::GeneratedSmall(side) => side,
    };
    run(connection, &TERRITORY.replace("{side}", &side.to_string())).await
}

/// The départements of metropolitan France, where Lambert-93 is used.
fn metropole() -> Vec<String> {
    (1..=95)
        .filter(|number| *number != 20)
        .map(|number| format!("{number:02}"))
        .chain(["2A".to_owned(), "2B".to_owned()])
        .collect()
}

async fn run(connection: &mut PgConnection, sql: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(connection)
        .await
        .with_context(|| sql.chars().take(200).collect::<String>())?;
    Ok(())
}
