//! `GET /tableau`: demandes filtered, with whose turn it is and what is late; `GET /tableau/effectifs`: how many in each state.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    http::{
        AppState,
        authentication::Authenticated,
        error::{ApiError, Problem},
        extract::{Json, Query},
        precondition::State,
    },
    service::board,
    store::board::{Effectif, Filter, Ligne},
};

/// What is looked for; each parameter narrows.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Search {
    /// Words, all of them, without accents or case: number, names, organisme, maître d'ouvrage, purpose, use.
    pub q: Option<String>,
    /// States people see, separated by commas.
    pub state: Option<String>,
    /// Purpose (code).
    pub objet: Option<String>,
    /// Responsible of the dossier or of one of its lots.
    pub responsable: Option<i32>,
    /// Organisme.
    pub organisme: Option<i32>,
    /// A pôle that was asked.
    pub pole: Option<i32>,
    /// Deposited on this day or after.
    pub from: Option<NaiveDate>,
    /// Deposited on this day or before.
    pub to: Option<NaiveDate>,
    /// Whose turn: `demandeur`, `completude`, `poles`, `coordination`, `responsable`, `extraction`, `telechargement`.
    pub tour: Option<String>,
    /// Late only.
    #[serde(default)]
    pub late: bool,
    /// Those that wait for who asks only.
    #[serde(default)]
    pub mine: bool,
    /// The `next` of the page before.
    pub after: Option<Uuid>,
    /// How many, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
}

impl From<&Search> for Filter {
    fn from(search: &Search) -> Self {
        let filled = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let shown = filled(&search.state).map(|states| {
            states
                .split(',')
                .map(|state| state.trim().to_owned())
                .collect()
        });
        Self {
            words: filled(&search.q),
            shown,
            objet: filled(&search.objet),
            responsable: search.responsable,
            organisme: search.organisme,
            pole: search.pole,
            from: search.from,
            to: search.to,
            tour: filled(&search.tour),
            late: search.late,
            mine: search.mine,
        }
    }
}

/// A page of the board.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tableau {
    /// Newest first.
    items: Vec<Ligne>,
    /// What to give as `after` for the next page; absent on the last one.
    next: Option<Uuid>,
}

/// The board.
#[utoipa::path(get, path = "/tableau", tag = "tableau", params(Search),
    responses((status = 200, body = Tableau), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn handler(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
    Query(search): Query<Search>,
) -> Result<Json<Tableau>, ApiError> {
    let limit = search.limit.unwrap_or(50).clamp(1, board::PAGE);
    let filter = Filter::from(&search);
    let items = board::page(&state, &actor, &filter, search.after, limit).await?;
    let full = i64::try_from(items.len()).is_ok_and(|count| count == limit);
    let next = items.last().filter(|_| full).map(|last| last.id_demande);
    Ok(Json(Tableau { items, next }))
}

/// How many demandes are in each state.
#[utoipa::path(get, path = "/tableau/effectifs", tag = "tableau",
    responses((status = 200, body = [Effectif]), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn counts(
    State(state): State<AppState>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Vec<Effectif>>, ApiError> {
    Ok(Json(board::counts(&state, &actor).await?))
}
