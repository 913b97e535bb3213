//! What the extension says of a demande: counts by lot, and the rows of a lot. No rule is added here.

use std::collections::HashMap;

use chrono::NaiveDate;
use futures_util::stream::BoxStream;
use sqlx::PgConnection;
use uuid::Uuid;

/// What is wanted, as the extension's functions take it. The perimeter is the demande's own.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The demande whose perimeter is used.
    pub id_demande: Uuid,
    /// Taxa, descendants included by the extension; none means all.
    pub taxa: Option<Vec<i32>>,
    /// First day wanted.
    pub date_from: Option<NaiveDate>,
    /// Last day wanted.
    pub date_to: Option<NaiveDate>,
    /// Whether precise sensitive data are asked (switches the residual rule on).
    pub precise_wanted: bool,
    /// Setting `residual_min_share`.
    pub residual_min_share: f64,
    /// Setting `private_data` = withheld.
    pub private_withheld: bool,
    /// Day at which the sensitivity is computed.
    pub at: NaiveDate,
}

/// How many records share one fate.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// F1, F2, F3, withheld, `left_out`.
    pub lot: String,
    /// Code of the group, if any.
    pub groupe: Option<String>,
    /// Whether the group always asks for an avis.
    pub avis_systematique: bool,
    /// `geometry` or `area`.
    pub selected_by: String,
    /// Whether the row is precise.
    pub precise: bool,
    /// Stable code of the reason.
    pub reason: String,
    /// Year of observation.
    pub year: i32,
    /// Status of the taxon, `aucun` when none stands for it.
    pub statut: String,
    /// Records.
    pub records: i64,
}

/// Counts of the classification of what is wanted.
///
/// # Errors
/// When the database fails.
pub async fn tally(conn: &mut PgConnection, w: &Wanted) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT c.lot AS "lot!", c.groupe, coalesce(g.avis_systematique, false) AS "avis_systematique!",
                  c.selected_by AS "selected_by!", c.precise AS "precise!", c.reason AS "reason!",
                  extract(year FROM s.date_min)::int AS "year!", coalesce(ts.statut, 'aucun') AS "statut!", count(*) AS "records!"
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.classify(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           JOIN gn_synthese.synthese s USING (id_synthese)
           LEFT JOIN gn_diffusion.groupe g ON g.code = c.groupe
           LEFT JOIN gn_demandes.taxon_statut ts ON ts.cd_nom = s.cd_nom
           WHERE p.id_demande = $1
           GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 4, 6, 7, 8"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch_all(conn)
    .await
}

/// The two selections counted another way than the classification, and what has no geometry.
#[derive(Debug, Clone, Copy)]
pub struct SelectionCounts {
    /// Wanted and meeting the perimeter.
    pub by_geometry: i64,
    /// Sensitive, wanted, not withheld, with an area that meets the perimeter.
    pub by_area: i64,
    /// Wanted, without a usable geometry.
    pub without_geometry: i64,
}

/// Counts the two selections.
///
/// # Errors
/// When the database fails.
pub async fn selection_counts(
    conn: &mut PgConnection,
    w: &Wanted,
) -> sqlx::Result<SelectionCounts> {
    sqlx::query_as!(
        SelectionCounts,
        r#"SELECT c.by_geometry AS "by_geometry!", c.by_area AS "by_area!", c.without_geometry AS "without_geometry!"
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.selection_counts(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           WHERE p.id_demande = $1"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch_one(conn)
    .await
}

/// One row of the classification.
#[derive(Debug, Clone)]
pub struct Classified {
    /// The record.
    pub id_synthese: i32,
    /// F1, F2, F3, withheld, `left_out`.
    pub lot: String,
    /// Code of its group, if any.
    pub groupe: Option<String>,
    /// Whether the row is precise.
    pub precise: bool,
    /// `geometry` or `area`.
    pub selected_by: String,
    /// Governing level.
    pub level: Option<String>,
    /// Stable code of the reason.
    pub reason: String,
    /// Type of the blurred area.
    pub area_type: Option<String>,
    /// The areas it is made of, in increasing order.
    pub area_ids: Option<Vec<i32>>,
}

/// The classification of what is wanted, row by row as the server gives it.
pub fn rows<'c>(
    conn: &'c mut PgConnection,
    w: &'c Wanted,
) -> BoxStream<'c, sqlx::Result<Classified>> {
    sqlx::query_as!(
        Classified,
        r#"SELECT c.id_synthese AS "id_synthese!", c.lot AS "lot!", c.groupe, c.precise AS "precise!",
                  c.selected_by AS "selected_by!", c.level, c.reason AS "reason!", c.area_type, c.area_ids
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.classify(p.geom, $2, $3, $4, $5, $6, $7, $8) c
           WHERE p.id_demande = $1"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch(conn)
}

/// The SINP UUID of a record, if it has one.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The record.
    pub id_synthese: i32,
    /// Permanent SINP identifier.
    pub unique_id_sinp: Option<Uuid>,
}

