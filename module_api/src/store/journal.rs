//! The log as a chain, read page by page to be verified or exported, and its personal part, to be erased.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// An event with its link. `detail` is the text the digest is made of.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct ChainedRow {
    pub rang: i64,
    pub id_evenement: i64,
    pub id_demande: Uuid,
    pub id_lot: Option<Uuid>,
    pub kind: String,
    pub state_before: Option<String>,
    pub state_after: Option<String>,
    pub detail: String,
    pub at: DateTime<Utc>,
    pub personnel_sha256: Vec<u8>,
    pub precedent: Vec<u8>,
    pub sha256: Vec<u8>,
    pub personal: Option<PersonalRow>,
}

/// The personal part of an event. `detail` is the text the digest is made of.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct PersonalRow {
    pub sel: Vec<u8>,
    pub id_role: Option<i32>,
    pub motif: Option<String>,
    pub detail: Option<String>,
}

/// The links after `rang`, at most `count`. A link whose event is gone has none of its fields, and is told apart.
///
/// # Errors
/// When the database fails.
pub async fn page(
    conn: &mut PgConnection,
    rang: i64,
    count: i64,
) -> sqlx::Result<Vec<Result<ChainedRow, i64>>> {
    let rows = sqlx::query!(
        r#"SELECT c.rang, c.precedent, c.sha256, e.id_evenement AS "id_evenement?", e.id_demande AS "id_demande?", e.id_lot,
                  e.kind AS "kind?", e.state_before, e.state_after, e.detail::text, e.at AS "at?",
                  e.personnel_sha256 AS "personnel_sha256?", p.sel AS "sel?", p.id_role AS "id_role?", p.motif AS "motif?",
                  p.detail::text AS personal_detail
           FROM gn_demandes.evenement_chaine c
           LEFT JOIN gn_demandes.evenement e USING (id_evenement)
           LEFT JOIN gn_demandes.evenement_personnel p USING (id_evenement)
           WHERE c.rang > $1 ORDER BY c.rang LIMIT $2"#,
        rang,
        count
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let fields = row
                .id_evenement
                .zip(row.id_demande)
                .zip(row.kind)
                .zip(row.detail)
                .zip(row.at)
                .zip(row.personnel_sha256);
            let Some((((((id_evenement, id_demande), kind), detail), at), personnel_sha256)) =
                fields
            else {
                return Err(row.rang);
            };
            Ok(ChainedRow {
                rang: row.rang,
                id_evenement,
                id_demande,
                id_lot: row.id_lot,
                kind,
                state_before: row.state_before,
                state_after: row.state_after,
                detail,
                at,
                personnel_sha256,
                precedent: row.precedent,
                sha256: row.sha256,
                personal: row.sel.map(|sel| PersonalRow {
                    sel,
                    id_role: row.id_role,
                    motif: row.motif,
                    detail: row.personal_detail,
                }),
            })
        })
        .collect())
}

/// Events that are in no chain.
///
/// # Errors
/// When the database fails.
pub async fn unchained(conn: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "SELECT e.id_evenement FROM gn_demandes.evenement e
         WHERE NOT EXISTS (SELECT FROM gn_demandes.evenement_chaine c WHERE c.id_evenement = e.id_evenement)
         ORDER BY e.id_evenement LIMIT 100"
    )
    .fetch_all(conn)
    .await
}

/// The present states of demandes (no lot) and lots, to be held against the log.
///
/// # Errors
/// When the database fails.
pub async fn states(conn: &mut PgConnection) -> sqlx::Result<Vec<(Uuid, Option<Uuid>, String)>> {
    let rows = sqlx::query!(
        r#"SELECT id_demande AS "id_demande!", NULL::uuid AS id_lot, state AS "state!" FROM gn_demandes.demande
           UNION ALL SELECT id_demande, id_lot, state FROM gn_demandes.lot"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id_demande, row.id_lot, row.state))
        .collect())
}

/// Reads one snapshot until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn freeze(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        .execute(conn)
        .await?;
    Ok(())
}

/// Erases the personal part of the events that name this person, or that he wrote. Gives which, by demande.
///
/// # Errors
/// When the database fails.
pub async fn erase(conn: &mut PgConnection, id_role: i32) -> sqlx::Result<Vec<(Uuid, Vec<i64>)>> {
    let rows = sqlx::query!(
        r#"WITH gone AS (
             DELETE FROM gn_demandes.evenement_personnel p
             WHERE p.id_role = $1
                OR EXISTS (SELECT FROM jsonb_each(p.detail) d WHERE d.value = to_jsonb($1::integer))
             RETURNING id_evenement
           )
           SELECT e.id_demande, array_agg(e.id_evenement ORDER BY e.id_evenement) AS "ids!"
           FROM gone JOIN gn_demandes.evenement e USING (id_evenement) GROUP BY e.id_demande ORDER BY e.id_demande"#,
        id_role
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id_demande, row.ids))
        .collect())
}
