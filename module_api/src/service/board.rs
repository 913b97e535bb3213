//! The board: whose turn it is and what is late, its export, and the figures of a period.

use chrono::NaiveDate;
use demandes_domain::{
    demande::ShownState,
    rights::{self, Action, Actor, Target},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Result, ServiceError};
use crate::{
    export::table::{Cell, Table},
    store::{
        board::{self as store, AvisDuPole, Delais, Effectif, Filter, Ligne, Reader, Refus},
        demandes::Visibility,
        usage::{self, Retour},
    },
};

/// Demandes on one page.
pub const PAGE: i64 = 100;
/// Most lines of an export: beyond, a period is to be chosen.
const MAX_EXPORT: i64 = 50_000;

/// The turns a filter may name.
pub const TOURS: [&str; 7] = [
    "demandeur",
    "completude",
    "poles",
    "coordination",
    "responsable",
    "extraction",
    "telechargement",
];

/// The figures of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statistiques {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Delays by class of demandeur, of the demandes deposited in the period.
    pub delais: Vec<Delais>,
    /// Avis by pôle, of what was asked in the period.
    pub avis: Vec<AvisDuPole>,
    /// Refusals decided in the period, with their motif.
    pub refus: Vec<Refus>,
}

fn reader(context: &Context, actor: &Actor) -> Result<Reader> {
    rights::check(actor, Action::ListDemandes, Target::Module)?;
    let filter = actor.read_filter();
    Ok(Reader {
        visibility: Visibility {
            mine: filter.mine,
            organisme: filter.organisme,
            all: filter.all,
            poles: filter.poles,
        },
        id_role: actor.id_role,
        decides: actor.holds(rights::OBJECT_DECISION, "V"),
        today: context.today(),
    })
}

fn checked(filter: &Filter) -> Result<()> {
    let shown = filter.shown.iter().flatten();
    for code in shown {
        if code.parse::<ShownState>().is_err() {
            return Err(ServiceError::invalid_field(
                "state",
                "Cet état n'existe pas : choisissez-en un autre.",
            ));
        }
    }
    let unknown = |tour: &String| !TOURS.contains(&tour.as_str());
    if filter.tour.as_ref().is_some_and(unknown) {
        return Err(ServiceError::invalid_field(
            "tour",
            format!("Choisissez parmi : {}.", TOURS.join(", ")),
        ));
    }
    let too_long = |text: &String| text.chars().count() > 200 || text.contains('\0');
    if filter.words.as_ref().is_some_and(too_long) {
        return Err(ServiceError::invalid_field(
            "q",
            "Donnez quelques mots (au plus 200 caractères).",
        ));
    }
    Ok(())
}

/// A page of the board, newest first.
///
/// # Errors
/// Without the right to see any demande; when a filter names what does not exist.
pub async fn page(
    context: &Context,
    actor: &Actor,
    filter: &Filter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Ligne>> {
    let reader = reader(context, actor)?;
    checked(filter)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::page(&mut conn, &reader, filter, after, limit).await?)
}

/// How many demandes are in each state.
///
/// # Errors
/// Without the right to see any.
pub async fn counts(context: &Context, actor: &Actor) -> Result<Vec<Effectif>> {
    let reader = reader(context, actor)?;
    let mut conn = context.pool.acquire().await?;
    Ok(store::counts(&mut conn, &reader.visibility).await?)
}

