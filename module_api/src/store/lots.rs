//! Lots.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A row of `gn_demandes.lot`.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct LotRow {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub state: String,
    pub version: i32,
    pub fallback_of: Option<Uuid>,
    pub tour_de_table: bool,
    pub id_responsable: Option<i32>,
    pub avis_asked_on: Option<NaiveDate>,
    pub avis_echeance: Option<NaiveDate>,
    pub livraison_echeance: Option<NaiveDate>,
    pub report: Option<serde_json::Value>,
    pub archive_name: Option<String>,
    pub archive_sha256: Option<Vec<u8>>,
    pub archive_bytes: Option<i64>,
    pub frozen_name: Option<String>,
    pub frozen_sha256: Option<Vec<u8>>,
    pub retention_ended_at: Option<DateTime<Utc>>,
    pub failure: Option<String>,
    /// The pôles asked for an avis.
    pub poles: Vec<i32>,
}

/// A lot to be, as the route announced it.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewLot {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub state: String,
    pub tour_de_table: bool,
    pub id_responsable: Option<i32>,
    pub fallback_of: Option<Uuid>,
}

/// Adds a lot.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, lot: &NewLot, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lot (id_lot, id_demande, kind, code_groupe, state, tour_de_table, id_responsable, fallback_of,
             created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
        lot.id_lot,
        lot.id_demande,
        lot.kind,
        lot.code_groupe,
        lot.state,
        lot.tour_de_table,
        lot.id_responsable,
        lot.fallback_of,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The lots of a demande: F1, the copies of refused lots, F2, then the F3 by group.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<LotRow>> {
    of_demandes(conn, &[id_demande]).await
}

/// The lots of these demandes, those of each in the order of [`of_demande`].
///
/// # Errors
/// When the database fails.
pub async fn of_demandes(conn: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<LotRow>> {
    select(conn, None, ids).await
}

/// One lot.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Option<LotRow>> {
    Ok(select(conn, Some(id_lot), &[]).await?.pop())
}

async fn select(
    conn: &mut PgConnection,
    id_lot: Option<Uuid>,
    demandes: &[Uuid],
) -> sqlx::Result<Vec<LotRow>> {
    sqlx::query_as!(
        LotRow,
        r#"SELECT l.id_lot, l.id_demande, l.kind, l.code_groupe, l.state, l.version, l.fallback_of, l.tour_de_table, l.id_responsable,
                  l.avis_asked_on, l.avis_echeance, l.livraison_echeance, l.report, l.archive_name, l.archive_sha256,
                  l.archive_bytes, l.frozen_name, l.frozen_sha256, l.retention_ended_at, l.failure,
                  ARRAY(SELECT a.id_pole FROM gn_demandes.avis_demande a WHERE a.id_lot = l.id_lot ORDER BY 1) AS "poles!"
           FROM gn_demandes.lot l
           WHERE l.id_lot = $1 OR l.id_demande = ANY ($2)
           ORDER BY l.kind, l.fallback_of IS NOT NULL, l.code_groupe, l.id_lot"#,
        id_lot,
        demandes
    )
    .fetch_all(conn)
    .await
}

