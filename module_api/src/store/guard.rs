//! What the guard measures (areas and perimeters, by PostGIS), and its flags.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A group of a lot to look at, with the areas that stand for its blurred rows.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Look {
    /// Any number.
    pub n: i32,
    /// The areas.
    pub ids: Vec<i32>,
    /// Demandes whose perimeters were received precisely for that group.
    pub demandes: Vec<Uuid>,
}

/// What these perimeters leave of each area within the territory (the départements), 0 to 1. A cell astride the border of the territory
/// has nothing of it beyond.
///
/// # Errors
/// When the database fails.
pub async fn residuals(
    conn: &mut PgConnection,
    looks: &serde_json::Value,
) -> sqlx::Result<Vec<(i32, f64)>> {
    let rows = sqlx::query!(
        r#"WITH whole AS MATERIALIZED (
               SELECT l.n, l.demandes, gn_diffusion.union_of_areas(l.ids) AS geom
               FROM jsonb_to_recordset($1) AS l (n integer, ids integer[], demandes uuid[])),
           territory AS MATERIALIZED (
               SELECT ST_Union(a.geom) AS geom FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
               WHERE t.type_code = 'DEP' AND a.enable AND a.geom && (SELECT ST_SetSRID(ST_Extent(geom)::geometry, ST_SRID(a.geom)) FROM whole)),
           look AS MATERIALIZED (
               SELECT w.n, w.demandes,
                      CASE WHEN t.geom IS NULL OR ST_Covers(t.geom, w.geom) THEN w.geom
                           ELSE ST_CollectionExtract(ST_Intersection(t.geom, w.geom), 3) END AS geom
               FROM whole w CROSS JOIN territory t),
           received AS MATERIALIZED (
               SELECT s.demandes, (SELECT ST_Union(p.geom) FROM gn_demandes.perimetre p WHERE p.id_demande = ANY (s.demandes)) AS geom
               FROM (SELECT DISTINCT demandes FROM look) s)
           SELECT look.n AS "n!",
                  CASE WHEN r.geom IS NULL OR NOT ST_Intersects(r.geom, look.geom) THEN 1
                       WHEN ST_Covers(r.geom, look.geom) THEN 0
                       ELSE 1 - ST_Area(ST_Intersection(r.geom, look.geom)) / nullif(ST_Area(look.geom), 0) END AS left
           FROM look LEFT JOIN received r ON r.demandes = look.demandes"#,
        looks
    )
    .fetch_all(conn)
    .await?;
    // What cannot be measured is too little of it.
    Ok(rows
        .into_iter()
        .map(|row| (row.n, row.left.unwrap_or(f64::NAN)))
        .collect())
}

/// Of records in two sets of areas each (their own level's, another), those of which the two sets cross, or of which less than a share
/// of the smaller one lies in the perimeter of a demande. A set that is in the other is well nested: nothing is learnt from both.
///
/// # Errors
/// When the database fails.
pub async fn crossing(
    conn: &mut PgConnection,
    records: impl Iterator<Item = (i32, Vec<i32>, Vec<i32>)>,
    (id_demande, min_share): (Uuid, f64),
) -> sqlx::Result<HashSet<i32>> {
    let mut of_pair: BTreeMap<(Vec<i32>, Vec<i32>), Vec<i32>> = BTreeMap::new();
    for (id, own, other) in records {
        of_pair.entry((own, other)).or_default().push(id);
    }
    let pairs: Vec<serde_json::Value> = (0..)
        .zip(of_pair.keys())
        .map(
            |(n, (own, other)): (i32, _)| serde_json::json!({ "n": n, "own": own, "other": other }),
        )
        .collect();
    let crossing: HashSet<i32> = sqlx::query_scalar!(
        r#"WITH pair AS MATERIALIZED (
               SELECT n, gn_diffusion.union_of_areas(own) AS own, gn_diffusion.union_of_areas(other) AS other
               FROM jsonb_to_recordset($1) AS p (n integer, own integer[], other integer[]))
           SELECT n AS "n!" FROM pair
           CROSS JOIN LATERAL (SELECT CASE WHEN ST_Area(own) < ST_Area(other) THEN own ELSE other END AS geom) smaller
           LEFT JOIN gn_demandes.perimetre p ON p.id_demande = $2
           WHERE NOT coalesce((ST_Covers(own, other) OR ST_Covers(other, own))
                              AND ST_Area(ST_Intersection(smaller.geom, p.geom)) >= $3 * ST_Area(smaller.geom), false)"#,
        serde_json::Value::from(pairs),
        id_demande,
        min_share
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .collect();
    Ok((0..)
        .zip(of_pair.into_values())
        .filter(|(n, _)| crossing.contains(n))
        .flat_map(|(_, ids)| ids)
        .collect())
}

