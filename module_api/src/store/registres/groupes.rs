//! Taxonomic groups: their content, and what it leaves out or claims twice.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

/// A group.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Groupe {
    /// Stable name.
    pub code: String,
    /// Name shown.
    pub label: String,
    /// Whether its precise sensitive data always wait for an avis (lot F3).
    pub avis_systematique: bool,
    /// What it is made of.
    #[schema(value_type = Vec<Contenu>)]
    pub contenu: serde_json::Value,
    /// The pôles that speak for it.
    pub poles: Vec<i32>,
}

/// One thing a group is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contenu {
    /// `cd_ref` (with its descendants), `group1_inpn`, `group2_inpn` or `group3_inpn`.
    pub kind: String,
    /// The number, or the name of the INPN group.
    pub value: String,
}

/// Every group, or one.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut PgConnection, code: Option<&str>) -> sqlx::Result<Vec<Groupe>> {
    sqlx::query_as!(
        Groupe,
        r#"SELECT g.code, g.label, g.avis_systematique,
                  (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'value', t.value) ORDER BY t.kind, t.value), '[]')
                   FROM gn_diffusion.groupe_taxon t WHERE t.code_groupe = g.code) AS "contenu!",
                  ARRAY(SELECT p.id_pole FROM gn_demandes.pole_groupe p WHERE p.code_groupe = g.code ORDER BY 1) AS "poles!"
           FROM gn_diffusion.groupe g WHERE $1::text IS NULL OR g.code = $1 ORDER BY g.code"#,
        code
    )
    .fetch_all(conn)
    .await
}

