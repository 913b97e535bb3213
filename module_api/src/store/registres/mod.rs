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
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

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

/// An organisme of GeoNature.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organisme {
    /// Key.
    pub id_organisme: i32,
    /// Name.
    pub nom: String,
}

/// Organismes whose name holds these words, those that begin with them first.
///
/// # Errors
/// When the database fails.
pub async fn organismes(
    conn: &mut PgConnection,
    words: &str,
    limit: i64,
) -> sqlx::Result<Vec<Organisme>> {
    sqlx::query_as!(
        Organisme,
        r#"SELECT o.id_organisme AS "id_organisme!", o.nom_organisme::text AS "nom!"
           FROM utilisateurs.bib_organismes o
           WHERE strpos(gn_demandes.plain(o.nom_organisme::text), gn_demandes.plain($1)) > 0
           ORDER BY NOT starts_with(gn_demandes.plain(o.nom_organisme::text), gn_demandes.plain($1)), o.nom_organisme, o.id_organisme
           LIMIT $2"#,
        words,
        limit
    )
    .fetch_all(conn)
    .await
}

/// An account of GeoNature that can be used.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Compte {
    /// Key.
    pub id_role: i32,
    /// Name of the person.
    pub nom: String,
    /// His organisme.
    pub organisme: Option<String>,
}

/// Active accounts of persons whose name holds these words.
///
/// # Errors
/// When the database fails.
pub async fn comptes(
    conn: &mut PgConnection,
    words: &str,
    limit: i64,
) -> sqlx::Result<Vec<Compte>> {
    sqlx::query_as!(
        Compte,
        r#"SELECT r.id_role AS "id_role!", n.nom AS "nom!", o.nom_organisme::text AS "organisme?"
           FROM utilisateurs.t_roles r
           CROSS JOIN LATERAL (SELECT coalesce(nullif(concat_ws(' ', r.prenom_role, r.nom_role), ''), r.identifiant, '') AS nom) n
           LEFT JOIN utilisateurs.bib_organismes o USING (id_organisme)
           WHERE r.active IS TRUE AND NOT r.groupe AND strpos(gn_demandes.plain(n.nom), gn_demandes.plain($1)) > 0
           ORDER BY n.nom, r.id_role LIMIT $2"#,
        words,
        limit
    )
    .fetch_all(conn)
    .await
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