/// The UUIDs of these records.
///
/// # Errors
/// When the database fails.
pub async fn uuids(conn: &mut PgConnection, ids: &[i32]) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        "SELECT id_synthese, unique_id_sinp FROM gn_synthese.synthese WHERE id_synthese = ANY ($1)",
        ids
    )
    .fetch_all(conn)
    .await
}

/// The records of these SINP UUIDs; without those of private data, when they are withheld.
///
/// # Errors
/// When the database fails.
pub async fn not_private(
    conn: &mut PgConnection,
    uuids: &[Uuid],
    private_withheld: bool,
) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        "SELECT s.id_synthese FROM gn_synthese.synthese s
         WHERE s.unique_id_sinp = ANY ($1)
           AND NOT ($2 AND EXISTS (SELECT FROM gn_meta.t_datasets d WHERE d.id_dataset = s.id_dataset
                    AND d.id_nomenclature_data_origin = ref_nomenclatures.get_id_nomenclature('DS_PUBLIQUE', 'Pr')))",
        uuids,
        private_withheld
    )
    .fetch_all(conn)
    .await
}

/// The union of a set of areas.
#[derive(Debug, Clone)]
pub struct UnionArea {
    /// Rank of the set in what was asked, from 0.
    pub number: i64,
    /// Codes of its areas, in the order of their ids.
    pub codes: Vec<String>,
    /// WKB, local SRID.
    pub wkb: Vec<u8>,
    /// The share of it that lies in the perimeter of the demande.
    pub inside: f64,
}

/// The unions of sets of areas (each written `{1,2}`), as they stand in the classification; a set of which nothing is left is absent.
pub fn unions<'c>(
    conn: &'c mut PgConnection,
    id_demande: Uuid,
    sets: &'c [String],
    with_share: bool,
) -> BoxStream<'c, sqlx::Result<UnionArea>> {
    sqlx::query_as!(
        UnionArea,
        r#"SELECT s.number - 1 AS "number!", x.codes AS "codes!", ST_AsBinary(u.geom) AS "wkb!",
                  CASE WHEN $3 THEN coalesce(ST_Area(ST_Intersection(u.geom, p.geom)) / nullif(ST_Area(u.geom), 0), 0) ELSE 0 END AS "inside!"
           FROM unnest($2::text[]) WITH ORDINALITY AS s (ids, number)
           JOIN gn_demandes.perimetre p ON p.id_demande = $1
           CROSS JOIN LATERAL (SELECT gn_diffusion.union_of_areas(s.ids::int[]) OFFSET 0) AS u (geom)
           CROSS JOIN LATERAL (SELECT array_agg(a.area_code::text ORDER BY a.id_area) AS codes
                               FROM ref_geo.l_areas a WHERE a.id_area = ANY (s.ids::int[])) x
           WHERE u.geom IS NOT NULL AND x.codes IS NOT NULL"#,
        id_demande,
        sets,
        with_share
    )
    .fetch(conn)
}