/// Locks the groups until the end of the transaction.
///
/// # Errors
/// When the database fails.
pub async fn lock(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtext('gn_diffusion.groupe'))")
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes a group or replaces it.
///
/// # Errors
/// When the database fails.
pub async fn put(
    conn: &mut PgConnection,
    code: &str,
    label: &str,
    avis_systematique: bool,
    contenu: &[Contenu],
) -> sqlx::Result<()> {
    let (kinds, values): (Vec<String>, Vec<String>) = contenu
        .iter()
        .map(|item| (item.kind.clone(), item.value.clone()))
        .unzip();
    sqlx::query!(
        "INSERT INTO gn_diffusion.groupe (code, label, avis_systematique) VALUES ($1, $2, $3)
         ON CONFLICT (code) DO UPDATE SET label = excluded.label, avis_systematique = excluded.avis_systematique",
        code,
        label,
        avis_systematique
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM gn_diffusion.groupe_taxon WHERE code_groupe = $1",
        code
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO gn_diffusion.groupe_taxon (code_groupe, kind, value)
         SELECT DISTINCT $1::text, k, v FROM unnest($2::text[], $3::text[]) AS u (k, v)",
        code,
        &kinds,
        &values
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Those of the contents that TAXREF does not know.
///
/// # Errors
/// When the database fails.
pub async fn unknown(conn: &mut PgConnection, contenu: &[Contenu]) -> sqlx::Result<Vec<String>> {
    let (kinds, values): (Vec<String>, Vec<String>) = contenu
        .iter()
        .map(|item| (item.kind.clone(), item.value.clone()))
        .unzip();
    sqlx::query_scalar!(
        r#"SELECT u.v AS "value!" FROM unnest($1::text[], $2::text[]) AS u (k, v)
           WHERE NOT CASE u.k
               WHEN 'cd_ref' THEN u.v ~ '^[1-9][0-9]{0,8}$' AND EXISTS (SELECT FROM taxonomie.taxref t
                   WHERE t.cd_nom = CASE WHEN u.v ~ '^[1-9][0-9]{0,8}$' THEN u.v::int END AND t.cd_ref IS NOT NULL)
               WHEN 'group1_inpn' THEN EXISTS (SELECT FROM taxonomie.taxref t WHERE t.group1_inpn = u.v)
               WHEN 'group2_inpn' THEN EXISTS (SELECT FROM taxonomie.taxref t WHERE t.group2_inpn = u.v)
               WHEN 'group3_inpn' THEN EXISTS (SELECT FROM taxonomie.taxref t WHERE t.group3_inpn = u.v)
               ELSE false END"#,
        &kinds,
        &values
    )
    .fetch_all(conn)
    .await
}

/// Taxa observed that several groups claim, or none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Controle {
    /// The groups that claim them; empty when none does.
    pub groupes: Vec<String>,
    /// The one that has them; none when none does.
    pub retenu: Option<String>,
    /// Whether nothing but the order of the codes or `avis_systematique` tells the groups apart: the same content in several.
    pub ex_aequo: bool,
    /// How many taxa.
    pub taxons: i64,
    /// Some of them.
    pub exemples: Vec<String>,
}

/// What the groups make of the taxa observed: those that several claim, and those that none does.
///
/// # Errors
/// When the database fails.
pub async fn controle(conn: &mut PgConnection) -> sqlx::Result<Vec<Controle>> {
    sqlx::query_as!(
        Controle,
        r#"WITH RECURSIVE seen AS MATERIALIZED (
               SELECT DISTINCT t.cd_ref FROM taxonomie.taxref t
               WHERE t.cd_ref IS NOT NULL AND EXISTS (SELECT FROM gn_synthese.synthese s WHERE s.cd_nom = t.cd_nom)),
           up (cd_ref, taxon, steps) AS (
               SELECT cd_ref, cd_ref, 0 FROM seen
               UNION
               SELECT up.cd_ref, p.cd_ref, up.steps + 1 FROM up
               JOIN taxonomie.taxref t ON t.cd_nom = up.taxon JOIN taxonomie.taxref p ON p.cd_nom = t.cd_taxsup
               WHERE up.steps < 60 AND p.cd_ref IS NOT NULL AND p.cd_ref <> up.taxon),
           claim AS (
               SELECT up.cd_ref, s.code_groupe, up.steps AS place FROM up
               JOIN gn_diffusion.groupe_taxon s ON s.kind = 'cd_ref'
               JOIN taxonomie.taxref r ON r.cd_nom = s.value::int AND r.cd_ref = up.taxon
               UNION ALL
               SELECT seen.cd_ref, s.code_groupe, g.place FROM seen
               JOIN taxonomie.taxref t ON t.cd_nom = seen.cd_ref
               CROSS JOIN LATERAL (VALUES ('group3_inpn', t.group3_inpn, 1001), ('group2_inpn', t.group2_inpn, 1002),
                                          ('group1_inpn', t.group1_inpn, 1003)) g (kind, value, place)
               JOIN gn_diffusion.groupe_taxon s ON s.kind = g.kind AND s.value = g.value),
           best AS (SELECT cd_ref, code_groupe, min(place) AS place FROM claim GROUP BY 1, 2),
           by_taxon AS (
               SELECT seen.cd_ref, coalesce(array_agg(b.code_groupe ORDER BY b.code_groupe) FILTER (WHERE b.code_groupe IS NOT NULL), '{}') AS groupes,
                      count(*) FILTER (WHERE b.place = (SELECT min(o.place) FROM best o WHERE o.cd_ref = seen.cd_ref)) > 1 AS ex_aequo
               FROM seen LEFT JOIN best b USING (cd_ref) GROUP BY seen.cd_ref)
           SELECT b.groupes AS "groupes!", w.groupe AS "retenu?", b.ex_aequo AS "ex_aequo!", count(*) AS "taxons!",
                  (array_agg(t.lb_nom::text ORDER BY t.lb_nom) FILTER (WHERE t.lb_nom IS NOT NULL))[1:5] AS "exemples!"
           FROM by_taxon b
           LEFT JOIN gn_diffusion.groupes_of(ARRAY(SELECT cd_ref FROM seen)) w USING (cd_ref)
           JOIN taxonomie.taxref t ON t.cd_nom = b.cd_ref
           WHERE cardinality(b.groupes) <> 1
           GROUP BY 1, 2, 3 ORDER BY 3 DESC, 1, 2"#
    )
    .fetch_all(conn)
    .await
}
