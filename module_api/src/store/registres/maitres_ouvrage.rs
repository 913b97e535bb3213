//! Maîtres d'ouvrage.

use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A maître d'ouvrage.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MaitreOuvrage {
    /// Key.
    pub id_maitre_ouvrage: i32,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// Its SIRET.
    pub siret: Option<String>,
    /// Whether the proposal was looked at.
    pub moderated: bool,
    /// The one it is a double of.
    pub merged_into: Option<i32>,
    /// Who proposed it.
    pub proposed_by: Option<i32>,
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Words of the name, or a SIRET; none: all.
    pub words: Option<&'a str>,
    /// Proposals not looked at only.
    pub to_moderate: bool,
    /// Proposals of everybody, or of this person only.
    pub proposals_of: Option<i32>,
    /// The last one of the page before.
    pub after: Option<i32>,
    /// How many.
    pub limit: i64,
}

/// Those whose name holds these words, by name. Doubles are left out.
///
/// # Errors
/// When the database fails.
pub async fn search(conn: &mut PgConnection, s: Search<'_>) -> sqlx::Result<Vec<MaitreOuvrage>> {
    sqlx::query_as!(
        MaitreOuvrage,
        r#"SELECT m.id_maitre_ouvrage, m.version, m.name, m.siret, m.moderated, m.merged_into, m.proposed_by
           FROM gn_demandes.maitre_ouvrage m
           WHERE m.merged_into IS NULL
             AND ($1::text IS NULL OR strpos(' ' || gn_demandes.plain(m.name), ' ' || gn_demandes.plain($1)) > 0
                  OR m.siret = replace($1, ' ', ''))
             AND (NOT $2 OR NOT m.moderated)
             AND (m.moderated OR $3::int IS NULL OR m.proposed_by = $3)
             AND ($4::int IS NULL OR (gn_demandes.plain(m.name), m.id_maitre_ouvrage)
                  > (SELECT gn_demandes.plain(p.name), p.id_maitre_ouvrage FROM gn_demandes.maitre_ouvrage p WHERE p.id_maitre_ouvrage = $4))
           ORDER BY gn_demandes.plain(m.name), m.id_maitre_ouvrage LIMIT $5"#,
        s.words,
        s.to_moderate,
        s.proposals_of,
        s.after,
        s.limit
    )
    .fetch_all(conn)
    .await
}

/// One, locked until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<MaitreOuvrage>> {
    sqlx::query_as!(
        MaitreOuvrage,
        "SELECT id_maitre_ouvrage, version, name, siret, moderated, merged_into, proposed_by FROM gn_demandes.maitre_ouvrage
         WHERE id_maitre_ouvrage = $1 FOR UPDATE",
        id
    )
    .fetch_optional(conn)
    .await
}

/// One that has this name, as people compare names, or this SIRET; doubles and `but` left out.
///
/// # Errors
/// When the database fails.
pub async fn same(
    conn: &mut PgConnection,
    name: &str,
    siret: Option<&str>,
    but: Option<i32>,
) -> sqlx::Result<Option<MaitreOuvrage>> {
    sqlx::query_as!(
        MaitreOuvrage,
        "SELECT id_maitre_ouvrage, version, name, siret, moderated, merged_into, proposed_by FROM gn_demandes.maitre_ouvrage
         WHERE merged_into IS NULL AND (gn_demandes.plain(name) = gn_demandes.plain($1) OR siret = $2)
           AND id_maitre_ouvrage IS DISTINCT FROM $3
         ORDER BY moderated DESC, id_maitre_ouvrage LIMIT 1",
        name,
        siret,
        but
    )
    .fetch_optional(conn)
    .await
}

/// Keeps a proposal; none when this very name is taken, be it by a double.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    conn: &mut PgConnection,
    name: &str,
    siret: Option<&str>,
    moderated: bool,
    proposed_by: i32,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.maitre_ouvrage (name, siret, moderated, proposed_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO NOTHING RETURNING id_maitre_ouvrage",
        name,
        siret,
        moderated,
        proposed_by
    )
    .fetch_optional(conn)
    .await
}

/// Changes one.
///
/// # Errors
/// When the database fails.
pub async fn update(
    conn: &mut PgConnection,
    id: i32,
    name: &str,
    siret: Option<&str>,
    moderated: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.maitre_ouvrage SET name = $2, siret = $3, moderated = $4, version = version + 1 WHERE id_maitre_ouvrage = $1",
        id,
        name,
        siret,
        moderated
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a double refer to the one that stays, with its demandes and its own doubles. Gives how many demandes moved.
///
/// # Errors
/// When the database fails.
pub async fn merge(conn: &mut PgConnection, double: i32, into: i32) -> sqlx::Result<u64> {
    sqlx::query!(
        "UPDATE gn_demandes.maitre_ouvrage SET merged_into = $2, version = version + 1 WHERE id_maitre_ouvrage = $1 OR merged_into = $1",
        double,
        into
    )
    .execute(&mut *conn)
    .await?;
    let moved = sqlx::query!(
        "UPDATE gn_demandes.demande SET id_maitre_ouvrage = $2, version = version + 1 WHERE id_maitre_ouvrage = $1",
        double,
        into
    )
    .execute(conn)
    .await?;
    Ok(moved.rows_affected())
}
