//! Registers the use cases look things up in: memberships, purposes, engagements, co-administrateurs.

use chrono::NaiveDate;
use sqlx::PgConnection;

/// A purpose of the managed list.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ObjetOffered {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
}

/// A level a record may be blurred to.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Niveau {
    /// Its code (nomenclature SENSIBILITE).
    pub code: String,
    /// Its name.
    pub label: String,
    /// Type of its areas: COM, M10, DEP…
    pub area_type: String,
}

/// The purposes that may be chosen, the last resort last.
///
/// # Errors
/// When the database fails.
pub async fn objets(conn: &mut PgConnection) -> sqlx::Result<Vec<ObjetOffered>> {
    sqlx::query_as!(
        ObjetOffered,
        "SELECT code, label FROM gn_demandes.objet WHERE active ORDER BY code = 'autre', label"
    )
    .fetch_all(conn)
    .await
}

/// The levels that blur, the finest first.
///
/// # Errors
/// When the database fails.
pub async fn niveaux(conn: &mut PgConnection) -> sqlx::Result<Vec<Niveau>> {
    sqlx::query_as!(
        Niveau,
        r#"SELECT cd_nomenclature AS code, coalesce(label, cd_nomenclature) AS "label!", area_type AS "area_type!"
           FROM gn_diffusion.level WHERE sensitive AND area_type IS NOT NULL ORDER BY rank, cd_nomenclature"#
    )
    .fetch_all(conn)
    .await
}

/// Whether an organisme is, on a day: an adhérent, a partner of a pôle.
///
/// # Errors
/// When the database fails.
pub async fn adhesion_on(
    conn: &mut PgConnection,
    id_organisme: Option<i32>,
    day: NaiveDate,
) -> sqlx::Result<(bool, bool)> {
    let row = sqlx::query!(
        r#"SELECT coalesce(bool_or(kind = 'adherent'), false) AS "adherent!",
                  coalesce(bool_or(kind = 'partenaire_pole'), false) AS "partner!"
           FROM gn_demandes.adhesion
           WHERE id_organisme = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2)"#,
        id_organisme,
        day
    )
    .fetch_one(conn)
    .await?;
    Ok((row.adherent, row.partner))
}

/// Whether this purpose is in the list of those that may be chosen.
///
/// # Errors
/// When the database fails.
pub async fn objet_exists(conn: &mut PgConnection, code: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM gn_demandes.objet WHERE code = $1 AND active) AS "exists!""#,
        code
    )
    .fetch_one(conn)
    .await
}

/// The id of the maître d'ouvrage of this name (as people compare names; a double gives the one that stays), proposed for moderation
/// when it is not known yet.
///
/// # Errors
/// When the database fails.
pub async fn maitre_ouvrage_by_name(
    conn: &mut PgConnection,
    name: &str,
    proposed_by: i32,
) -> sqlx::Result<i32> {
    let known = sqlx::query_scalar!(
        r#"SELECT coalesce(merged_into, id_maitre_ouvrage) AS "id!" FROM gn_demandes.maitre_ouvrage
           WHERE gn_demandes.plain(name) = gn_demandes.plain($1)
           ORDER BY name <> $1, merged_into IS NOT NULL, moderated DESC, id_maitre_ouvrage LIMIT 1"#,
        name
    )
    .fetch_optional(&mut *conn)
    .await?;
    if let Some(known) = known {
        return Ok(known);
    }
    sqlx::query_scalar!(
        // An update that changes nothing, so that the row is found even when somebody else has just proposed the same name.
        r#"INSERT INTO gn_demandes.maitre_ouvrage AS m (name, proposed_by) VALUES ($1, $2)
           ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING coalesce(m.merged_into, m.id_maitre_ouvrage) AS "id!""#,
        name,
        proposed_by
    )
    .fetch_one(conn)
    .await
}

/// The engagement to accept now: (version, text).
///
/// # Errors
/// When the database fails.
pub async fn current_engagement(
    conn: &mut PgConnection,
    day: NaiveDate,
) -> sqlx::Result<Option<(i32, String)>> {
    let row = sqlx::query!(
        "SELECT version, text FROM gn_demandes.engagement_texte WHERE published_on <= $1 ORDER BY version DESC LIMIT 1",
        day
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.version, row.text)))
}

