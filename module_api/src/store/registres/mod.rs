//! The registers kept by people through the API. What use cases look up in them is in `store::registers`.

pub mod adhesions;
pub mod co_administrateurs;
pub mod colleges;
pub mod consignes;
pub mod groupes;
pub mod maitres_ouvrage;
pub mod poles;
pub mod reglages;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Keeps who changed what in a register.
///
/// # Errors
/// When the database fails.
pub async fn log(
    conn: &mut PgConnection,
    registre: &str,
    cle: &str,
    kind: &str,
    id_role: i32,
    detail: &serde_json::Value,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.registre_evenement (registre, cle, kind, id_role, detail, at) VALUES ($1, $2, $3, $4, $5, $6)",
        registre,
        cle,
        kind,
        id_role,
        detail,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The name of an organisme; none when it does not exist.
///
/// # Errors
/// When the database fails.
pub async fn organisme(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"SELECT nom_organisme::text AS "name!" FROM utilisateurs.bib_organismes WHERE id_organisme = $1"#,
        id
    )
    .fetch_optional(conn)
    .await
}
