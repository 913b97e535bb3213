//! The append-only log. What names a person, or was written by one, is kept apart so that it can be erased; the database chains each
//! event to the last one when its transaction commits.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// What is written for each transition and each fact worth keeping.
#[derive(Debug, Clone)]
pub struct NewEvenement<'a> {
    /// The dossier.
    pub id_demande: Uuid,
    /// The lot, when the event is about one.
    pub id_lot: Option<Uuid>,
    /// What happened (a verb, as in the commands).
    pub kind: &'a str,
    /// State before and after, when it is a transition.
    pub states: Option<(String, String)>,
    /// Who; none for a rule or the worker.
    pub id_role: Option<i32>,
    /// What changed. The members named in [`PERSONAL`] are kept with the personal part.
    pub detail: serde_json::Value,
    /// Why, as given by the person.
    pub motif: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Members of the detail of an event that name a person by his id: they can be erased.
pub const PERSONAL: &[&str] = &[
    "demandeur",
    "depositor",
    "responsable",
    "from",
    "to",
    "id_role",
];

/// Takes the personal members out of a detail.
fn set_apart(detail: &mut serde_json::Value) -> Option<serde_json::Value> {
    let members = detail.as_object_mut()?;
    let apart: serde_json::Map<_, _> = PERSONAL
        .iter()
        .filter_map(|key| members.remove_entry(*key))
        .collect();
    (!apart.is_empty()).then_some(apart.into())
}

/// Appends one event. Gives its id.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, mut e: NewEvenement<'_>) -> sqlx::Result<i64> {
    let (before, after) = e.states.unzip();
    let apart = set_apart(&mut e.detail);
    sqlx::query_scalar!(
        r#"WITH personal AS (
             SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')) AS sel,
                    $6::integer AS id_role, $8::text AS motif, $10::jsonb AS detail
         ), e AS (
             INSERT INTO gn_demandes.evenement (id_demande, id_lot, kind, state_before, state_after, detail, at, personnel_sha256)
             SELECT $1, $2, $3, $4, $5, $7, $9, gn_demandes.personal_digest(p.sel, p.id_role, p.motif, p.detail) FROM personal p
             RETURNING id_evenement
         )
         INSERT INTO gn_demandes.evenement_personnel (id_evenement, sel, id_role, motif, detail)
         SELECT e.id_evenement, p.sel, p.id_role, p.motif, p.detail FROM e, personal p RETURNING id_evenement"#,
        e.id_demande,
        e.id_lot,
        e.kind,
        before,
        after,
        e.id_role,
        e.detail,
        e.motif,
        e.at,
        apart
    )
    .fetch_one(conn)
    .await
}

/// One line of the log, as stored.
#[derive(Debug, Clone)]
pub struct Evenement {
    /// Order in the log.
    pub id_evenement: i64,
    /// The lot, when the event is about one.
    pub id_lot: Option<Uuid>,
    /// What happened.
    pub kind: String,
    /// State before.
    pub state_before: Option<String>,
    /// State after.
    pub state_after: Option<String>,
    /// Who; none for a rule or the worker, and once erased.
    pub id_role: Option<i32>,
    /// His name.
    pub author: Option<String>,
    /// What changed; without its personal members once erased.
    pub detail: serde_json::Value,
    /// Why; none once erased.
    pub motif: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The log of a dossier, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<Evenement>> {
    sqlx::query_as!(
        Evenement,
        r#"SELECT e.id_evenement, e.id_lot, e.kind, e.state_before, e.state_after, p.id_role AS "id_role?",
                  nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS author,
                  e.detail || coalesce(p.detail, '{}') AS "detail!", p.motif AS "motif?", e.at
           FROM gn_demandes.evenement e LEFT JOIN gn_demandes.evenement_personnel p USING (id_evenement)
           LEFT JOIN utilisateurs.t_roles r ON r.id_role = p.id_role
           WHERE e.id_demande = $1 ORDER BY e.id_evenement"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}