/// The label of a purpose.
///
/// # Errors
/// When the database fails.
pub async fn objet_label(
    conn: &mut PgConnection,
    code: Option<&str>,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT label FROM gn_demandes.objet WHERE code = $1", code)
        .fetch_optional(conn)
        .await
}

/// Labels of the groups, by code.
///
/// # Errors
/// When the database fails.
pub async fn groupe_labels(
    conn: &mut PgConnection,
) -> sqlx::Result<std::collections::HashMap<String, String>> {
    let rows = sqlx::query!("SELECT code, label FROM gn_diffusion.groupe")
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.label)).collect())
}

/// Who accepted the engagement of a demande: when, and the name.
///
/// # Errors
/// When the database fails.
pub async fn engagement_accepted(
    conn: &mut PgConnection,
    id_demande: uuid::Uuid,
) -> sqlx::Result<Option<(chrono::DateTime<chrono::Utc>, String)>> {
    let row = sqlx::query!(
        r#"SELECT d.engagement_on AS "on!", coalesce(nullif(concat_ws(' ', r.prenom_role, r.nom_role), ''), r.identifiant, '') AS "by!"
           FROM gn_demandes.demande d JOIN utilisateurs.t_roles r ON r.id_role = d.engagement_by
           WHERE d.id_demande = $1 AND d.engagement_on IS NOT NULL"#,
        id_demande
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.on, row.by)))
}

/// The text of one version of the engagement.
///
/// # Errors
/// When the database fails.
pub async fn engagement_text(conn: &mut PgConnection, version: i32) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        "SELECT text FROM gn_demandes.engagement_texte WHERE version = $1",
        version
    )
    .fetch_one(conn)
    .await
}

/// The co-administrateur with the least open load (lots not sent, dossiers to check), among those who take the lots of a
/// tour de table or among the others; any active one when that half is empty, and who is away only when everybody is.
///
/// # Errors
/// When the database fails.
pub async fn least_loaded(
    conn: &mut PgConnection,
    tour_de_table: bool,
    today: NaiveDate,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "SELECT c.id_role FROM gn_demandes.co_administrateur c
         JOIN utilisateurs.t_roles r ON r.id_role = c.id_role AND r.active IS TRUE
         WHERE c.active
         ORDER BY EXISTS (SELECT FROM gn_demandes.absence a WHERE a.id_role = c.id_role AND $2 BETWEEN a.starts_on AND a.ends_on),
           (c.takes_tour_de_table <> $1),
           (SELECT count(*) FROM gn_demandes.lot l
             WHERE l.id_responsable = c.id_role AND l.state NOT IN ('envoye', 'telecharge', 'refuse', 'annule'))
           + (SELECT count(*) FROM gn_demandes.demande d
               WHERE d.id_responsable = c.id_role AND d.state IN ('deposee', 'incomplete')),
           c.id_role
         LIMIT 1",
        tour_de_table,
        today
    )
    .fetch_optional(conn)
    .await
}

/// Those of the codes that are no taxon of TAXREF.
///
/// # Errors
/// When the database fails.
pub async fn unknown_cd_noms(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"SELECT w.cd_nom AS "cd_nom!" FROM unnest($1::int[]) AS w (cd_nom)
           LEFT JOIN taxonomie.taxref t ON t.cd_nom = w.cd_nom
           WHERE t.cd_ref IS NULL ORDER BY 1"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// Whether this level has an area to blur to.
///
/// # Errors
/// When the database fails.
pub async fn blurs(conn: &mut PgConnection, level: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM gn_diffusion.level WHERE cd_nomenclature = $1 AND area_type IS NOT NULL) AS "blurs!""#,
        level
    )
    .fetch_one(conn)
    .await
}

/// The rank of each level: what is more restrictive than what.
///
/// # Errors
/// When the database fails.
pub async fn level_ranks(
    conn: &mut PgConnection,
) -> sqlx::Result<std::collections::HashMap<String, i32>> {
    let rows = sqlx::query!("SELECT cd_nomenclature, rank FROM gn_diffusion.level")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.cd_nomenclature, row.rank))
        .collect())
}

/// Whether the pôles of each group are always asked, by the code of the group.
///
/// # Errors
/// When the database fails.
pub async fn avis_systematiques(
    conn: &mut PgConnection,
) -> sqlx::Result<std::collections::HashMap<String, bool>> {
    let rows = sqlx::query!("SELECT code, avis_systematique FROM gn_diffusion.groupe")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.code, row.avis_systematique))
        .collect())
}
