//! Co-administrateurs: what is shared out to them, when they are away, and how it changes hands.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody dossiers and sendings are shared out to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoAdministrateur {
    /// Who.
    pub id_role: i32,
    /// His name.
    pub nom: Option<String>,
    /// Whether he takes the lots of a tour de table (DREAL).
    pub takes_tour_de_table: bool,
    /// Whether anything is shared out to him.
    pub active: bool,
    /// Whether he is away today.
    pub absent: bool,
    /// Dossiers to check.
    pub dossiers: i64,
    /// Lots to send.
    pub lots: i64,
    /// When he is away, today or later.
    #[schema(value_type = Vec<Absence>)]
    pub absences: serde_json::Value,
}

/// When somebody is away.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Absence {
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Them all, or one, with their open load.
///
/// # Errors
/// When the database fails.
pub async fn list(
    conn: &mut PgConnection,
    id_role: Option<i32>,
    today: NaiveDate,
) -> sqlx::Result<Vec<CoAdministrateur>> {
    sqlx::query_as!(
        CoAdministrateur,
        r#"SELECT c.id_role, nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS nom, c.takes_tour_de_table,
                  c.active AND r.active IS TRUE AS "active!",
                  EXISTS (SELECT FROM gn_demandes.absence a WHERE a.id_role = c.id_role AND $2 BETWEEN a.starts_on AND a.ends_on) AS "absent!",
                  (SELECT count(*) FROM gn_demandes.demande d
                   WHERE d.id_responsable = c.id_role AND d.state IN ('deposee', 'incomplete')) AS "dossiers!",
                  (SELECT count(*) FROM gn_demandes.lot l
                   WHERE l.id_responsable = c.id_role AND l.state NOT IN ('envoye', 'telecharge', 'refuse', 'annule')) AS "lots!",
                  (SELECT coalesce(jsonb_agg(jsonb_build_object('starts_on', a.starts_on, 'ends_on', a.ends_on) ORDER BY a.starts_on), '[]')
                   FROM gn_demandes.absence a WHERE a.id_role = c.id_role AND a.ends_on >= $2) AS "absences!"
           FROM gn_demandes.co_administrateur c JOIN utilisateurs.t_roles r USING (id_role)
           WHERE $1::int IS NULL OR c.id_role = $1 ORDER BY r.nom_role, r.prenom_role, c.id_role"#,
        id_role,
        today
    )
    .fetch_all(conn)
    .await
}

/// Makes somebody one, or changes what he takes.
///
/// # Errors
/// When the database fails.
pub async fn put(
    conn: &mut PgConnection,
    id_role: i32,
    takes_tour_de_table: bool,
    active: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.co_administrateur (id_role, takes_tour_de_table, active) VALUES ($1, $2, $3)
         ON CONFLICT (id_role) DO UPDATE SET takes_tour_de_table = excluded.takes_tour_de_table, active = excluded.active",
        id_role,
        takes_tour_de_table,
        active
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps when somebody is away.
///
/// # Errors
/// When the database fails.
pub async fn insert_absence(
    conn: &mut PgConnection,
    id_role: i32,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.absence (id_role, starts_on, ends_on) VALUES ($1, $2, $3)",
        id_role,
        starts_on,
        ends_on
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The dossiers to check and the lots to send of somebody: (demande, lot).
///
/// # Errors
/// When the database fails.
pub async fn open_work(
    conn: &mut PgConnection,
    id_role: i32,
) -> sqlx::Result<Vec<(Uuid, Option<Uuid>)>> {
    let rows = sqlx::query!(
        r#"SELECT d.id_demande AS "id_demande!", NULL::uuid AS id_lot FROM gn_demandes.demande d
           WHERE d.id_responsable = $1 AND d.state IN ('deposee', 'incomplete')
           UNION ALL
           SELECT l.id_demande, l.id_lot FROM gn_demandes.lot l
           WHERE l.id_responsable = $1 AND l.state NOT IN ('envoye', 'telecharge', 'refuse', 'annule')
           ORDER BY 1, 2"#,
        id_role
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id_demande, row.id_lot))
        .collect())
}

/// Gives a dossier, or one of its lots, to somebody.
///
/// # Errors
/// When the database fails.
pub async fn give(
    conn: &mut PgConnection,
    id_demande: Uuid,
    id_lot: Option<Uuid>,
    id_role: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    match id_lot {
        Some(id_lot) => {
            sqlx::query!(
                "UPDATE gn_demandes.lot SET id_responsable = $2, updated_at = $3 WHERE id_lot = $1",
                id_lot,
                id_role,
                now
            )
            .execute(conn)
            .await?;
        }
        None => {
            sqlx::query!(
                "UPDATE gn_demandes.demande SET id_responsable = $2, updated_at = $3 WHERE id_demande = $1",
                id_demande,
                id_role,
                now
            )
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}
