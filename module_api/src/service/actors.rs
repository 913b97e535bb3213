//! Who is asking: the role of a checked token, with the rights the database gives it now.

use chrono::{DateTime, Utc};
use demandes_domain::{
    echeance::paris_day,
    rights::{Actor, Permission},
};
use sqlx::PgPool;

use super::Result;
use crate::store;

/// The actor of this id; none when he is unknown, inactive or a group.
///
/// # Errors
/// When the database fails.
pub async fn load(pool: &PgPool, id_role: i32, now: DateTime<Utc>) -> Result<Option<Actor>> {
    let mut conn = pool.acquire().await?;
    let Some(role) = store::roles::active_user(&mut conn, id_role).await? else {
        return Ok(None);
    };
    let permissions = store::roles::permissions(&mut conn, id_role, now).await?;
    let animateur_of = store::roles::animateur_of(&mut conn, id_role, paris_day(now)).await?;
    Ok(Some(Actor {
        id_role: role.id_role,
        id_organisme: role.id_organisme,
        permissions: permissions.into_iter().filter_map(permission).collect(),
        animateur_of,
    }))
}

/// A scope that is no small number gives nothing.
fn permission(row: store::roles::PermissionRow) -> Option<Permission> {
    let scope = row.scope.map(u8::try_from).transpose().ok()?;
    Some(Permission {
        object: row.object,
        action: row.action,
        scope,
    })
}

/// Whether the database answers: the version of the extension it holds.
///
/// # Errors
/// When it does not answer, or lacks the extension.
pub async fn ping(pool: &PgPool) -> Result<String> {
    let mut conn = pool.acquire().await?;
    let version = store::settings::extension_version(&mut conn).await?;
    Ok(version.ok_or_else(|| anyhow::anyhow!("extension gn_diffusion is not installed"))?)
}
