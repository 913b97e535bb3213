//! GeoNature's users and permissions, read anew at each request: a token proves who, the database says what he may do.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

/// An active user (never a group).
#[derive(Debug, Clone)]
pub struct Role {
    /// `utilisateurs.t_roles.id_role`.
    pub id_role: i32,
    /// His organisme, if any.
    pub id_organisme: Option<i32>,
}

/// How a person is called.
#[derive(Debug, Clone)]
pub struct Identity {
    /// First and last name, or the login without them.
    pub name: String,
    /// Name of his organisme.
    pub organisme: Option<String>,
}

/// One permission in force of the module DEMANDES, his own or of one of his groups.
#[derive(Debug, Clone)]
pub struct PermissionRow {
    /// `gn_permissions.t_objects.code_object`.
    pub object: String,
    /// `gn_permissions.bib_actions.code_action`.
    pub action: String,
    /// 1 mine, 2 my organisme, NULL all.
    pub scope: Option<i32>,
}

/// The user of this id; none when he is unknown, inactive or a group.
///
/// # Errors
/// When the database fails.
pub async fn active_user(conn: &mut PgConnection, id_role: i32) -> sqlx::Result<Option<Role>> {
    sqlx::query_as!(
        Role,
        "SELECT id_role, id_organisme FROM utilisateurs.t_roles WHERE id_role = $1 AND active IS TRUE AND NOT groupe",
        id_role
    )
    .fetch_optional(conn)
    .await
}

/// The permissions of a user on the module DEMANDES that are validated and not expired. A permission that carries a filter
/// we do not apply (sensitivity, areas, taxa) is left out: it would give more than it says.
///
/// `expire_on` has no time zone; GeoNature compares it with local time, here Europe/Paris.
///
/// # Errors
/// When the database fails.
pub async fn permissions(
    conn: &mut PgConnection,
    id_role: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<PermissionRow>> {
    sqlx::query_as!(
        PermissionRow,
        r#"SELECT o.code_object AS object, a.code_action AS action, p.scope_value AS scope
           FROM gn_permissions.t_permissions p
           JOIN gn_commons.t_modules m ON m.id_module = p.id_module AND m.module_code = 'DEMANDES'
           JOIN gn_permissions.t_objects o ON o.id_object = p.id_object
           JOIN gn_permissions.bib_actions a ON a.id_action = p.id_action
           WHERE p.validated IS TRUE
             AND (p.expire_on IS NULL OR p.expire_on > $2::timestamptz AT TIME ZONE 'Europe/Paris')
             AND p.sensitivity_filter IS NOT TRUE
             AND NOT EXISTS (SELECT FROM gn_permissions.cor_permission_area f WHERE f.id_permission = p.id_permission)
             AND NOT EXISTS (SELECT FROM gn_permissions.cor_permission_taxref f WHERE f.id_permission = p.id_permission)
             AND (p.id_role = $1
                  OR p.id_role IN (SELECT id_role_groupe FROM utilisateurs.cor_roles WHERE id_role_utilisateur = $1))"#,
        id_role,
        now
    )
    .fetch_all(conn)
    .await
}

/// The pôles a user speaks for on a day.
///
/// # Errors
/// When the database fails.
pub async fn animateur_of(
    conn: &mut PgConnection,
    id_role: i32,
    today: NaiveDate,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "SELECT DISTINCT id_pole FROM gn_demandes.pole_animateur
         WHERE id_role = $1 AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2) ORDER BY id_pole",
        id_role,
        today
    )
    .fetch_all(conn)
    .await
}

/// How a user is called.
///
/// # Errors
/// When the database fails.
pub async fn identity(conn: &mut PgConnection, id_role: i32) -> sqlx::Result<Option<Identity>> {
    sqlx::query_as!(
        Identity,
        r#"SELECT coalesce(nullif(concat_ws(' ', r.prenom_role, r.nom_role), ''), r.identifiant, '') AS "name!",
                  o.nom_organisme::text AS "organisme?"
           FROM utilisateurs.t_roles r LEFT JOIN utilisateurs.bib_organismes o USING (id_organisme) WHERE r.id_role = $1"#,
        id_role
    )
    .fetch_optional(conn)
    .await
}
