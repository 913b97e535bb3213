//! Avis and decisions.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A pôle asked about a lot, with its avis in force, if any.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct AskedPole {
    pub id_lot: Uuid,
    pub id_pole: i32,
    pub label: String,
    pub asked_on: NaiveDate,
    pub echeance: NaiveDate,
    pub kind: Option<String>,
    pub motif: Option<String>,
    pub conditions: Option<serde_json::Value>,
    pub late: Option<bool>,
    pub given_at: Option<DateTime<Utc>>,
}

/// The pôles asked about a lot.
///
/// # Errors
/// When the database fails.
pub async fn asked(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Vec<AskedPole>> {
    asked_about(conn, &[id_lot]).await
}

/// The pôles asked about these lots.
///
/// # Errors
/// When the database fails.
pub async fn asked_about(conn: &mut PgConnection, lots: &[Uuid]) -> sqlx::Result<Vec<AskedPole>> {
    sqlx::query_as!(
        AskedPole,
        r#"SELECT q.id_lot, q.id_pole, p.label, q.asked_on, q.echeance, a.kind AS "kind?", a.motif, a.conditions, a.late AS "late?",
                  a.given_at AS "given_at?"
           FROM gn_demandes.avis_demande q JOIN gn_demandes.pole p USING (id_pole)
           LEFT JOIN LATERAL (
               SELECT * FROM gn_demandes.avis v WHERE v.id_lot = q.id_lot AND v.id_pole = q.id_pole
               ORDER BY v.seq DESC LIMIT 1) a ON true
           WHERE q.id_lot = ANY ($1) ORDER BY q.id_lot, q.id_pole"#,
        lots
    )
    .fetch_all(conn)
    .await
}

/// One answer of a pôle, in force or not.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Answer {
    pub id_pole: i32,
    pub id_role: Option<i32>,
    pub author: Option<String>,
    pub kind: String,
    pub motif: Option<String>,
    pub conditions: Option<serde_json::Value>,
    pub late: bool,
    pub given_at: DateTime<Utc>,
}

/// All that was answered about a lot, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn answers(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Vec<Answer>> {
    sqlx::query_as!(
        Answer,
        "SELECT a.id_pole, a.id_role, nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS author, a.kind, a.motif, a.conditions,
                a.late, a.given_at
         FROM gn_demandes.avis a LEFT JOIN utilisateurs.t_roles r USING (id_role) WHERE a.id_lot = $1 ORDER BY a.seq",
        id_lot
    )
    .fetch_all(conn)
    .await
}

/// An avis to keep.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewAvis<'a> {
    pub id_avis: Uuid,
    pub id_lot: Uuid,
    pub id_pole: i32,
    pub id_role: Option<i32>,
    pub kind: &'a str,
    pub motif: Option<&'a str>,
    pub conditions: Option<&'a serde_json::Value>,
    pub late: bool,
    pub given_at: DateTime<Utc>,
}

/// Keeps an avis; the newest of a pôle is the one in force.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, a: &NewAvis<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.avis (id_avis, id_lot, id_pole, id_role, kind, motif, conditions, late, given_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        a.id_avis,
        a.id_lot,
        a.id_pole,
        a.id_role,
        a.kind,
        a.motif,
        a.conditions,
        a.late,
        a.given_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A decision, as kept.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct DecisionRow {
    pub kind: String,
    pub motif: Option<String>,
    pub conditions: Option<serde_json::Value>,
    pub named_records: Vec<Uuid>,
    pub decided_at: DateTime<Utc>,
}

/// Keeps the decision on a lot.
///
/// # Errors
/// When the database fails.
pub async fn insert_decision(
    conn: &mut PgConnection,
    id_lot: Uuid,
    d: &DecisionRow,
    id_role: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.decision (id_lot, kind, motif, conditions, named_records, id_role, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id_lot,
        d.kind,
        d.motif,
        d.conditions,
        &d.named_records,
        id_role,
        d.decided_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The decision on a lot, if one was taken.
///
/// # Errors
/// When the database fails.
pub async fn decision(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Option<DecisionRow>> {
    sqlx::query_as!(
        DecisionRow,
        "SELECT kind, motif, conditions, named_records, decided_at FROM gn_demandes.decision WHERE id_lot = $1",
        id_lot
    )
    .fetch_optional(conn)
    .await
}
