//! The append-only log.

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
    /// What changed.
    pub detail: serde_json::Value,
    /// Why, as given by the person.
    pub motif: Option<&'a str>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Appends one event.
///
/// # Errors
/// When the database fails.
pub async fn append(conn: &mut PgConnection, e: NewEvenement<'_>) -> sqlx::Result<()> {
    let (before, after) = e.states.unzip();
    sqlx::query!(
        "INSERT INTO gn_demandes.evenement
             (id_demande, id_lot, kind, state_before, state_after, id_role, detail, motif, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        e.id_demande,
        e.id_lot,
        e.kind,
        before,
        after,
        e.id_role,
        e.detail,
        e.motif,
        e.at
    )
    .execute(conn)
    .await?;
    Ok(())
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
    /// Who.
    pub id_role: Option<i32>,
    /// His name.
    pub author: Option<String>,
    /// What changed.
    pub detail: serde_json::Value,
    /// Why.
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
        r#"SELECT e.id_evenement, e.id_lot, e.kind, e.state_before, e.state_after, e.id_role,
                  nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS author, e.detail, e.motif, e.at
           FROM gn_demandes.evenement e LEFT JOIN utilisateurs.t_roles r USING (id_role)
           WHERE e.id_demande = $1 ORDER BY e.id_evenement"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}
