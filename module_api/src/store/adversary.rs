//! What the adversary is handed of the database: which archives a circle of recipients has, and public layers; and what became of
//! his attacks.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A lot of the circle of recipients (person, organisme, maître d'ouvrage) of a demande.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct CircleLot {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub state: String,
    pub archive_name: Option<String>,
    pub archive_sha256: Option<Vec<u8>>,
    pub conditions: Option<serde_json::Value>,
    pub cd_noms: Option<Vec<i32>>,
    pub date_from: Option<NaiveDate>,
    pub date_to: Option<NaiveDate>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// The lots of the circle of a demande that were sent or may be, oldest sending first.
///
/// # Errors
/// When the database fails.
pub async fn circle(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<CircleLot>> {
    sqlx::query_as!(
        CircleLot,
        r#"SELECT l.id_lot, l.id_demande, l.kind, l.code_groupe, l.state, l.archive_name, l.archive_sha256,
                  c.conditions AS "conditions?", d.cd_noms, d.date_from, d.date_to, v.sent_at AS "sent_at?"
           FROM gn_demandes.demande me
           JOIN gn_demandes.demande d ON d.id_demandeur = me.id_demandeur OR d.id_organisme = me.id_organisme
                                      OR d.id_maitre_ouvrage = me.id_maitre_ouvrage
           JOIN gn_demandes.lot l ON l.id_demande = d.id_demande
           LEFT JOIN gn_demandes.livraison v USING (id_lot)
           LEFT JOIN gn_demandes.decision c USING (id_lot)
           WHERE me.id_demande = $1
             AND (l.state IN ('envoye', 'telecharge') OR l.state IN ('extrait', 'verifie') AND d.state = 'complete')
           ORDER BY v.sent_at NULLS LAST, l.created_at, l.id_lot"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// The perimeter of a demande: WKB, local SRID.
///
/// # Errors
/// When the database fails.
pub async fn perimetre(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        r#"SELECT ST_AsBinary(geom) AS "wkb!" FROM gn_demandes.perimetre WHERE id_demande = $1"#,
        id_demande
    )
    .fetch_optional(conn)
    .await
}

/// An area that stands for rows.
#[derive(Debug, Clone)]
pub struct ZoneRow {
    /// WKB of the whole; none when there is no such area.
    pub whole: Option<Vec<u8>>,
    /// WKB of its part in the territory (the départements); none when it is the whole.
    pub inside: Option<Vec<u8>>,
}

/// The areas of these types and codes, in their order.
///
/// # Errors
/// When the database fails.
pub async fn zones(
    conn: &mut PgConnection,
    wanted: &serde_json::Value,
) -> sqlx::Result<Vec<ZoneRow>> {
    sqlx::query_as!(
        ZoneRow,
        r#"WITH wanted AS MATERIALIZED (
               SELECT w.n, i.ids, gn_diffusion.union_of_areas(i.ids) AS geom
               FROM jsonb_to_recordset($1) AS w (n integer, kind text, codes text[])
               CROSS JOIN LATERAL (
                   SELECT array_agg(a.id_area ORDER BY a.id_area) AS ids
                   FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
                   WHERE t.type_code = w.kind AND a.area_code = ANY (w.codes)
                   HAVING count(*) = cardinality(w.codes)) i),
           territory AS MATERIALIZED (
               SELECT ST_Union(a.geom) AS geom FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
               WHERE t.type_code = 'DEP' AND a.enable AND a.geom && (SELECT ST_SetSRID(ST_Extent(geom)::geometry, ST_SRID(a.geom)) FROM wanted))
           SELECT ST_AsBinary(w.geom) AS whole,
                  CASE WHEN t.geom IS NOT NULL AND NOT ST_Covers(t.geom, w.geom)
                       THEN ST_AsBinary(ST_CollectionExtract(ST_Intersection(t.geom, w.geom), 3)) END AS inside
           FROM generate_series(0, jsonb_array_length($1) - 1) g (n) LEFT JOIN wanted w USING (n) CROSS JOIN territory t
           ORDER BY g.n"#,
        wanted
    )
    .fetch_all(conn)
    .await
}

/// The borders of communes and départements around the perimeter of a demande, as far as a map of it is drawn: WKB.
///
/// # Errors
/// When the database fails.
pub async fn borders(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!(
        r#"WITH around AS (
               SELECT ST_Expand(ST_Envelope(geom), greatest(ST_XMax(geom) - ST_XMin(geom), ST_YMax(geom) - ST_YMin(geom), 2000)) AS box
               FROM gn_demandes.perimetre WHERE id_demande = $1)
           SELECT ST_AsBinary(a.geom) AS "geom!" FROM around JOIN ref_geo.l_areas a ON a.geom && around.box AND a.enable
           JOIN ref_geo.bib_areas_types t USING (id_type) WHERE t.type_code IN ('COM', 'DEP')"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// The name of a place that texts may say.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct NameRow {
    pub id_area: i32,
    pub area_code: String,
    pub area_name: String,
}

/// Every commune and département.
///
/// # Errors
/// When the database fails.
pub async fn names(conn: &mut PgConnection) -> sqlx::Result<Vec<NameRow>> {
    sqlx::query_as!(
        NameRow,
        r#"SELECT a.id_area, a.area_code AS "area_code!", coalesce(a.area_name, '') AS "area_name!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE a.enable AND t.type_code IN ('COM', 'DEP') AND a.area_code IS NOT NULL"#
    )
    .fetch_all(conn)
    .await
}

/// A place with its shape.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct PlaceRow {
    pub kind: String,
    pub area_code: String,
    pub area_name: String,
    pub geom: Vec<u8>,
}