/// The lines of the board as a table.
///
/// # Errors
/// As [`page`]; when there are too many lines.
pub async fn export(context: &Context, actor: &Actor, filter: &Filter) -> Result<Table> {
    let lines = page(context, actor, filter, None, MAX_EXPORT + 1).await?;
    if i64::try_from(lines.len()).is_ok_and(|count| count > MAX_EXPORT) {
        return Err(ServiceError::invalid(
            "export_too_long",
            format!("L'export dépasse {MAX_EXPORT} lignes : choisissez une période."),
        ));
    }
    let header = [
        "numero",
        "etat",
        "demandeur",
        "organisme",
        "maitre_ouvrage",
        "objet",
        "detail",
        "communes",
        "responsable",
        "a_qui",
        "echeance",
        "en_retard",
        "regime",
        "creation",
        "depot",
        "completude",
    ];
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
        Cell::Day(at.map(demandes_domain::echeance::paris_day))
    };
    let rows = lines.into_iter().map(|line| {
        let state = line
            .state
            .parse::<ShownState>()
            .map_or(line.state, |state| state.label().to_owned());
        vec![
            Cell::text(line.numero),
            Cell::text(state),
            Cell::Text(line.demandeur),
            Cell::Text(line.organisme),
            Cell::Text(line.maitre_ouvrage),
            Cell::Text(line.objet),
            Cell::text(line.objet_detail),
            Cell::Number(line.communes.map(f64::from)),
            Cell::Text(line.responsable),
            Cell::text(line.tours.join(", ")),
            Cell::Day(line.echeance),
            Cell::text(if line.en_retard { "oui" } else { "non" }),
            Cell::text(line.regime),
            day(Some(line.created_at)),
            day(line.deposited_at),
            day(line.completed_at),
        ]
    });
    Ok(Table {
        name: "Demandes".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}

/// The figures of a period, both days included.
///
/// # Errors
/// Without the right to read the registers; when the period ends before it starts.
pub async fn statistics(
    context: &Context,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Statistiques> {
    rights::check(actor, Action::ReadRegisters, Target::Module)?;
    if to < from {
        return Err(ServiceError::invalid_field(
            "to",
            "La fin de la période précède son début.",
        ));
    }
    let mut conn = context.pool.acquire().await?;
    Ok(Statistiques {
        from,
        to,
        delais: store::delays(&mut conn, from, to).await?,
        avis: store::avis(&mut conn, from, to).await?,
        refus: store::refusals(&mut conn, from, to).await?,
    })
}

/// What was sent in a period, by dataset, group and precision: all for who reads the registers, the groups of one's pôles, the datasets of
/// one's organisme.
///
/// # Errors
/// Without a right on the module; when the period ends before it starts.
pub async fn returns(
    context: &Context,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Retour>> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    let all = rights::check(actor, Action::ReadRegisters, Target::Module).is_ok();
    if to < from {
        return Err(ServiceError::invalid_field(
            "to",
            "La fin de la période précède son début.",
        ));
    }
    let mut conn = context.pool.acquire().await?;
    let (poles, organisme) = (&actor.animateur_of, actor.id_organisme);
    Ok(usage::returns(&mut conn, from, to, all, poles, organisme, actor.id_role).await?)
}

/// The same as a table.
///
/// # Errors
/// As [`returns`].
pub async fn returns_table(
    context: &Context,
    actor: &Actor,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Table> {
    let header = [
        "numero",
        "envoi",
        "organisme",
        "maitre_ouvrage",
        "objet",
        "lot",
        "jdd",
        "producteurs",
        "groupe",
        "poles",
        "precision",
        "donnees",
    ];
    let rows = returns(context, actor, from, to)
        .await?
        .into_iter()
        .map(|row| {
            vec![
                Cell::text(row.numero),
                Cell::Day(Some(demandes_domain::echeance::paris_day(row.sent_at))),
                Cell::Text(row.organisme),
                Cell::Text(row.maitre_ouvrage),
                Cell::Text(row.objet),
                Cell::text(row.lot),
                Cell::text(row.jdd),
                Cell::text(row.producteurs),
                Cell::Text(row.groupe),
                Cell::text(row.poles),
                Cell::text(if row.precis { "précise" } else { "floutée" }),
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "counts of records are far below 2^53"
                )]
                Cell::Number(Some(row.donnees as f64)),
            ]
        });
    Ok(Table {
        name: "Retour d'usage".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    })
}
