//! The return of use: what each lot holds of each dataset, and who received it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

/// Records of a dataset and group in a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct UsageRow {
    pub id_dataset: i32,
    pub code_groupe: String,
    pub precise: bool,
    pub records: i64,
}

/// Keeps what a lot holds, in place of what was kept before.
///
/// # Errors
/// When the database fails.
pub async fn set(conn: &mut PgConnection, id_lot: Uuid, rows: &[UsageRow]) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM gn_demandes.lot_usage WHERE id_lot = $1",
        id_lot
    )
    .execute(&mut *conn)
    .await?;
    let datasets: Vec<i32> = rows.iter().map(|row| row.id_dataset).collect();
    let groupes: Vec<String> = rows.iter().map(|row| row.code_groupe.clone()).collect();
    let precise: Vec<bool> = rows.iter().map(|row| row.precise).collect();
    let records: Vec<i64> = rows.iter().map(|row| row.records).collect();
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_usage (id_lot, id_dataset, code_groupe, precise, records)
         SELECT $1::uuid, u.d, u.g, u.p, u.r FROM unnest($2::int[], $3::text[], $4::bool[], $5::bigint[]) AS u (d, g, p, r)",
        id_lot,
        &datasets,
        &groupes,
        &precise,
        &records
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a demande received of a dataset: one line per dataset, group and precision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Retour {
    /// Number of the demande.
    pub numero: String,
    /// Day of the sending.
    pub sent_at: DateTime<Utc>,
    /// Organisme that received.
    pub organisme: Option<String>,
    /// Maître d'ouvrage.
    pub maitre_ouvrage: Option<String>,
    /// Purpose.
    pub objet: Option<String>,
    /// Kind of the lot.
    pub lot: String,
    /// Dataset; its number when it is gone.
    pub jdd: String,
    /// Its producers (`ROLE_ACTEUR`: main contact, provider, producer).
    pub producteurs: String,
    /// Group.
    pub groupe: Option<String>,
    /// Pôles of the group.
    pub poles: String,
    /// Whether they were given precisely.
    pub precis: bool,
    /// Records.
    pub donnees: i64,
}

/// What was sent in a period, for the readers who may know it: all, or the groups of these pôles, or the datasets of this organisme.
///
/// # Errors
/// When the database fails.
pub async fn returns(
    conn: &mut PgConnection,
    from: NaiveDate,
    to: NaiveDate,
    all: bool,
    poles: &[i32],
    id_organisme: Option<i32>,
    id_role: i32,
) -> sqlx::Result<Vec<Retour>> {
    sqlx::query_as!(
        Retour,
        r#"SELECT d.numero AS "numero!", v.sent_at AS "sent_at!", o.nom_organisme::text AS "organisme?", m.name AS "maitre_ouvrage?",
                  j.label AS "objet?", l.kind AS "lot!", coalesce(s.dataset_name::text, u.id_dataset::text) AS "jdd!",
                  coalesce(p.names, '') AS "producteurs!", g.label AS "groupe?", coalesce(q.labels, '') AS "poles!",
                  u.precise AS "precis!", u.records AS "donnees!"
           FROM gn_demandes.lot_usage u
           JOIN gn_demandes.lot l USING (id_lot) JOIN gn_demandes.livraison v USING (id_lot) JOIN gn_demandes.demande d USING (id_demande)
           LEFT JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organisme
           LEFT JOIN gn_demandes.maitre_ouvrage m USING (id_maitre_ouvrage)
           LEFT JOIN gn_demandes.objet j ON j.code = d.objet
           LEFT JOIN gn_meta.t_datasets s ON s.id_dataset = u.id_dataset
           LEFT JOIN gn_diffusion.groupe g ON g.code = u.code_groupe
           LEFT JOIN LATERAL (
               SELECT string_agg(DISTINCT b.nom_organisme::text, ', ') AS names, array_agg(a.id_organism) AS ids
               FROM gn_meta.cor_dataset_actor a JOIN utilisateurs.bib_organismes b ON b.id_organisme = a.id_organism
               JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = a.id_nomenclature_actor_role
               WHERE a.id_dataset = u.id_dataset AND n.cd_nomenclature IN ('1', '5', '6')) p ON true
           LEFT JOIN LATERAL (
               SELECT string_agg(x.label, ', ' ORDER BY x.label) AS labels, array_agg(x.id_pole) AS ids
               FROM gn_demandes.pole_groupe y JOIN gn_demandes.pole x USING (id_pole) WHERE y.code_groupe = u.code_groupe) q ON true
           WHERE (v.sent_at AT TIME ZONE 'Europe/Paris')::date BETWEEN $1 AND $2
             AND ($3 OR q.ids && $4 OR $5 = ANY (p.ids))
             -- What is blurred in one's own files is not told from which dataset it comes.
             AND d.id_demandeur <> $6 AND ($3 OR d.id_organisme IS DISTINCT FROM $5)
           ORDER BY v.sent_at, d.numero, l.kind, 7, 9, u.precise DESC"#,
        from,
        to,
        all,
        poles,
        id_organisme,
        id_role
    )
    .fetch_all(conn)
    .await
}