/// These areas, and any that has one of these codes.
///
/// # Errors
/// When the database fails.
pub async fn places(
    conn: &mut PgConnection,
    ids: &[i32],
    codes: &[String],
) -> sqlx::Result<Vec<PlaceRow>> {
    sqlx::query_as!(
        PlaceRow,
        r#"SELECT t.type_code AS "kind!", a.area_code AS "area_code!", coalesce(a.area_name, '') AS "area_name!",
                  ST_AsBinary(a.geom) AS "geom!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE a.enable AND (a.id_area = ANY ($1) OR a.area_code = ANY ($2)) AND a.area_code IS NOT NULL"#,
        ids,
        codes
    )
    .fetch_all(conn)
    .await
}

/// Codes of levels with the precision of their dates.
///
/// # Errors
/// When the database fails.
pub async fn groupes(
    conn: &mut PgConnection,
    cd_refs: &[i32],
) -> sqlx::Result<Vec<(i32, Option<String>, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT c.cd_ref AS "cd_ref!", o.groupe AS "groupe?", coalesce(g.avis_systematique, true) AS "avis!"
           FROM unnest($1::int[]) c (cd_ref)
           LEFT JOIN gn_diffusion.groupes_of($1) o USING (cd_ref)
           LEFT JOIN gn_diffusion.groupe g ON g.code = o.groupe"#,
        cd_refs
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.cd_ref, row.groupe, row.avis))
        .collect())
}

/// The taxon above each of these and of all above them.
///
/// # Errors
/// When the database fails.
pub async fn parents(conn: &mut PgConnection, cd_refs: &[i32]) -> sqlx::Result<Vec<(i32, i32)>> {
    let rows = sqlx::query!(
        r#"SELECT e.child AS "child!", e.parent AS "parent!"
           FROM gn_diffusion.taxon_graph($1) g CROSS JOIN LATERAL unnest(g.children, g.parents) e (child, parent)
           WHERE e.child IS NOT NULL AND e.parent IS NOT NULL"#,
        cd_refs
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.child, row.parent))
        .collect())
}

/// A row of the public blurred table.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct BlurredRow {
    pub cd_ref: i32,
    pub periode: String,
    pub level: String,
    pub area_id: Uuid,
}

