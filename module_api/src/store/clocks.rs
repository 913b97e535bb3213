//! What the clocks look at, and when they last did.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Takes this periodic work until the end of the transaction, if it was last done before `before` and nobody is at it.
///
/// # Errors
/// When the database fails.
pub async fn claim(
    conn: &mut PgConnection,
    what: &str,
    before: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let claimed = sqlx::query_scalar!(
        r#"SELECT true AS "claimed!" FROM gn_demandes.passage WHERE what = $1 AND at <= $2 FOR UPDATE SKIP LOCKED"#,
        what,
        before
    )
    .fetch_optional(conn)
    .await?;
    Ok(claimed.is_some())
}

/// Keeps that it was done.
///
/// # Errors
/// When the database fails.
pub async fn done(conn: &mut PgConnection, what: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.passage SET at = $2 WHERE what = $1",
        what,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The demandes of which a clock may run: submitted, and not wholly over.
///
/// # Errors
/// When the database fails.
pub async fn open(conn: &mut PgConnection) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT d.id_demande FROM gn_demandes.demande d
         WHERE d.state IN ('deposee', 'incomplete')
            OR d.state = 'complete' AND EXISTS (SELECT FROM gn_demandes.lot l WHERE l.id_demande = d.id_demande
                   AND l.state IN ('prevu', 'avis_demande', 'decide', 'extrait', 'verifie'))
         ORDER BY d.deposited_at, d.id_demande"
    )
    .fetch_all(conn)
    .await
}

/// The avis of a demande that want an exchange and are no answer yet.
///
/// # Errors
/// When the database fails.
pub async fn reserves(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT a.id_avis FROM gn_demandes.avis a JOIN gn_demandes.lot l USING (id_lot) WHERE l.id_demande = $1 AND a.kind = 'reserve'",
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// A link nobody opened.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct UnopenedLink {
    pub id_demande: Uuid,
    pub id_lot: Uuid,
    pub id_livraison: Uuid,
}

/// The links that nobody opened and that end between two instants.
///
/// # Errors
/// When the database fails.
pub async fn unopened(
    conn: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Vec<UnopenedLink>> {
    sqlx::query_as!(
        UnopenedLink,
        "SELECT l.id_demande, l.id_lot, v.id_livraison FROM gn_demandes.livraison v JOIN gn_demandes.lot l USING (id_lot)
         WHERE l.state = 'envoye' AND v.expires_at > $1 AND v.expires_at <= $2 ORDER BY v.expires_at, v.id_livraison",
        from,
        until
    )
    .fetch_all(conn)
    .await
}

/// The demandes left alone between two instants: which, and since when.
///
/// # Errors
/// When the database fails.
pub async fn left_alone(
    conn: &mut PgConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Vec<(Uuid, DateTime<Utc>)>> {
    let rows = sqlx::query!(
        "SELECT id_demande, updated_at FROM gn_demandes.demande
         WHERE state IN ('brouillon', 'incomplete') AND updated_at >= $1 AND updated_at < $2 ORDER BY updated_at",
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id_demande, row.updated_at))
        .collect())
}
