//! `make bench`: measures the extension beside the best SQL for the same answers and checks that they are the same. README.md says
//! how to run it, what each row compares and by which rules.
//!
//! Ends in error when a row is missing or failed, or when answers differ. A target that is not reached is only reported.

mod case;
mod database;
mod extract;
mod machine;
mod measure;
mod options;
mod report;
mod sedona;
mod session;

use std::{
    collections::{HashMap, hash_map::Entry},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context as _, Result};
use clap::Parser as _;
use demandes_tests::harness;

use crate::{
    case::{Case, Place},
    database::Database,
    options::Options,
    report::{Outcome, Row},
};

/// The rows, in the order of the report. Those that write to synthese come last.
const ORDER: [&str; 29] = [
    "blur_grid",
    "blur_grid_gn",
    "blur_grid_cor",
    "blur_grid_gn_page",
    "blur_commune_gn_page",
    "blur_commune_id_gn_page",
    "blur_commune_id_cor_page",
    "blur_departement_gn_page",
    "commune_point",
    "commune_point_pieces",
    "commune_point_bulk",
    "commune_point_clustered",
    "commune_point_france",
    "commune_point_sedona",
    "first_call_france",
    "parallel_commune_point_1",
    "parallel_commune_point",
    "areas_point",
    "perimeter_communes",
    "perimeter_communes_counted",
    "sensitivity_gn",
    "sensitivity_gn_indexed",
    "sensitivity_sql",
    "lots_perimeter",
    "summary",
    "route",
    "extract",
    "refresh_sensitivity",
    "refresh_areas",
];

/// The rows about growth: one for each size.
const GROWTH: [&str; 3] = [
    "growth_blur_grid",
    "growth_commune_point",
    "growth_sensitivity",
];

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("Erreur : {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Is every row measured, with equal answers?
async fn run(options: &Options) -> Result<bool> {
    let plans = options.out.join("plans");
    std::fs::create_dir_all(&plans).with_context(|| plans.display().to_string())?;
    let mut databases = Databases::default();
    let about = machine::describe(
        &databases.get(Place::Occitanie, options).await?.name,
        options,
    )
    .await?;
    println!("{about}\n");
    let mut rows = Vec::new();
    for name in ORDER.iter().filter(|name| options.wants(name)) {
        let case = read(name)?;
        let database = databases.get(case.place, options).await?;
        let count = database.rows_of(&case);
        if *name == extract::NAME {
            for size in extract::sizes(count) {
                let row = extract::measure(database, &case, size, options, &plans).await;
                progress(&row);
                rows.push(row);
                report::write(&rows, &about, &options.out)?;
            }
            continue;
        }
        let row = if *name == sedona::NAME {
            sedona::measure(database, &case, count, options, &plans).await
        } else {
            measure::measure(database, &case, count, options.runs, &plans).await
        };
        progress(&row);
        rows.push(row);
        // A run that is ended keeps what it measured.
        report::write(&rows, &about, &options.out)?;
    }
    for name in GROWTH.iter().filter(|name| options.wants(name)) {
        let case = read(name)?;
        let database = databases.get(case.place, options).await?;
        rows.extend(grow(database, &case, options, &plans).await?);
        report::write(&rows, &about, &options.out)?;
    }
    report::write(&rows, &about, &options.out)?;
    println!("\n{}", report::table(&rows));
    println!("{}", options.out.join("results.json").display());
    Ok(rows.iter().all(|row| !row.is_bad()))
}

/// One row for each size, all with the exponent fitted to them.
async fn grow(
    database: &mut Database,
    case: &Case,
    options: &Options,
    plans: &Path,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for size in options.growth_sizes() {
        let row = measure::measure(database, case, size, options.runs, plans).await;
        progress(&row);
        rows.push(row);
    }
    let points: Vec<(f64, f64)> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Measured(measure) => Some((f64::from(row.rows), measure.ours_us)),
            Outcome::Missing(_) | Outcome::Failed(_) => None,
        })
        .collect();
    if points.len() == rows.len() {
        let exponent = measure::fit_exponent(&points)?;
        for row in &mut rows {
            if let Outcome::Measured(measure) = &mut row.outcome {
                measure.exponent = Some(exponent);
            }
        }
    }
    Ok(rows)
}

fn read(name: &str) -> Result<Case> {
    let text = |name: &str| {
        let path = harness::root().join(format!("tests/bench/sql/{name}.sql"));
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    Case::read(name, text).with_context(|| name.to_owned())
}

fn progress(row: &Row) {
    let line = match &row.outcome {
        Outcome::Measured(measure) => format!("{:.3} µs", measure.ours_us),
        Outcome::Missing(why) | Outcome::Failed(why) => why.clone(),
    };
    eprintln!("{} ({}): {line}", row.name, row.rows);
}

/// The databases, each made when a row first wants it.
#[derive(Default)]
struct Databases {
    ready: HashMap<Place, Database>,
}

impl Databases {
    async fn get(&mut self, place: Place, options: &Options) -> Result<&mut Database> {
        match self.ready.entry(place) {
            Entry::Occupied(made) => Ok(made.into_mut()),
            Entry::Vacant(free) => Ok(free.insert(Database::ready(place, options).await?)),
        }
    }
}