/// Distinct rows of the public blurred table, sensitive, of these taxa, about a perimeter.
///
/// # Errors
/// When the database fails.
pub async fn blurred(
    conn: &mut PgConnection,
    cd_refs: &[i32],
    id_demande: Uuid,
) -> sqlx::Result<Vec<BlurredRow>> {
    sqlx::query_as!(
        BlurredRow,
        r#"SELECT DISTINCT o.cd_ref, o.periode, o.level, o.area_id
           FROM gn_diffusion.blurred_observation o
           JOIN gn_diffusion.blurred_area a USING (area_id)
           -- The widest area of a row that meets the perimeter begins less far than this from it.
           JOIN gn_demandes.perimetre p ON p.id_demande = $2 AND a.geom && ST_Expand(p.geom, 300000)
           WHERE o.cd_ref = ANY ($1) AND o.level <> '0'"#,
        cd_refs,
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// Areas of the public blurred table: WKB.
///
/// # Errors
/// When the database fails.
pub async fn blurred_areas(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> sqlx::Result<Vec<(Uuid, Vec<u8>)>> {
    let rows = sqlx::query!(
        r#"SELECT area_id, ST_AsBinary(geom) AS "geom!" FROM gn_diffusion.blurred_area WHERE area_id = ANY ($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.area_id, row.geom))
        .collect())
}

/// A published cell.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct CellRow {
    pub code_groupe: String,
    pub statut: String,
    pub id_area: i32,
    pub published: i32,
    pub geom: Vec<u8>,
}

/// The published cells of a snapshot that meet one of these perimeters.
///
/// # Errors
/// When the database fails.
pub async fn cells(
    conn: &mut PgConnection,
    id_snapshot: i32,
    demandes: &[Uuid],
) -> sqlx::Result<Vec<CellRow>> {
    sqlx::query_as!(
        CellRow,
        r#"SELECT c.code_groupe, c.statut, c.id_area, c.published, ST_AsBinary(a.geom) AS "geom!"
           FROM gn_demandes.summary_cell c JOIN ref_geo.l_areas a USING (id_area)
           WHERE c.id_snapshot = $1
             AND EXISTS (SELECT FROM gn_demandes.perimetre p WHERE p.id_demande = ANY ($2) AND ST_Intersects(a.geom, p.geom))"#,
        id_snapshot,
        demandes
    )
    .fetch_all(conn)
    .await
}

/// What became of the attacks of an archive.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct AttackRow {
    pub id_attack: Uuid,
    pub id_lot: Uuid,
    pub sha256: Vec<u8>,
    pub considered: serde_json::Value,
    pub findings: i32,
    pub report: serde_json::Value,
    pub attacked_at: DateTime<Utc>,
}

/// Keeps it.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, row: &AttackRow) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_attack (id_attack, id_lot, sha256, considered, findings, report, attacked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        row.id_attack,
        row.id_lot,
        row.sha256,
        row.considered,
        row.findings,
        row.report,
        row.attacked_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The last attack of a lot.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Option<AttackRow>> {
    sqlx::query_as!(
        AttackRow,
        "SELECT id_attack, id_lot, sha256, considered, findings, report, attacked_at
         FROM gn_demandes.lot_attack WHERE id_lot = $1 ORDER BY attacked_at DESC, id_attack DESC LIMIT 1",
        id_lot
    )
    .fetch_optional(conn)
    .await
}

/// A lot that waits because its last attack succeeded.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct BlockedRow {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub numero: String,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub responsable: Option<String>,
    pub report: serde_json::Value,
    pub attacked_at: DateTime<Utc>,
}

/// The lots whose archive, as it is, was attacked with success; oldest first.
///
/// # Errors
/// When the database fails.
pub async fn blocked(conn: &mut PgConnection) -> sqlx::Result<Vec<BlockedRow>> {
    sqlx::query_as!(
        BlockedRow,
        r#"SELECT l.id_lot, l.id_demande, d.numero, l.kind, l.code_groupe,
                  nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS responsable, a.report, a.attacked_at
           FROM gn_demandes.lot l
           JOIN gn_demandes.demande d USING (id_demande)
           CROSS JOIN LATERAL (SELECT t.sha256, t.findings, t.report, t.attacked_at FROM gn_demandes.lot_attack t
                               WHERE t.id_lot = l.id_lot ORDER BY t.attacked_at DESC, t.id_attack DESC LIMIT 1) a
           LEFT JOIN utilisateurs.t_roles r ON r.id_role = l.id_responsable
           WHERE l.state = 'extrait' AND a.findings > 0 AND a.sha256 = l.archive_sha256
           ORDER BY a.attacked_at, l.id_lot"#
    )
    .fetch_all(conn)
    .await
}

/// Waits until nobody else sends, and keeps others waiting until the end of the transaction: what a circle has received must not
/// change between the look at it and the sending.
///
/// # Errors
/// When the database fails.
pub async fn lock_sendings(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtext('gn_demandes.livraison')::bigint)")
        .execute(conn)
        .await?;
    Ok(())
}