/// The areas of one type that stand for a record.
#[derive(Debug, Clone)]
pub struct AreasOf {
    /// The record.
    pub id_synthese: i32,
    /// The areas, in increasing order.
    pub area_ids: Vec<i32>,
}

/// The areas of this type that stand for these records; one that has none is absent.
///
/// # Errors
/// When the database fails.
pub async fn areas_of(
    conn: &mut PgConnection,
    ids: &[i32],
    area_type: &str,
) -> sqlx::Result<Vec<AreasOf>> {
    sqlx::query_as!(
        AreasOf,
        r#"SELECT s.id_synthese, x.ids AS "area_ids!"
           FROM gn_synthese.synthese s
           CROSS JOIN LATERAL (SELECT gn_diffusion.area_ids(s.the_geom_local, $2) OFFSET 0) AS x (ids)
           WHERE s.id_synthese = ANY ($1) AND x.ids IS NOT NULL"#,
        ids,
        area_type
    )
    .fetch_all(conn)
    .await
}

/// The type of the areas of a sensitive level that may be delivered; none for any other level.
///
/// # Errors
/// When the database fails.
pub async fn area_type_of(conn: &mut PgConnection, level: &str) -> sqlx::Result<Option<String>> {
    let found = sqlx::query_scalar!(
        "SELECT area_type FROM gn_diffusion.level WHERE cd_nomenclature = $1 AND sensitive",
        level
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

/// What a blurred row may tell of its record, and its acquisition framework for the bordereau.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct Blurrable {
    pub id_synthese: i32,
    pub cd_ref: i32,
    pub nom_valide: String,
    pub date_min: NaiveDate,
    pub date_max: NaiveDate,
    pub ca_nom: Option<String>,
    pub id_dataset: Option<i32>,
}

/// What blurred rows may tell of these records.
///
/// # Errors
/// When the database fails.
pub async fn blurrable(conn: &mut PgConnection, ids: &[i32]) -> sqlx::Result<Vec<Blurrable>> {
    sqlx::query_as!(
        Blurrable,
        r#"SELECT s.id_synthese, t.cd_ref AS "cd_ref!", coalesce(v.nom_valide, v.lb_nom, '') AS "nom_valide!",
                  s.date_min::date AS "date_min!", s.date_max::date AS "date_max!",
                  f.acquisition_framework_name AS "ca_nom?", s.id_dataset
           FROM gn_synthese.synthese s
           JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
           LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
           LEFT JOIN gn_meta.t_datasets d USING (id_dataset)
           LEFT JOIN gn_meta.t_acquisition_frameworks f USING (id_acquisition_framework)
           WHERE s.id_synthese = ANY ($1)"#,
        ids
    )
    .fetch_all(conn)
    .await
}

/// What a precise row tells of its record, as stored: names are ids here.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "each is the column of synthese that has its name"
)]
pub struct PreciseRecord {
    pub id_synthese: i32,
    pub unique_id_sinp: Option<Uuid>,
    pub cd_nom: Option<i32>,
    pub nom_cite: Option<String>,
    pub id_dataset: Option<i32>,
    pub date_min: NaiveDate,
    pub date_max: NaiveDate,
    pub count_min: Option<i32>,
    pub count_max: Option<i32>,
    pub altitude_min: Option<i32>,
    pub altitude_max: Option<i32>,
    pub observers: Option<String>,
    pub determiner: Option<String>,
    pub place_name: Option<String>,
    pub precision: Option<i32>,
    pub reference_biblio: Option<String>,
    pub comment_context: Option<String>,
    pub comment_description: Option<String>,
    pub id_nomenclature_obj_count: Option<i32>,
    pub id_nomenclature_type_count: Option<i32>,
    pub id_nomenclature_geo_object_nature: Option<i32>,
    pub id_nomenclature_info_geo_type: Option<i32>,
    pub id_nomenclature_observation_status: Option<i32>,
    pub id_nomenclature_obs_technique: Option<i32>,
    pub id_nomenclature_life_stage: Option<i32>,
    pub id_nomenclature_sex: Option<i32>,
    pub id_nomenclature_behaviour: Option<i32>,
    pub id_nomenclature_bio_status: Option<i32>,
    pub id_nomenclature_bio_condition: Option<i32>,
    pub id_nomenclature_naturalness: Option<i32>,
    pub id_nomenclature_exist_proof: Option<i32>,
    pub id_nomenclature_valid_status: Option<i32>,
    pub id_nomenclature_source_status: Option<i32>,
    pub id_nomenclature_sensitivity: Option<i32>,
    pub id_nomenclature_diffusion_level: Option<i32>,
    /// Every area the record is in, of any type.
    pub areas: Vec<i32>,
    /// WKB, local SRID.
    pub geom: Vec<u8>,
}

