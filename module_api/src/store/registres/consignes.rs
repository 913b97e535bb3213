//! Standing orders.

use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

/// When the pôles of a group want to be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Consigne {
    /// The group.
    pub code_groupe: String,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// From this number of communes on.
    pub min_communes: Option<i32>,
    /// For these classes of demandeurs only: `adherent`, `partenaire_pole`, `non_adherent`.
    pub classes: Option<Vec<String>>,
    /// Why.
    pub motif: String,
}

/// Every one.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut PgConnection) -> sqlx::Result<Vec<Consigne>> {
    sqlx::query_as!(
        Consigne,
        "SELECT code_groupe, version, min_communes, classes, motif FROM gn_demandes.consigne ORDER BY code_groupe"
    )
    .fetch_all(conn)
    .await
}

/// Sets that of a group.
///
/// # Errors
/// When the database fails.
pub async fn put(
    conn: &mut PgConnection,
    code: &str,
    min_communes: Option<i32>,
    classes: Option<&[String]>,
    motif: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.consigne AS c (code_groupe, min_communes, classes, motif) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code_groupe) DO UPDATE
         SET min_communes = excluded.min_communes, classes = excluded.classes, motif = excluded.motif, version = c.version + 1",
        code,
        min_communes,
        classes,
        motif
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last demandes deposited that have a perimeter.
///
/// # Errors
/// When the database fails.
pub async fn last_deposited(conn: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "SELECT d.id_demande FROM gn_demandes.demande d JOIN gn_demandes.perimetre p USING (id_demande)
         WHERE d.deposited_at IS NOT NULL AND d.regime = 'plateforme' ORDER BY d.deposited_at DESC, d.id_demande LIMIT $1",
        limit
    )
    .fetch_all(conn)
    .await
}