/// The areas that may stand for blurred rows about the perimeter of a demande, with what is left of them outside the union of the
/// perimeters of `received`: those of which some part is in that union and some is not.
///
/// # Errors
/// When the database fails.
pub async fn areas_cut(
    conn: &mut PgConnection,
    id_demande: Uuid,
    received: &[Uuid],
) -> sqlx::Result<Vec<(f64, Option<f64>)>> {
    let rows = sqlx::query!(
        r#"WITH received AS MATERIALIZED (SELECT ST_Union(geom) AS geom FROM gn_demandes.perimetre WHERE id_demande = ANY ($2)),
           own AS MATERIALIZED (SELECT geom FROM gn_demandes.perimetre WHERE id_demande = $1)
           SELECT coalesce(1 - ST_Area(ST_Intersection(r.geom, a.geom)) / nullif(ST_Area(a.geom), 0), 'NaN') AS "left!",
                  1 - ST_Area(ST_Intersection(own.geom, a.geom)) / nullif(ST_Area(a.geom), 0) AS own_left
           FROM own, received r, ref_geo.l_areas a JOIN ref_geo.bib_areas_types t USING (id_type)
           WHERE a.enable AND t.type_code IN (SELECT l.area_type FROM gn_diffusion.level l WHERE l.sensitive AND l.area_type IS NOT NULL)
             AND a.geom && own.geom AND ST_Intersects(own.geom, a.geom)
             AND a.geom && r.geom AND ST_Intersects(r.geom, a.geom) AND NOT ST_Covers(r.geom, a.geom)"#,
        id_demande,
        received
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.left, row.own_left))
        .collect())
}

/// For each level that stood for another type of area in an earlier lot: the least share that two areas of the two types, met by both
/// perimeters, have in common.
///
/// # Errors
/// When the database fails.
pub async fn crossings(
    conn: &mut PgConnection,
    id_lot: Uuid,
    earlier: &[Uuid],
) -> sqlx::Result<Vec<f64>> {
    sqlx::query_scalar!(
        r#"WITH changed AS MATERIALIZED (
               SELECT DISTINCT now.value AS type_now, was.value AS type_was, l.id_demande AS demande_now, e.id_demande AS demande_was
               FROM gn_demandes.lot_niveaux n
               CROSS JOIN LATERAL jsonb_each_text(n.types) now
               JOIN gn_demandes.lot l ON l.id_lot = n.id_lot
               JOIN gn_demandes.lot_niveaux o ON o.id_lot = ANY ($2)
               CROSS JOIN LATERAL jsonb_each_text(o.types) was
               JOIN gn_demandes.lot e ON e.id_lot = o.id_lot
               WHERE n.id_lot = $1 AND was.key = now.key AND was.value <> now.value)
           SELECT ST_Area(ST_Intersection(a.geom, b.geom)) / least(ST_Area(a.geom), ST_Area(b.geom)) AS "share!"
           FROM changed c
           JOIN gn_demandes.perimetre p ON p.id_demande = c.demande_now
           JOIN gn_demandes.perimetre q ON q.id_demande = c.demande_was
           JOIN ref_geo.bib_areas_types ta ON ta.type_code = c.type_now
           JOIN ref_geo.bib_areas_types tb ON tb.type_code = c.type_was
           JOIN ref_geo.l_areas a ON a.id_type = ta.id_type AND a.enable AND ST_Intersects(a.geom, p.geom)
           JOIN ref_geo.l_areas b ON b.id_type = tb.id_type AND b.enable AND ST_Intersects(b.geom, q.geom)
                                 AND a.geom && b.geom AND ST_Overlaps(a.geom, b.geom)
           WHERE ST_Area(a.geom) > 0 AND ST_Area(b.geom) > 0"#,
        id_lot,
        earlier
    )
    .fetch_all(conn)
    .await
}

/// Keeps the type of area of each level as it is now.
///
/// # Errors
/// When the database fails.
pub async fn keep_levels(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_niveaux (id_lot, types)
         SELECT $1, coalesce(jsonb_object_agg(cd_nomenclature, area_type), '{}')
         FROM gn_diffusion.level WHERE sensitive AND area_type IS NOT NULL
         ON CONFLICT (id_lot) DO UPDATE SET types = EXCLUDED.types",
        id_lot
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A flag of the guard.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct FlagRow {
    pub id_flag: Uuid,
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub numero: String,
    pub kind: String,
    pub lot_kind: String,
    pub code_groupe: String,
    pub areas: i32,
    pub least_share: f64,
    pub flagged_at: DateTime<Utc>,
    pub lifted_at: Option<DateTime<Utc>>,
    pub motif: Option<String>,
}

/// A flag to keep.
#[derive(Debug, Clone)]
pub struct NewFlag<'a> {
    /// `residual` or `crossing`.
    pub kind: &'a str,
    /// Kind of the precise lots whose perimeters open it; F1 for crossing areas.
    pub lot_kind: &'a str,
    /// Group of these lots, '' for F2 and for taxa in no group.
    pub code_groupe: &'a str,
    /// Number of areas.
    pub areas: i32,
    /// Least share left.
    pub least_share: f64,
}