/// What precise rows tell of these records.
///
/// # Errors
/// When the database fails.
pub async fn precise(conn: &mut PgConnection, ids: &[i32]) -> sqlx::Result<Vec<PreciseRecord>> {
    sqlx::query_file_as!(PreciseRecord, "src/store/precise_record.sql", ids)
        .fetch_all(conn)
        .await
}

/// A taxon, as the files name it.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "each is the column of TAXREF that has its name"
)]
pub struct Taxon {
    pub cd_nom: i32,
    pub cd_ref: Option<i32>,
    pub nom_valide: Option<String>,
    pub nom_vern: Option<String>,
    pub regne: Option<String>,
    pub group1_inpn: Option<String>,
    pub group2_inpn: Option<String>,
    pub group3_inpn: Option<String>,
    pub classe: Option<String>,
    pub ordre: Option<String>,
    pub famille: Option<String>,
}

/// These taxa: their own place in the classification, the names of their taxon of reference.
///
/// # Errors
/// When the database fails.
pub async fn taxa(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<Taxon>> {
    sqlx::query_as!(
        Taxon,
        r#"SELECT t.cd_nom, t.cd_ref, v.nom_valide AS "nom_valide?", v.nom_vern AS "nom_vern?", t.regne, t.group1_inpn, t.group2_inpn,
                  t.group3_inpn, t.classe, t.ordre, t.famille
           FROM taxonomie.taxref t LEFT JOIN taxonomie.taxref v ON v.cd_nom = t.cd_ref
           WHERE t.cd_nom = ANY ($1)"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// The French label of every nomenclature.
///
/// # Errors
/// When the database fails.
pub async fn labels(conn: &mut PgConnection) -> sqlx::Result<HashMap<i32, String>> {
    let rows = sqlx::query!(
        r#"SELECT id_nomenclature, coalesce(label_fr, label_default) AS "label?" FROM ref_nomenclatures.t_nomenclatures"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id_nomenclature, row.label?)))
        .collect())
}

/// The communes by their place in the order of their names.
///
/// # Errors
/// When the database fails.
pub async fn communes(conn: &mut PgConnection) -> sqlx::Result<HashMap<i32, (i64, String)>> {
    let rows = sqlx::query!(
        r#"SELECT a.id_area, a.area_name AS "area_name?", row_number() OVER (ORDER BY a.area_name, a.id_area) AS "place!"
           FROM ref_geo.l_areas a JOIN ref_geo.bib_areas_types b USING (id_type) WHERE b.type_code = 'COM'"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.id_area, (row.place, row.area_name?))))
        .collect())
}

/// A dataset with its acquisition framework.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each is the column that has its name")]
pub struct Dataset {
    pub id_dataset: i32,
    pub dataset_name: String,
    pub unique_dataset_id: Option<Uuid>,
    pub ca_nom: Option<String>,
    pub ca_uuid: Option<Uuid>,
}

/// Every dataset.
///
/// # Errors
/// When the database fails.
pub async fn datasets(conn: &mut PgConnection) -> sqlx::Result<Vec<Dataset>> {
    sqlx::query_as!(
        Dataset,
        r#"SELECT d.id_dataset, d.dataset_name, d.unique_dataset_id AS "unique_dataset_id?", f.acquisition_framework_name AS "ca_nom?",
                  f.unique_acquisition_framework_id AS "ca_uuid?"
           FROM gn_meta.t_datasets d LEFT JOIN gn_meta.t_acquisition_frameworks f USING (id_acquisition_framework)"#
    )
    .fetch_all(conn)
    .await
}

/// These taxa with their descendants.
///
/// # Errors
/// When the database fails.
pub async fn with_descendants(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<i32>> {
    sqlx::query_scalar!(
        r#"WITH RECURSIVE found AS (
               SELECT cd_ref FROM taxonomie.taxref WHERE cd_nom = ANY ($1)
               UNION SELECT t.cd_ref FROM taxonomie.taxref t JOIN found f ON t.cd_taxsup = f.cd_ref)
           SELECT cd_ref AS "cd_ref!" FROM found WHERE cd_ref IS NOT NULL"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// Which records of a lot are looked at, and what would take them away.
#[derive(Debug)]
pub struct Looked<'a> {
    /// Kind of the lot.
    pub lot: &'a str,
    /// The group of an F3 (or none); not given for another lot.
    pub groupe: Option<Option<&'a str>>,
    /// Groups whose records are counted, and whether those of no group are; none: all.
    pub seen: Option<(Vec<String>, bool)>,
    /// `cd_ref` left out.
    pub taxa: &'a [i32],
    /// Period left out.
    pub period: Option<(NaiveDate, NaiveDate)>,
}

/// Records of a lot, by what conditions would make of them.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// All.
    pub records: i64,
    /// Left out by their taxon.
    pub excluded_taxa: i64,
    /// Of the others, left out by their day.
    pub excluded_period: i64,
    /// Of the rest, precise ones.
    pub precise: i64,
    /// Of the rest, blurred ones.
    pub blurred: i64,
}

/// Counts the records of a lot by what would become of them, as the extraction takes them away: taxa first, then the period.
///
/// # Errors
/// When the database fails.
pub async fn kept(conn: &mut PgConnection, w: &Wanted, looked: &Looked<'_>) -> sqlx::Result<Kept> {
    let (groupes, none) = looked.seen.clone().unwrap_or_default();
    let (from, to) = looked.period.unzip();
    sqlx::query_as!(
        Kept,
        r#"WITH judged AS (
               SELECT c.precise, coalesce(t.cd_ref = ANY ($9), false) AS by_taxa,
                      coalesce(s.date_max::date >= $10::date AND s.date_min::date <= $11::date, false) AS by_period
               FROM gn_demandes.perimetre p
               CROSS JOIN LATERAL gn_diffusion.classify(p.geom, $2, $3, $4, $5, $6, $7, $8) c
               JOIN gn_synthese.synthese s USING (id_synthese)
               JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
               WHERE p.id_demande = $1 AND c.lot = $12 AND (NOT $13 OR c.groupe IS NOT DISTINCT FROM $14)
                 AND ($15 OR CASE WHEN c.groupe IS NULL THEN $16 ELSE c.groupe = ANY ($17) END))
           SELECT count(*) AS "records!", count(*) FILTER (WHERE by_taxa) AS "excluded_taxa!",
                  count(*) FILTER (WHERE by_period AND NOT by_taxa) AS "excluded_period!",
                  count(*) FILTER (WHERE precise AND NOT by_taxa AND NOT by_period) AS "precise!",
                  count(*) FILTER (WHERE NOT precise AND NOT by_taxa AND NOT by_period) AS "blurred!"
           FROM judged"#,
        w.id_demande,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at,
        looked.taxa,
        from,
        to,
        looked.lot,
        looked.groupe.is_some(),
        looked.groupe.flatten(),
        looked.seen.is_none(),
        none,
        &groupes
    )
    .fetch_one(conn)
    .await
}

/// How precisely the dates of each level are told: `day`, `month`, `year`.
///
/// # Errors
/// When the database fails.
pub async fn date_precisions(conn: &mut PgConnection) -> sqlx::Result<HashMap<String, String>> {
    let rows = sqlx::query!("SELECT cd_nomenclature, date_precision FROM gn_diffusion.level")
        .fetch_all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.cd_nomenclature, row.date_precision))
        .collect())
}

