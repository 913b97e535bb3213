//! Names of TAXREF: found by the letters they begin with, by number, by name; and the index that makes it fast.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// A name of TAXREF.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "TAXREF's own names")]
pub struct Taxon {
    pub cd_nom: i32,
    pub cd_ref: i32,
    pub lb_nom: String,
    pub nom_valide: Option<String>,
    pub nom_vern: Option<String>,
    pub rang: Option<String>,
    pub group2_inpn: Option<String>,
}

/// A name found, with the word that led to it.
#[derive(Debug, Clone)]
pub struct Found {
    /// The word, as compared.
    pub key: String,
    /// The name.
    pub taxon: Taxon,
}

/// The names one of whose words begins with these letters, in alphabetical order; `after` is the last one of the page before.
///
/// # Errors
/// When the database fails.
pub async fn search(
    conn: &mut PgConnection,
    letters: &str,
    after: Option<(&str, i32)>,
    limit: i64,
) -> sqlx::Result<Vec<Found>> {
    let (after_key, after_cd_nom) = after.unzip();
    let rows = sqlx::query!(
        r#"SELECT n.key AS "key!", t.cd_nom AS "cd_nom!", t.cd_ref AS "cd_ref!", coalesce(t.lb_nom, '') AS "lb_nom!", t.nom_valide, t.nom_vern,
                  coalesce(r.nom_rang, t.id_rang) AS rang, t.group2_inpn
           FROM (SELECT key, cd_nom FROM gn_demandes.taxon_name
                 WHERE key >= gn_demandes.plain($1) AND key < gn_demandes.plain($1) || U&'\FFFF'
                   AND ($2::text IS NULL OR (key, cd_nom) > ($2, $3))
                 ORDER BY key, cd_nom LIMIT $4) n
           JOIN taxonomie.taxref t USING (cd_nom)
           LEFT JOIN taxonomie.bib_taxref_rangs r ON r.id_rang = t.id_rang
           WHERE t.cd_ref IS NOT NULL
           ORDER BY n.key, n.cd_nom"#,
        letters,
        after_key,
        after_cd_nom,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Found {
            key: row.key,
            taxon: Taxon {
                cd_nom: row.cd_nom,
                cd_ref: row.cd_ref,
                lb_nom: row.lb_nom,
                nom_valide: row.nom_valide,
                nom_vern: row.nom_vern,
                rang: row.rang,
                group2_inpn: row.group2_inpn,
            },
        })
        .collect())
}

/// The names of these numbers, less those TAXREF gives no reference.
///
/// # Errors
/// When the database fails.
pub async fn by_numbers(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<Taxon>> {
    sqlx::query_as!(
        Taxon,
        r#"SELECT t.cd_nom AS "cd_nom!", t.cd_ref AS "cd_ref!", coalesce(t.lb_nom, '') AS "lb_nom!", t.nom_valide, t.nom_vern,
                  coalesce(r.nom_rang, t.id_rang) AS rang, t.group2_inpn
           FROM taxonomie.taxref t LEFT JOIN taxonomie.bib_taxref_rangs r ON r.id_rang = t.id_rang
           WHERE t.cd_nom = ANY ($1) AND t.cd_ref IS NOT NULL"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// A number that TAXREF no longer has, with the one in its place.
#[derive(Debug, Clone)]
#[expect(
    missing_docs,
    reason = "the columns are described in the migration that makes them"
)]
pub struct Disparu {
    pub cd_nom: i32,
    pub cd_nom_remplacement: Option<i32>,
    pub raison: Option<String>,
}

/// Those of the numbers that TAXREF deleted: known as such, or left in TAXREF without a reference.
///
/// # Errors
/// When the database fails.
pub async fn deleted(conn: &mut PgConnection, cd_noms: &[i32]) -> sqlx::Result<Vec<Disparu>> {
    sqlx::query_as!(
        Disparu,
        r#"SELECT w.cd_nom AS "cd_nom!", r.cd_nom AS "cd_nom_remplacement?", d.raison AS "raison?"
           FROM unnest($1::int[]) w (cd_nom)
           LEFT JOIN gn_demandes.cdnom_disparu d USING (cd_nom)
           LEFT JOIN taxonomie.taxref t ON t.cd_nom = w.cd_nom
           LEFT JOIN taxonomie.taxref r ON r.cd_nom = d.cd_nom_remplacement AND r.cd_ref IS NOT NULL
           WHERE d.cd_nom IS NOT NULL OR (t.cd_nom IS NOT NULL AND t.cd_ref IS NULL)"#,
        cd_noms
    )
    .fetch_all(conn)
    .await
}

/// A name that an entry of a list may stand for: the entry's place, from 1.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Place of the entry.
    pub place: i64,
    /// The name.
    pub taxon: Taxon,
}

