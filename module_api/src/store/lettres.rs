//! The numbered letters of the dossiers, and what a letter names beside its demande.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Takes the next number of a year. Whoever takes one is alone until the end of his transaction: no number is missing, none is given twice.
///
/// # Errors
/// When the database fails.
pub async fn next_rank(conn: &mut PgConnection, annee: i32) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO gn_demandes.lettre_compteur AS c (annee, dernier) VALUES ($1, 1)
         ON CONFLICT (annee) DO UPDATE SET dernier = c.dernier + 1 RETURNING dernier",
        annee
    )
    .fetch_one(conn)
    .await
}

/// A letter to keep.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct NewLettre<'a> {
    pub id_lettre: Uuid,
    pub annee: i32,
    pub rang: i32,
    pub numero: &'a str,
    pub modele: &'a str,
    pub id_demande: Uuid,
    pub settings_version: i32,
    pub id_signataire: Option<i32>,
    pub written_at: DateTime<Utc>,
    pub sha256: &'a [u8],
    pub contenu: &'a serde_json::Value,
    pub pdf: &'a [u8],
}

/// Keeps a letter.
///
/// # Errors
/// When the database fails.
pub async fn insert(conn: &mut PgConnection, l: &NewLettre<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lettre (id_lettre, annee, rang, numero, modele, id_demande, settings_version, id_signataire, written_at,
             sha256, contenu, pdf)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        l.id_lettre,
        l.annee,
        l.rang,
        l.numero,
        l.modele,
        l.id_demande,
        l.settings_version,
        l.id_signataire,
        l.written_at,
        l.sha256,
        l.contenu,
        l.pdf
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A letter, without its print.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct LettreRow {
    pub id_lettre: Uuid,
    pub numero: String,
    pub modele: String,
    pub signataire: Option<String>,
    pub written_at: DateTime<Utc>,
    pub sha256: Vec<u8>,
    pub erased: bool,
}

/// The letters of a demande, in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub async fn of_demande(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Vec<LettreRow>> {
    sqlx::query_as!(
        LettreRow,
        r#"SELECT l.id_lettre, l.numero, l.modele, nullif(concat_ws(' ', r.prenom_role, r.nom_role), '') AS signataire, l.written_at,
                  l.sha256, l.erased_at IS NOT NULL AS "erased!"
           FROM gn_demandes.lettre l LEFT JOIN utilisateurs.t_roles r ON r.id_role = l.id_signataire
           WHERE l.id_demande = $1 ORDER BY l.annee, l.rang"#,
        id_demande
    )
    .fetch_all(conn)
    .await
}

/// The print of a letter.
#[derive(Debug, Clone)]
pub struct Print {
    /// The dossier it is of.
    pub id_demande: Uuid,
    /// Its number.
    pub numero: String,
    /// The bytes, unless erased.
    pub pdf: Option<Vec<u8>>,
    /// Their digest.
    pub sha256: Vec<u8>,
}

/// A letter as it was printed.
///
/// # Errors
/// When the database fails.
pub async fn print(conn: &mut PgConnection, id_lettre: Uuid) -> sqlx::Result<Option<Print>> {
    sqlx::query_as!(
        Print,
        "SELECT id_demande, numero, pdf, sha256 FROM gn_demandes.lettre WHERE id_lettre = $1",
        id_lettre
    )
    .fetch_optional(conn)
    .await
}

/// Who a letter is for.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// His name.
    pub name: String,
    /// The organisme he asks for.
    pub organisme: Option<String>,
    /// Its address, by line.
    pub address: Option<String>,
    /// The label of the purpose.
    pub objet: Option<String>,
}

/// Who a letter about this demande is for, and what it is for.
///
/// # Errors
/// When the database fails.
pub async fn recipient(conn: &mut PgConnection, id_demande: Uuid) -> sqlx::Result<Recipient> {
    sqlx::query_as!(
        Recipient,
        r#"SELECT concat_ws(' ', nullif(btrim(r.prenom_role), ''), nullif(btrim(r.nom_role), '')) AS "name!",
                  o.nom_organisme::text AS "organisme?",
                  nullif(concat_ws(E'\n', nullif(btrim(o.adresse_organisme), ''),
                                   nullif(concat_ws(' ', nullif(btrim(o.cp_organisme), ''), nullif(btrim(o.ville_organisme), '')), '')), '')
                      AS "address?",
                  j.label AS "objet?"
           FROM gn_demandes.demande d
           JOIN utilisateurs.t_roles r ON r.id_role = d.id_demandeur
           LEFT JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organisme
           LEFT JOIN gn_demandes.objet j ON j.code = d.objet
           WHERE d.id_demande = $1"#,
        id_demande
    )
    .fetch_one(conn)
    .await
}

/// The name of a person.
///
/// # Errors
/// When the database fails.
pub async fn name(conn: &mut PgConnection, id_role: i32) -> sqlx::Result<Option<String>> {
    let found = sqlx::query_scalar!(
        "SELECT nullif(concat_ws(' ', nullif(btrim(prenom_role), ''), nullif(btrim(nom_role), '')), '')
         FROM utilisateurs.t_roles WHERE id_role = $1",
        id_role
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

/// A sending of a demande that nothing more is to come of, and that was not closed yet.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct InUse {
    pub id_demande: Uuid,
    pub sent_at: DateTime<Utc>,
    pub use_months: Option<i32>,
    pub conditions: Option<serde_json::Value>,
}

/// The sendings of the demandes that nothing more is to come of, and that were not closed yet, by demande.
///
/// # Errors
/// When the database fails.
pub async fn in_use(conn: &mut PgConnection) -> sqlx::Result<Vec<InUse>> {
    sqlx::query_as!(
        InUse,
        r#"SELECT d.id_demande, v.sent_at, d.use_months, c.conditions AS "conditions?"
           FROM gn_demandes.demande d
           JOIN gn_demandes.lot l USING (id_demande)
           JOIN gn_demandes.livraison v USING (id_lot)
           LEFT JOIN gn_demandes.decision c USING (id_lot)
           WHERE d.state = 'complete'
             AND NOT EXISTS (SELECT FROM gn_demandes.lettre w WHERE w.id_demande = d.id_demande AND w.modele = 'cloture')
             AND NOT EXISTS (SELECT FROM gn_demandes.lot o WHERE o.id_demande = d.id_demande
                             AND o.state IN ('prevu', 'avis_demande', 'decide', 'extrait', 'verifie'))
           ORDER BY d.id_demande, v.sent_at"#
    )
    .fetch_all(conn)
    .await
}

/// Forgets what the letters to a person say; their numbers and digests stay.
///
/// # Errors
/// When the database fails.
pub async fn erase(conn: &mut PgConnection, id_role: i32, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let erased = sqlx::query!(
        "UPDATE gn_demandes.lettre l SET contenu = NULL, pdf = NULL, erased_at = $2
         FROM gn_demandes.demande d WHERE d.id_demande = l.id_demande AND d.id_demandeur = $1 AND l.erased_at IS NULL",
        id_role,
        now
    )
    .execute(conn)
    .await?;
    Ok(erased.rows_affected())
}
