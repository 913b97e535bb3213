//! What a run is asked to do: sizes, rows, where it writes. Each argument has an environment variable of the same meaning.

use std::path::PathBuf;

use clap::Parser;

/// Measures the extension against the best SQL for the same answers, and checks that they are the same.
#[derive(Parser, Debug, Clone)]
pub struct Options {
    /// Points, and observations in synthese.
    #[arg(long, env = "BENCH_ROWS", default_value_t = 200_000)]
    pub rows: u32,
    /// Observations of the database where synthese is computed again as a whole (`refresh_*`).
    #[arg(long, env = "BENCH_REFRESH_ROWS", default_value_t = 20_000)]
    pub refresh_rows: u32,
    /// Greatest size of the rows `growth_*`: powers of ten from 10 000 up to it.
    #[arg(long, env = "BENCH_GROWTH", default_value_t = 1_000_000)]
    pub growth: u32,
    /// Measured runs of each side, after one that is not counted.
    #[arg(long, env = "BENCH_RUNS", default_value_t = 5)]
    pub runs: usize,
    /// The only rows to measure: names separated by commas; a name ending in * stands for all that begin so.
    #[arg(long, env = "BENCH_ONLY", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Rows to leave out, in the same form.
    #[arg(long, env = "BENCH_EXCEPT", value_delimiter = ',')]
    pub except: Vec<String>,
    /// Invents a territory of this many communes a side even when real data are at hand.
    #[arg(long, env = "BENCH_GENERATED_SIDE")]
    pub generated_side: Option<u32>,
    /// Where results.json, results.md and plans/ are written.
    #[arg(long, env = "BENCH_OUT")]
    pub out: PathBuf,
    /// The program `demandes_api`, of a release build; without it the row `extract` is reported as missing.
    #[arg(long, env = "BENCH_API")]
    pub api: Option<PathBuf>,
    /// Python with the package sedonadb; without it the row `commune_point_sedona` is reported as missing.
    #[arg(long, env = "BENCH_PYTHON")]
    pub python: Option<PathBuf>,
    /// Why there is no such Python.
    #[arg(long, env = "BENCH_PYTHON_MISSING")]
    pub python_missing: Option<String>,
}

impl Options {
    /// Is this row asked for?
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        let names = |list: &[String]| {
            list.iter().any(|listed| {
                listed
                    .strip_suffix('*')
                    .map_or(listed == name, |start| name.starts_with(start))
            })
        };
        (self.only.is_empty() || names(&self.only)) && !names(&self.except)
    }

    /// The sizes of the rows `growth_*`.
    #[must_use]
    pub fn growth_sizes(&self) -> Vec<u32> {
        let mut sizes: Vec<u32> = (4..=9)
            .map(|power| 10_u32.pow(power))
            .take_while(|size| *size <= self.growth)
            .collect();
        if sizes.len() < 2 {
            sizes = vec![self.growth.div_ceil(4), self.growth];
        }
        sizes
    }

    /// How many points are made: enough for every row.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.rows.max(self.growth)
    }
}
