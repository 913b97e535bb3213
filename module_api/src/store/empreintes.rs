//! What names the recipient of a leaked file.

use sqlx::PgConnection;
use uuid::Uuid;

/// A lot that was made for somebody.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Traceable {
    pub id_lot: Uuid,
    pub numero: String,
    pub kind: String,
    pub code_groupe: Option<String>,
    pub demandeur: String,
    pub organisme: Option<String>,
    pub key: Vec<u8>,
    pub sent_at: Option<chrono::DateTime<chrono::Utc>>,
}

/// Keeps what identifies the rows of a lot, in place of what was kept.
///
/// # Errors
/// When the database fails.
pub async fn set(conn: &mut PgConnection, id_lot: Uuid, prefixes: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO gn_demandes.lot_empreinte (id_lot, prefixes) VALUES ($1, $2)
         ON CONFLICT (id_lot) DO UPDATE SET prefixes = excluded.prefixes",
        id_lot,
        prefixes
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Every lot whose rows can be recognised.
///
/// # Errors
/// When the database fails.
pub async fn all(conn: &mut PgConnection) -> sqlx::Result<Vec<Traceable>> {
    sqlx::query_as!(
        Traceable,
        r#"SELECT e.id_lot, d.numero, l.kind, l.code_groupe,
                  trim(concat_ws(' ', r.prenom_role, r.nom_role)) AS "demandeur!", o.nom_organisme AS "organisme?",
                  g.key, v.sent_at AS "sent_at?"
           FROM gn_demandes.lot_empreinte e
           JOIN gn_demandes.lot l USING (id_lot)
           JOIN gn_demandes.demande d USING (id_demande)
           JOIN gn_demandes.dossier_ligne g USING (id_ligne)
           JOIN utilisateurs.t_roles r ON r.id_role = d.id_demandeur
           LEFT JOIN utilisateurs.bib_organismes o ON o.id_organisme = d.id_organisme
           LEFT JOIN gn_demandes.livraison v USING (id_lot)
           ORDER BY d.numero, l.kind, l.code_groupe"#
    )
    .fetch_all(conn)
    .await
}

/// What identifies the rows of a lot.
///
/// # Errors
/// When the database fails, or nothing was kept.
pub async fn get(conn: &mut PgConnection, id_lot: Uuid) -> sqlx::Result<Vec<u8>> {
    sqlx::query_scalar!(
        "SELECT prefixes FROM gn_demandes.lot_empreinte WHERE id_lot = $1",
        id_lot
    )
    .fetch_one(conn)
    .await
}
