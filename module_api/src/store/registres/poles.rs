//! Pôles, and who speaks for them.

use chrono::NaiveDate;
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A pôle.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Pole {
    /// Key.
    pub id_pole: i32,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// Stable name.
    pub code: String,
    /// Name shown.
    pub label: String,
    /// Whether it stands for the coordination.
    pub is_coordination: bool,
    /// Whether it is asked.
    pub active: bool,
    /// Whether its people have one mail a day instead of one for each message.
    pub digest: bool,
    /// Codes of its groups.
    pub groupes: Vec<String>,
    /// Who speaks for it, past and to come included.
    #[schema(value_type = Vec<Animateur>)]
    pub animateurs: serde_json::Value,
}

/// Who speaks for a pôle.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Animateur {
    /// Key.
    pub id_animateur: i32,
    /// Grows with each change; also its `ETag`.
    pub version: i32,
    /// The pôle.
    pub id_pole: i32,
    /// Who.
    pub id_role: i32,
    /// His name.
    pub nom: Option<String>,
    /// `animateur` or `suppleant`.
    pub role: String,
    /// The départements he answers for first; none: all.
    pub departements: Option<Vec<String>>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
}

/// Every pôle, or one.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut PgConnection, id: Option<i32>) -> sqlx::Result<Vec<Pole>> {
    sqlx::query_as!(
        Pole,
        r#"SELECT p.id_pole, p.version, p.code, p.label, p.is_coordination, p.active, p.digest,
                  ARRAY(SELECT g.code_groupe FROM gn_demandes.pole_groupe g WHERE g.id_pole = p.id_pole ORDER BY 1) AS "groupes!",
                  (SELECT coalesce(jsonb_agg(jsonb_build_object(
                              'id_animateur', a.id_animateur, 'version', a.version, 'id_pole', a.id_pole, 'id_role', a.id_role,
                              'nom', nullif(concat_ws(' ', r.prenom_role, r.nom_role), ''), 'role', a.role, 'departements', a.departements,
                              'starts_on', a.starts_on, 'ends_on', a.ends_on) ORDER BY a.role, a.starts_on, a.id_animateur), '[]')
                   FROM gn_demandes.pole_animateur a JOIN utilisateurs.t_roles r USING (id_role) WHERE a.id_pole = p.id_pole)
                      AS "animateurs!"
           FROM gn_demandes.pole p WHERE $1::int IS NULL OR p.id_pole = $1 ORDER BY p.is_coordination, p.label, p.id_pole"#,
        id
    )
    .fetch_all(conn)
    .await
}

/// The version of a pôle, locked until the end of the transaction, and whether it stands for the coordination.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<(i32, bool)>> {
    let row = sqlx::query!(
        "SELECT version, is_coordination FROM gn_demandes.pole WHERE id_pole = $1 FOR UPDATE",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.version, row.is_coordination)))
}

/// Makes a pôle; none when its code is taken.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, code: &str, label: &str) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.pole (code, label) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING RETURNING id_pole",
        code,
        label
    )
    .fetch_optional(conn)
    .await
}

/// Changes a pôle; what is none is left as it is.
///
/// # Errors
/// When the database fails.
pub async fn update(
    conn: &mut PgConnection,
    id: i32,
    label: Option<&str>,
    active: Option<bool>,
    digest: Option<bool>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.pole SET label = coalesce($2, label), active = coalesce($3, active), digest = coalesce($4, digest),
             version = version + 1 WHERE id_pole = $1",
        id,
        label,
        active,
        digest
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces the groups of a pôle. Gives those of the codes that do not exist: then nothing was changed.
///
/// # Errors
/// When the database fails.
pub async fn set_groupes(
    conn: &mut PgConnection,
    id: i32,
    codes: &[String],
) -> sqlx::Result<Vec<String>> {
    let unknown = sqlx::query_scalar!(
        r#"SELECT u.code AS "code!" FROM unnest($1::text[]) u (code)
           WHERE NOT EXISTS (SELECT FROM gn_diffusion.groupe g WHERE g.code = u.code) ORDER BY 1"#,
        codes
    )
    .fetch_all(&mut *conn)
    .await?;
    if !unknown.is_empty() {
        return Ok(unknown);
    }
    sqlx::query!("DELETE FROM gn_demandes.pole_groupe WHERE id_pole = $1", id)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.pole_groupe (id_pole, code_groupe) SELECT DISTINCT $1::int, c FROM unnest($2::text[]) c",
        id,
        codes
    )
    .execute(conn)
    .await?;
    Ok(Vec::new())
}

/// What is written of who speaks for a pôle.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "as in `Animateur`")]
pub struct AnimateurContent<'a> {
    pub role: &'a str,
    pub departements: Option<&'a [String]>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
}

/// Adds somebody; none when he begins that very day already.
///
/// # Errors
/// When the database fails.
pub async fn insert_animateur(
    conn: &mut PgConnection,
    id_pole: i32,
    person: i32,
    a: &AnimateurContent<'_>,
) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.pole_animateur (id_pole, id_role, role, departements, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id_pole, id_role, starts_on) DO NOTHING RETURNING id_animateur",
        id_pole,
        person,
        a.role,
        a.departements,
        a.starts_on,
        a.ends_on
    )
    .fetch_optional(conn)
    .await
}

/// Who speaks for a pôle by this key, locked until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock_animateur(conn: &mut PgConnection, id: i32) -> sqlx::Result<Option<Animateur>> {
    sqlx::query_as!(
        Animateur,
        r#"SELECT a.id_animateur, a.version, a.id_pole, a.id_role, nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS nom, a.role,
                  a.departements, a.starts_on, a.ends_on
           FROM gn_demandes.pole_animateur a JOIN utilisateurs.t_roles r USING (id_role) WHERE a.id_animateur = $1 FOR UPDATE OF a"#,
        id
    )
    .fetch_optional(conn)
    .await
}

/// Changes who speaks for a pôle.
///
/// # Errors
/// When the database fails.
pub async fn update_animateur(
    conn: &mut PgConnection,
    id: i32,
    a: &AnimateurContent<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.pole_animateur SET role = $2, departements = $3, starts_on = $4, ends_on = $5, version = version + 1
         WHERE id_animateur = $1",
        id,
        a.role,
        a.departements,
        a.starts_on,
        a.ends_on
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Those of the codes that are no département.
///
/// # Errors
/// When the database fails.
pub async fn unknown_departements(
    conn: &mut PgConnection,
    codes: &[String],
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT u.code AS "code!" FROM unnest($1::text[]) u (code)
           WHERE NOT EXISTS (SELECT FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
                             WHERE t.type_code = 'DEP' AND a.area_code = u.code) ORDER BY 1"#,
        codes
    )
    .fetch_all(conn)
    .await
}