/// Puts these flags in place of those of a lot. One that was lifted stays lifted as long as it says no more than then.
///
/// # Errors
/// When the database fails.
pub async fn set_flags(
    conn: &mut PgConnection,
    id_lot: Uuid,
    flags: &[NewFlag<'_>],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let keys: Vec<String> = flags
        .iter()
        .map(|flag| format!("{}/{}/{}", flag.kind, flag.lot_kind, flag.code_groupe))
        .collect();
    sqlx::query!(
        "DELETE FROM gn_demandes.guard_flag
         WHERE id_lot = $1 AND NOT concat_ws('/', kind, lot_kind, code_groupe) = ANY ($2)",
        id_lot,
        &keys
    )
    .execute(&mut *conn)
    .await?;
    for flag in flags {
        sqlx::query!(
            "INSERT INTO gn_demandes.guard_flag AS f (id_flag, id_lot, kind, lot_kind, code_groupe, areas, least_share, flagged_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id_lot, kind, lot_kind, code_groupe) DO UPDATE
             SET areas = EXCLUDED.areas, least_share = EXCLUDED.least_share, flagged_at = EXCLUDED.flagged_at,
                 lifted_at = NULL, lifted_by = NULL, motif = NULL
             WHERE EXCLUDED.areas > f.areas OR EXCLUDED.least_share < f.least_share",
            Uuid::now_v7(),
            id_lot,
            flag.kind,
            flag.lot_kind,
            flag.code_groupe,
            flag.areas,
            flag.least_share,
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The flags of a lot; of all lots not yet sent nor given up without one, those that are not lifted.
///
/// # Errors
/// When the database fails.
pub async fn flags(conn: &mut PgConnection, id_lot: Option<Uuid>) -> sqlx::Result<Vec<FlagRow>> {
    sqlx::query_as!(
        FlagRow,
        r#"SELECT f.id_flag, f.id_lot, d.id_demande, d.numero, f.kind, f.lot_kind, f.code_groupe, f.areas, f.least_share,
                  f.flagged_at, f.lifted_at, f.motif
           FROM gn_demandes.guard_flag f JOIN gn_demandes.lot l USING (id_lot) JOIN gn_demandes.demande d USING (id_demande)
           WHERE f.id_lot = $1
              OR $1 IS NULL AND f.lifted_at IS NULL AND l.state NOT IN ('annule', 'refuse')
           ORDER BY f.flagged_at DESC, f.id_flag LIMIT 1000"#,
        id_lot
    )
    .fetch_all(conn)
    .await
}

/// Lifts the open flags of a lot; gives how many.
///
/// # Errors
/// When the database fails.
pub async fn lift(
    conn: &mut PgConnection,
    id_lot: Uuid,
    id_role: i32,
    motif: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let lifted = sqlx::query!(
        "UPDATE gn_demandes.guard_flag SET lifted_at = $3, lifted_by = $2, motif = $4 WHERE id_lot = $1 AND lifted_at IS NULL",
        id_lot,
        id_role,
        now,
        motif
    )
    .execute(conn)
    .await?;
    Ok(lifted.rows_affected())
}

/// A lot of the circle of a demande, whatever its state.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct CircleRow {
    pub id_lot: Uuid,
    pub id_demande: Uuid,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub state: String,
    pub wants_precise: bool,
}

/// The lots of the circle of recipients of a demande.
///
/// # Errors
/// When the database fails.
pub async fn circle(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<CircleRow>> {
    sqlx::query_as!(
        CircleRow,
        r#"SELECT l.id_lot, l.id_demande, l.kind, l.code_groupe, l.state,
                  d.wants_precise_sensitive AS wants_precise
           FROM gn_demandes.demande me
           JOIN gn_demandes.demande d ON d.id_demandeur = me.id_demandeur OR d.id_organisme = me.id_organisme
                                      OR d.id_maitre_ouvrage = me.id_maitre_ouvrage
           JOIN gn_demandes.lot l ON l.id_demande = d.id_demande
           WHERE me.id_demande = $1 ORDER BY l.created_at, l.id_lot"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}