/// What these names may stand for: scientific names, with or without their author, and vernacular ones.
///
/// # Errors
/// When the database fails.
pub async fn by_names(conn: &mut PgConnection, names: &[String]) -> sqlx::Result<Vec<Candidate>> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT e.place AS "place!", t.cd_nom AS "cd_nom!", t.cd_ref AS "cd_ref!", coalesce(t.lb_nom, '') AS "lb_nom!", t.nom_valide,
                  t.nom_vern, coalesce(r.nom_rang, t.id_rang) AS rang, t.group2_inpn
           FROM unnest($1::text[]) WITH ORDINALITY e (name, place)
           CROSS JOIN LATERAL (SELECT gn_demandes.plain(e.name) AS key) k
           CROSS JOIN LATERAL (SELECT string_to_array(k.key, ' ') AS words) w
           CROSS JOIN LATERAL (
               SELECT array_to_string(w.words[1:i], ' ') AS head FROM generate_series(1, least(cardinality(w.words), 12)) i) h
           JOIN gn_demandes.taxon_name n ON n.key = h.head AND n.whole
           JOIN taxonomie.taxref t ON t.cd_nom = n.cd_nom AND t.cd_ref IS NOT NULL
           LEFT JOIN taxonomie.bib_taxref_rangs r ON r.id_rang = t.id_rang
           -- What follows a name must be its author.
           WHERE h.head = k.key
              OR k.key IN (gn_demandes.plain(t.nom_complet), gn_demandes.plain(concat_ws(' ', t.lb_nom, t.lb_auteur)))"#,
        names
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Candidate {
            place: row.place,
            taxon: Taxon {
                cd_nom: row.cd_nom,
                cd_ref: row.cd_ref,
                lb_nom: row.lb_nom,
                nom_valide: row.nom_valide,
                nom_vern: row.nom_vern,
                rang: row.rang,
                group2_inpn: row.group2_inpn,
            },
        })
        .collect())
}

/// When the index was last compared with TAXREF.
///
/// # Errors
/// When the database fails.
pub async fn checked_at(conn: &mut PgConnection) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("SELECT checked_at FROM gn_demandes.taxon_index")
        .fetch_optional(conn)
        .await
}

/// Makes the index again if TAXREF has changed; true when it had. Readers see the former one until the transaction commits.
///
/// # Errors
/// When the database fails.
pub async fn refresh(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<bool> {
    let fingerprint = sqlx::query_scalar!(
        r#"SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|', cd_nom, cd_ref, lb_nom, nom_vern), 0)), 0) AS "f!"
           FROM taxonomie.taxref"#
    )
    .fetch_one(&mut *conn)
    .await?;
    // One worker at a time: another one waits here, then finds it done.
    let changed = sqlx::query_scalar!(
        r#"INSERT INTO gn_demandes.taxon_index AS i (fingerprint, checked_at) VALUES ($1, $2)
           ON CONFLICT (only_row) DO UPDATE SET checked_at = excluded.checked_at, fingerprint = excluded.fingerprint
           RETURNING (SELECT o.fingerprint FROM gn_demandes.taxon_index o) IS DISTINCT FROM $1 AS "changed!""#,
        fingerprint,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    if !changed {
        return Ok(false);
    }
    sqlx::query!("DELETE FROM gn_demandes.taxon_name")
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        r"WITH name AS MATERIALIZED (
              SELECT t.cd_nom, t.cd_nom = t.cd_ref AS reference, gn_demandes.plain(n.name) AS key
              FROM taxonomie.taxref t
              CROSS JOIN LATERAL (SELECT t.lb_nom AS name
                                  UNION ALL SELECT v FROM regexp_split_to_table(t.nom_vern, '[,;]') v WHERE t.cd_nom = t.cd_ref) n
              WHERE t.cd_ref IS NOT NULL AND n.name IS NOT NULL)
          INSERT INTO gn_demandes.taxon_name (key, cd_nom, whole)
          SELECT k.key, name.cd_nom, bool_or(k.whole)
          FROM name
          CROSS JOIN LATERAL (
              SELECT name.key, true AS whole
              UNION ALL
              SELECT array_to_string((string_to_array(name.key, ' '))[i:], ' '), false
              FROM generate_series(2, least(cardinality(string_to_array(name.key, ' ')), 6)) i
              WHERE name.reference AND length((string_to_array(name.key, ' '))[i]) > 2) k
          WHERE k.key <> '' AND length(k.key) < 300
          GROUP BY k.key, name.cd_nom"
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("SELECT gn_demandes.refresh_cdnom_disparu()")
        .fetch_one(conn)
        .await?;
    Ok(true)
}

/// A name that TAXREF no longer has, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDisparu {
    /// The name.
    pub cd_nom: i32,
    /// The one that takes its place.
    pub replacement: Option<i32>,
    /// Why it went.
    pub reason: Option<String>,
}

/// Keeps the names that TAXREF no longer has, in the place of those known before. Gives how many there are: a name that is still in TAXREF
/// is none.
///
/// # Errors
/// When the database fails.
pub async fn set_disparus(conn: &mut PgConnection, names: &[NewDisparu]) -> sqlx::Result<i64> {
    let ids: Vec<i32> = names.iter().map(|name| name.cd_nom).collect();
    let replacements: Vec<Option<i32>> = names.iter().map(|name| name.replacement).collect();
    let reasons: Vec<Option<String>> = names.iter().map(|name| name.reason.clone()).collect();
    sqlx::query!("DELETE FROM gn_demandes.cdnom_disparu")
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO gn_demandes.cdnom_disparu (cd_nom, cd_nom_remplacement, raison)
         SELECT DISTINCT ON (n.id) n.id, n.replacement, n.reason
         FROM unnest($1::int[], $2::int[], $3::text[]) AS n (id, replacement, reason) ORDER BY n.id, n.replacement NULLS LAST",
        &ids,
        replacements.as_slice() as &[Option<i32>],
        reasons.as_slice() as &[Option<String>]
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(r#"SELECT gn_demandes.refresh_cdnom_disparu() AS "count!""#)
        .fetch_one(conn)
        .await
}