/// Why a record is where it is: one of its rows of the classification, or the only one when it has none.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The record.
    pub id_synthese: i32,
    /// F1, F2, F3, withheld, `left_out`, none.
    pub lot: String,
    /// Code of its group, if any.
    pub groupe: Option<String>,
    /// Whether the row is precise.
    pub precise: Option<bool>,
    /// `geometry` or `area`.
    pub selected_by: Option<String>,
    /// Governing level.
    pub level: Option<String>,
    /// Stable code of the reason.
    pub reason: String,
    /// Type of the blurred area.
    pub area_type: Option<String>,
    /// Codes of the areas it is made of.
    pub area_codes: Option<Vec<String>>,
    /// Level stored in GeoNature.
    pub stored_level: Option<String>,
    /// Level computed now.
    pub recomputed_level: Option<String>,
    /// Level its producer wishes.
    pub producer_level: Option<String>,
}

/// Why a record (SINP UUID) is where it is for what is wanted; nothing for an unknown UUID.
///
/// # Errors
/// When the database fails.
pub async fn explain(
    conn: &mut PgConnection,
    w: &Wanted,
    uuid: Uuid,
) -> sqlx::Result<Vec<Explained>> {
    sqlx::query_as!(
        Explained,
        r#"SELECT c.id_synthese AS "id_synthese!", c.lot AS "lot!", c.groupe, c.precise, c.selected_by, c.level, c.reason AS "reason!",
                  c.area_type, c.area_codes, c.stored_level, c.recomputed_level, c.producer_level
           FROM gn_demandes.perimetre p
           CROSS JOIN LATERAL gn_diffusion.explain($2, p.geom, $3, $4, $5, $6, $7, $8, $9) c
           WHERE p.id_demande = $1
           ORDER BY c.selected_by DESC, c.lot"#,
        w.id_demande,
        uuid,
        w.taxa.as_deref(),
        w.date_from,
        w.date_to,
        w.precise_wanted,
        w.residual_min_share,
        w.private_withheld,
        w.at
    )
    .fetch_all(conn)
    .await
}

