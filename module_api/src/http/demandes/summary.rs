//! The summary of the annonce: figures that disclose nothing, and the same as charts that a page draws as they are.

use chrono::{DateTime, Utc};
use demandes_domain::statut::Statut;
use serde::Serialize;
use utoipa::ToSchema;

use crate::service::summary::{self, sums};

const NO_GROUPE: &str = "Hors groupe";
const EXACT: &str = "Non sensibles";
const ROUNDED: &str = "Sensibles, environ";

/// Figures that disclose nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// Non-sensitive records by group and year, exact.
    non_sensitive: Vec<NonSensitiveFigure>,
    /// Sensitive records by group: sums of rounded cells the perimeter meets, small cells left out.
    sensitive: Vec<SensitiveFigure>,
    /// When the sensitive figures were counted; none when they are not yet.
    sensitive_counted_at: Option<DateTime<Utc>>,
    /// The same by group and status (protection, red list).
    statuts: Statuts,
    /// The figures as charts, in the order to show them.
    charts: Vec<Chart>,
}

/// Non-sensitive records of one group and year.
#[derive(Debug, Serialize, ToSchema)]
pub struct NonSensitiveFigure {
    /// Code of the group; none for a taxon in no group.
    groupe: Option<String>,
    /// Year of observation.
    annee: i32,
    /// Records.
    nombre: i64,
}

/// Published figure of a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct SensitiveFigure {
    /// Code of the group; none for taxa in no group.
    groupe: Option<String>,
    /// Rounded number of records, whose blurred area meets the perimeter.
    nombre_arrondi: i64,
}

/// Figures by status.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statuts {
    /// Whether this platform knows the statuses of TAXREF. When it does not, there are no figures.
    available: bool,
    /// What to know of these figures, in French.
    note: &'static str,
    /// By group and status.
    figures: Vec<StatutFigure>,
}

/// Records of one group and status.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatutFigure {
    /// Code of the group; none for taxa in no group.
    groupe: Option<String>,
    /// `protegee_menacee`, `protegee`, `menacee` or `aucun`.
    statut: &'static str,
    /// The same, in French.
    label: &'static str,
    /// Non-sensitive records, exact.
    nombre: i64,
    /// Sensitive records, rounded.
    nombre_arrondi: i64,
}

/// A chart: each series has one value for each category, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Chart {
    /// `groupes`, `statuts`, `annees`, `sensibilite`.
    code: &'static str,
    /// Title, in French.
    title: &'static str,
    /// Categories.
    categories: Vec<Category>,
    /// Series.
    series: Vec<Series>,
}

/// A category of a chart.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct Category {
    /// Stable code; empty for what is in no group.
    code: String,
    /// Label, in French.
    label: String,
}

/// A series of a chart.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series {
    /// `non_sensitive` (exact) or `sensitive` (rounded).
    code: &'static str,
    /// Label, in French.
    label: &'static str,
    /// One for each category.
    values: Vec<i64>,
}

impl Summary {
    /// From what is told of a perimeter.
    #[must_use]
    pub fn new(told: &summary::Summary) -> Self {
        let by_year = sums(
            told.non_sensitive
                .iter()
                .map(|row| ((row.groupe.clone(), row.annee), row.nombre)),
        );
        let by_groupe = sums(
            told.sensitive
                .iter()
                .map(|row| (row.groupe.clone(), row.nombre)),
        );
        Self {
            non_sensitive: by_year
                .into_iter()
                .map(|((groupe, annee), nombre)| NonSensitiveFigure {
                    groupe,
                    annee,
                    nombre,
                })
                .collect(),
            sensitive: by_groupe
                .into_iter()
                .map(|(groupe, nombre_arrondi)| SensitiveFigure {
                    groupe,
                    nombre_arrondi,
                })
                .collect(),
            sensitive_counted_at: told.counted_at,
            statuts: Statuts::new(told),
            charts: charts(told),
        }
    }
}