/// Sets the state.
///
/// # Errors
/// When the database fails.
pub async fn set_state(
    conn: &mut PgConnection,
    id_lot: Uuid,
    state: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET state = $2, version = version + 1, updated_at = $3 WHERE id_lot = $1",
        id_lot,
        state,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts one more version.
///
/// # Errors
/// When the database fails.
pub async fn bump_version(
    conn: &mut PgConnection,
    id_lot: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET version = version + 1, updated_at = $2 WHERE id_lot = $1",
        id_lot,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Asks the pôles: one line each, with the day the answer is due.
///
/// # Errors
/// When the database fails.
pub async fn ask_avis(
    conn: &mut PgConnection,
    id_lot: Uuid,
    poles: &[i32],
    asked_on: NaiveDate,
    echeance: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET avis_asked_on = $2, avis_echeance = $3 WHERE id_lot = $1",
        id_lot,
        asked_on,
        echeance
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.avis_demande (id_lot, id_pole, asked_on, echeance)
         SELECT $1, p, $3, $4 FROM unnest($2::int[]) AS p",
        id_lot,
        poles,
        asked_on,
        echeance
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets the day the delivery is due.
///
/// # Errors
/// When the database fails.
pub async fn set_livraison_echeance(
    conn: &mut PgConnection,
    id_lot: Uuid,
    day: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET livraison_echeance = $2 WHERE id_lot = $1",
        id_lot,
        day
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The two files of a lot.
#[derive(Debug, Clone, Copy)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Archive<'a> {
    pub name: &'a str,
    pub sha256: &'a [u8],
    pub bytes: i64,
    pub frozen_name: &'a str,
    pub frozen_sha256: &'a [u8],
    pub frozen_bytes: i64,
}

/// Keeps what an extraction made.
///
/// # Errors
/// When the database fails.
pub async fn set_archive(
    conn: &mut PgConnection,
    id_lot: Uuid,
    archive: &Archive<'_>,
    report: &serde_json::Value,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET archive_name = $2, archive_sha256 = $3, archive_bytes = $4, frozen_name = $5, frozen_sha256 = $6,
             frozen_bytes = $7, report = $8, failure = NULL
         WHERE id_lot = $1",
        id_lot,
        archive.name,
        archive.sha256,
        archive.bytes,
        archive.frozen_name,
        archive.frozen_sha256,
        archive.frozen_bytes,
        report
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps why a lot could not be extracted, for the coordination to see; none: forgets it.
///
/// # Errors
/// When the database fails.
pub async fn set_failure(
    conn: &mut PgConnection,
    id_lot: Uuid,
    failure: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET failure = $2 WHERE id_lot = $1",
        id_lot,
        failure
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Forgets why a lot could not go on.
///
/// # Errors
/// When the database fails.
pub async fn clear_failure(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET failure = NULL WHERE id_lot = $1",
        id_lot
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The files that lots refer to.
///
/// # Errors
/// When the database fails.
pub async fn file_names(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT f.name AS "name!" FROM gn_demandes.lot l CROSS JOIN LATERAL (VALUES (l.archive_name), (l.frozen_name)) f (name)
           WHERE f.name IS NOT NULL"#
    )
    .fetch_all(conn)
    .await
}

/// A lot whose files are no longer to be kept.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Outlived {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub files: Vec<String>,
}

/// The lots that have files and were sent more than the setting `lot_retention_days` of their demande ago, or given up that long ago.
///
/// # Errors
/// When the database fails.
pub async fn outlived(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Outlived>> {
    sqlx::query_as!(
        Outlived,
        r#"SELECT l.id_lot, l.id_demande, array_remove(ARRAY[l.archive_name, l.frozen_name], NULL) AS "files!"
           FROM gn_demandes.lot l
           JOIN gn_demandes.demande d USING (id_demande)
           JOIN gn_demandes.setting s ON s.version = d.settings_version AND s.key = 'lot_retention_days'
           LEFT JOIN gn_demandes.livraison v USING (id_lot)
           WHERE (l.archive_name IS NOT NULL OR l.frozen_name IS NOT NULL)
             AND coalesce(v.sent_at, CASE WHEN l.state IN ('refuse', 'annule') OR d.state IN ('retiree', 'revoquee') THEN l.updated_at END)
                 + make_interval(days => (s.value #>> '{}')::int) < $1
           ORDER BY l.id_lot"#,
        now
    )
    .fetch_all(conn)
    .await
}

/// Forgets the files of a lot; their digests stay.
///
/// # Errors
/// When the database fails.
pub async fn end_retention(
    conn: &mut PgConnection,
    id_lot: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_demandes.lot SET archive_name = NULL, frozen_name = NULL, retention_ended_at = $2 WHERE id_lot = $1",
        id_lot,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A precise lot of a dossier line, with the groups its archive holds ('' for taxa in no group).
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct PreciseLotRow {
    pub id_lot: Uuid,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub state: String,
    pub extracted: Vec<String>,
}

/// The precise lots of all demandes of a dossier line.
///
/// # Errors
/// When the database fails.
pub async fn precise_of_line(
    conn: &mut PgConnection,
    id_ligne: Uuid,
) -> sqlx::Result<Vec<PreciseLotRow>> {
    sqlx::query_as!(
        PreciseLotRow,
        r#"SELECT l.id_lot, l.kind, l.code_groupe, l.state,
                  ARRAY(SELECT g.code_groupe FROM gn_demandes.lot_groupe g WHERE g.id_lot = l.id_lot) AS "extracted!"
           FROM gn_demandes.lot l JOIN gn_demandes.demande d USING (id_demande)
           WHERE d.id_ligne = $1 AND l.kind <> 'F1'"#,
        id_ligne
    )
    .fetch_all(conn)
    .await
}

/// The groups whose blurred copy was made on a dossier line and not given up ('' for taxa in no group).
///
/// # Errors
/// When the database fails.
pub async fn fallback_groupes(
    conn: &mut PgConnection,
    id_ligne: Uuid,
) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT DISTINCT g.code_groupe
         FROM gn_demandes.lot l JOIN gn_demandes.demande d USING (id_demande) JOIN gn_demandes.lot_groupe g USING (id_lot)
         WHERE d.id_ligne = $1 AND l.fallback_of IS NOT NULL AND l.state <> 'annule'",
        id_ligne
    )
    .fetch_all(conn)
    .await
}

/// Keeps which groups the archive of a lot holds, in place of what was kept before.
///
/// # Errors
/// When the database fails.
pub async fn set_groupes(
    conn: &mut PgConnection,
    id_lot: Uuid,
    groupes: &[String],
) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.lot_groupe WHERE id_lot = $1",
        id_lot
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_groupe (id_lot, code_groupe) SELECT $1, g FROM unnest($2::text[]) AS g",
        id_lot,
        groupes
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A group and a set of areas that the guard kept out of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct ZoneEcartee {
    /// Group, '' for taxa in none.
    pub code_groupe: String,
    /// The areas, in increasing order.
    pub area_ids: Vec<i32>,
}

/// Keeps what the guard kept out of the archive of a lot, in place of what was kept before.
///
/// # Errors
/// When the database fails.
pub async fn set_zones_ecartees(
    conn: &mut PgConnection,
    id_lot: Uuid,
    zones: &[ZoneEcartee],
) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.lot_zone_ecartee WHERE id_lot = $1",
        id_lot
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_zone_ecartee (id_lot, code_groupe, area_ids)
         SELECT $1, z.code_groupe, z.area_ids FROM jsonb_to_recordset($2) AS z (code_groupe text, area_ids integer[])",
        id_lot,
        serde_json::json!(zones)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the guard kept out of the archive of a lot.
///
/// # Errors
/// When the database fails.
pub async fn zones_ecartees(
    conn: &mut PgConnection,
    id_lot: Uuid,
) -> sqlx::Result<Vec<ZoneEcartee>> {
    sqlx::query_as!(
        ZoneEcartee,
        "SELECT code_groupe, area_ids FROM gn_demandes.lot_zone_ecartee WHERE id_lot = $1",
        id_lot
    )
    .fetch_all(conn)
    .await
}