/// A rule of sensitivity tried on a record.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TriedRule {
    /// The rule (`gn_sensitivity.t_sensitivity_rules`).
    pub id_sensitivity: Option<i32>,
    /// The taxon it is written for.
    pub cd_nom: Option<i32>,
    /// The level it gives.
    pub level: Option<String>,
    /// `won`, `outranked`, `out_of_period`, `too_old`, `no_criterion`, `elsewhere`, `unknown_taxon`.
    pub outcome: String,
    /// The same, in French.
    pub detail: Option<String>,
}

/// The rules of sensitivity tried on a record, the strongest first.
///
/// # Errors
/// When the database fails.
pub async fn rules_tried(
    conn: &mut PgConnection,
    id_synthese: i32,
    at: NaiveDate,
) -> sqlx::Result<Vec<TriedRule>> {
    sqlx::query_as!(
        TriedRule,
        r#"SELECT e.id_sensitivity, e.cd_nom, e.level, e.outcome AS "outcome!", e.detail
           FROM gn_synthese.synthese s
           LEFT JOIN taxonomie.taxref t ON t.cd_nom = s.cd_nom
           CROSS JOIN LATERAL gn_diffusion.explain_sensitivity(s.date_min::date, t.cd_ref, s.the_geom_local, s.id_nomenclature_bio_status,
               s.id_nomenclature_behaviour, 'prudent', $2) WITH ORDINALITY
               AS e (id_sensitivity, cd_nom, level, outcome, detail, place)
           WHERE s.id_synthese = $1
           ORDER BY e.place"#,
        id_synthese,
        at
    )
    .fetch_all(conn)
    .await
}
