//! Past demandes: what their lines name, and their rows.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// The account of this identifier or address, whether it is still active or not, and its organisme.
///
/// # Errors
/// When the database fails.
pub async fn account(
    conn: &mut PgConnection,
    text: &str,
) -> sqlx::Result<Option<(i32, Option<i32>)>> {
    let row = sqlx::query!(
        "SELECT id_role, id_organisme FROM utilisateurs.t_roles
         WHERE NOT groupe AND (identifiant = $1 OR lower(email) = lower($1)) ORDER BY active DESC, id_role LIMIT 1",
        text
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id_role, row.id_organisme)))
}

/// The code of a purpose, given by its code or its label.
///
/// # Errors
/// When the database fails.
pub async fn objet(conn: &mut PgConnection, text: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT code FROM gn_demandes.objet WHERE code = $1 OR gn_demandes.plain(label) = gn_demandes.plain($1) LIMIT 1",
        text
    )
    .fetch_optional(conn)
    .await
}

/// Those of the numbers that a demande has.
///
/// # Errors
/// When the database fails.
pub async fn taken(conn: &mut PgConnection, numeros: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT numero FROM gn_demandes.demande WHERE numero = ANY ($1)",
        numeros
    )
    .fetch_all(conn)
    .await
}

/// A past demande.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct PastDemande<'a> {
    pub id_demande: Uuid,
    pub id_ligne: Uuid,
    pub key: [u8; 32],
    pub numero: &'a str,
    pub id_demandeur: i32,
    pub id_depositor: i32,
    pub id_organisme: Option<i32>,
    pub id_maitre_ouvrage: Option<i32>,
    pub objet: &'a str,
    pub objet_detail: &'a str,
    pub settings_version: i32,
    pub deposited_on: NaiveDate,
    pub closed_on: NaiveDate,
    pub wants_precise_sensitive: bool,
}

/// Keeps a past demande, complete, under its regime.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, d: &PastDemande<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.dossier_ligne (id_ligne, key) VALUES ($1, $2)",
        d.id_ligne,
        d.key.as_slice()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.demande (id_demande, numero, id_ligne, state, id_demandeur, id_depositor, id_organisme, id_maitre_ouvrage,
             objet, objet_detail, settings_version, wants_precise_sensitive, regime, deposited_at, completed_at, created_at, updated_at)
         VALUES ($1, $2, $3, 'complete', $4, $5, $6, $7, $8, $9, $10, $11, 'anterieur', $12::date::timestamp AT TIME ZONE 'Europe/Paris',
             $12::date::timestamp AT TIME ZONE 'Europe/Paris', $12::date::timestamp AT TIME ZONE 'Europe/Paris',
             $13::date::timestamp AT TIME ZONE 'Europe/Paris')",
        d.id_demande,
        d.numero,
        d.id_ligne,
        d.id_demandeur,
        d.id_depositor,
        d.id_organisme,
        d.id_maitre_ouvrage,
        d.objet,
        d.objet_detail,
        d.settings_version,
        d.wants_precise_sensitive,
        d.deposited_on,
        d.closed_on
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps a lot of a past demande; given, its sending too: no link opens it.
///
/// # Errors
/// When the database fails.
#[expect(
    clippy::too_many_arguments,
    reason = "the columns of a row, each with a name of its own"
)]
pub async fn insert_lot(
    conn: &mut PgConnection,
    id_lot: Uuid,
    id_demande: Uuid,
    kind: &str,
    code_groupe: Option<&str>,
    state: &str,
    id_sender: i32,
    on: NaiveDate,
    jeton_sha256: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lot (id_lot, id_demande, kind, code_groupe, state, tour_de_table, retention_ended_at, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, false, $6, $6, $6)",
        id_lot,
        id_demande,
        kind,
        code_groupe,
        state,
        now
    )
    .execute(&mut *conn)
    .await?;
    if state == "telecharge" {
        sqlx::query!(
            "INSERT INTO gn_demandes.livraison (id_livraison, id_lot, jeton_sha256, id_sender, sent_at, expires_at)
             VALUES ($1, $2, $3, $4, $5::date::timestamp AT TIME ZONE 'Europe/Paris', $5::date::timestamp AT TIME ZONE 'Europe/Paris')",
            Uuid::now_v7(),
            id_lot,
            jeton_sha256,
            id_sender,
            on
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