impl Statuts {
    fn new(told: &summary::Summary) -> Self {
        if !told.statuts {
            return Self {
                available: false,
                note: "Les statuts de TAXREF (protection, listes rouges) ne sont pas chargés sur cette plateforme, ou n'ont pas encore été \
                       comptés : la synthèse n'en dit rien.",
                figures: Vec::new(),
            };
        }
        let exact = told.non_sensitive.iter().filter_map(|row| {
            let key = (row.groupe.clone(), row.statut?);
            Some((key, (row.nombre, 0)))
        });
        let rounded = told.sensitive.iter().filter_map(|row| {
            let key = (row.groupe.clone(), row.statut?);
            Some((key, (0, row.nombre)))
        });
        let mut figures = std::collections::BTreeMap::new();
        for (key, (nombre, arrondi)) in exact.chain(rounded) {
            let figure: &mut (i64, i64) = figures.entry(key).or_default();
            figure.0 += nombre;
            figure.1 += arrondi;
        }
        let figure =
            |((groupe, statut), (nombre, nombre_arrondi)): ((_, Statut), _)| StatutFigure {
                groupe,
                statut: statut.as_str(),
                label: statut.label(),
                nombre,
                nombre_arrondi,
            };
        Self {
            available: true,
            note: "Statuts du taxon, d'après les textes actifs de TAXREF. Les données sensibles sont comptées par groupe, statut et zone, \
                   arrondies ; les petits effectifs ne sont pas publiés.",
            figures: figures.into_iter().map(figure).collect(),
        }
    }
}

fn charts(told: &summary::Summary) -> Vec<Chart> {
    let groupe = |code: &Option<String>| match code {
        None => category("", NO_GROUPE),
        Some(code) => category(code, told.groupes.get(code).unwrap_or(code)),
    };
    let mut charts = vec![two_series(
        "groupes",
        "Données par groupe taxonomique",
        told.non_sensitive
            .iter()
            .map(|row| (groupe(&row.groupe), row.nombre)),
        told.sensitive
            .iter()
            .map(|row| (groupe(&row.groupe), row.nombre)),
    )];
    if told.statuts {
        // In the order of the statuses, the most protected first.
        let statut = |statut: Option<Statut>| statut.map(|statut| (statut, statut.label()));
        let chart = two_series(
            "statuts",
            "Données par statut",
            told.non_sensitive
                .iter()
                .filter_map(|row| Some((statut(row.statut)?, row.nombre))),
            told.sensitive
                .iter()
                .filter_map(|row| Some((statut(row.statut)?, row.nombre))),
        );
        charts.push(chart);
    }
    charts.push(years(told));
    let all = |nombres: &mut dyn Iterator<Item = i64>| nombres.sum::<i64>();
    charts.push(Chart {
        code: "sensibilite",
        title: "Données sensibles ou non",
        categories: vec![
            category("non_sensitive", EXACT),
            category("sensitive", ROUNDED),
        ],
        series: vec![Series {
            code: "total",
            label: "Données",
            values: vec![
                all(&mut told.non_sensitive.iter().map(|row| row.nombre)),
                all(&mut told.sensitive.iter().map(|row| row.nombre)),
            ],
        }],
    });
    charts
}

fn category(code: &str, label: &str) -> Category {
    Category {
        code: code.to_owned(),
        label: label.to_owned(),
    }
}

impl From<(Statut, &str)> for Category {
    fn from((statut, label): (Statut, &str)) -> Self {
        category(statut.as_str(), label)
    }
}

fn two_series<K: Ord + Into<Category>>(
    code: &'static str,
    title: &'static str,
    exact: impl Iterator<Item = (K, i64)>,
    rounded: impl Iterator<Item = (K, i64)>,
) -> Chart {
    let mut values = std::collections::BTreeMap::new();
    for (key, nombre) in exact {
        let value: &mut (i64, i64) = values.entry(key).or_default();
        value.0 += nombre;
    }
    for (key, nombre) in rounded {
        values.entry(key).or_default().1 += nombre;
    }
    let series = |code, label, values| Series {
        code,
        label,
        values,
    };
    let exact = values.values().map(|value| value.0).collect();
    let rounded = values.values().map(|value| value.1).collect();
    Chart {
        code,
        title,
        categories: values.into_keys().map(Into::into).collect(),
        series: vec![
            series("non_sensitive", EXACT, exact),
            series("sensitive", ROUNDED, rounded),
        ],
    }
}

/// Non-sensitive records alone: a year would cut the cells of the sensitive ones.
fn years(told: &summary::Summary) -> Chart {
    let by_year = sums(told.non_sensitive.iter().map(|row| (row.annee, row.nombre)));
    Chart {
        code: "annees",
        title: "Données non sensibles par année d'observation",
        categories: by_year
            .keys()
            .map(|annee| category(&annee.to_string(), &annee.to_string()))
            .collect(),
        series: vec![Series {
            code: "non_sensitive",
            label: EXACT,
            values: by_year.into_values().collect(),
        }],
    }
}
