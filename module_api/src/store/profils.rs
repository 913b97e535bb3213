//! Profils de diffusion and their columns.

use sqlx::PgConnection;

/// A row of `gn_demandes.profil_diffusion`.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct ProfilRow {
    pub code: String,
    pub label: String,
    pub lots: Vec<String>,
    pub min_area_type: Option<String>,
    pub formats: Vec<String>,
    pub default_formats: Vec<String>,
    pub naming: String,
}

/// A row of `gn_demandes.profil_diffusion_colonne`.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct ColonneRow {
    pub part: String,
    pub source: String,
    pub name: String,
    pub short_name: String,
    pub description: String,
    pub masked_at: Vec<String>,
}

/// One profil.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, code: &str) -> sqlx::Result<Option<ProfilRow>> {
    sqlx::query_as!(
        ProfilRow,
        "SELECT code, label, lots, min_area_type, formats, default_formats, naming
         FROM gn_demandes.profil_diffusion WHERE code = $1",
        code
    )
    .fetch_optional(conn)
    .await
}

/// Its columns under a naming, in their order.
///
/// # Errors
/// When the database fails.
pub async fn colonnes(
    conn: &mut PgConnection,
    code: &str,
    naming: &str,
) -> sqlx::Result<Vec<ColonneRow>> {
    sqlx::query_as!(
        ColonneRow,
        "SELECT part, source, name, short_name, description, masked_at
         FROM gn_demandes.profil_diffusion_colonne WHERE code_profil = $1 AND naming = $2 ORDER BY part, position",
        code,
        naming
    )
    .fetch_all(conn)
    .await
}
