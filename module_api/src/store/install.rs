//! What `migrate` makes beside the migrations: the extension, and GeoNature's rows for the module and its rights.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, migrate::Migrator};

/// The migrations of the schema `gn_demandes`, embedded once.
pub static MIGRATOR: Migrator = sqlx::migrate!();

/// Installs the extension, or brings it to the version of its files.
///
/// # Errors
/// When its files are not installed or the role may not create extensions.
pub async fn extension(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(
        "CREATE EXTENSION IF NOT EXISTS gn_diffusion; ALTER EXTENSION gn_diffusion UPDATE",
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Registers the module, its objects and the permissions that an administrator may give on them. Changes nothing that is there.
///
/// # Errors
/// When the database fails.
pub async fn register_module(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(include_str!("register_module.sql"))
        .execute(conn)
        .await?;
    Ok(())
}

/// The roles `gn_demandes_owner`, `gn_demandes_service` and `gn_demandes_analyst`, and what each may do here.
///
/// # Errors
/// When the role that migrates may not create roles, or the database fails.
pub async fn roles(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(include_str!("rights.sql"))
        .execute(conn)
        .await?;
    Ok(())
}

/// Columns of GeoNature without which nothing works, one table a line: what 2.16 has and older versions have not is among them.
const GEONATURE: [&str; 16] = [
    "utilisateurs.t_roles id_role groupe identifiant nom_role prenom_role email id_organisme active",
    "utilisateurs.cor_roles id_role_groupe id_role_utilisateur",
    "utilisateurs.bib_organismes id_organisme nom_organisme",
    "ref_geo.l_areas id_area id_type area_name area_code geom enable",
    "ref_geo.bib_areas_types id_type type_code",
    "ref_nomenclatures.t_nomenclatures id_nomenclature cd_nomenclature",
    "taxonomie.taxref cd_nom cd_ref cd_sup lb_nom group1_inpn group2_inpn group3_inpn",
    "gn_commons.t_modules id_module module_code module_external_url ng_module",
    "gn_permissions.t_permissions id_permission id_role id_action id_module id_object scope_value sensitivity_filter validated expire_on",
    "gn_permissions.cor_permission_area id_permission id_area",
    "gn_permissions.cor_permission_taxref id_permission cd_nom",
    "gn_permissions.t_permissions_available id_module id_object id_action label scope_filter sensitivity_filter areas_filter taxons_filter",
    "gn_notifications.bib_notifications_categories code label description id_module",
    "gn_notifications.t_notifications id_role title content url code_status creation_date",
    "gn_sensitivity.t_sensitivity_rules id_sensitivity cd_nom id_nomenclature_sensitivity sensitivity_duration",
    "gn_synthese.synthese id_synthese unique_id_sinp cd_nom id_dataset the_geom_local date_min date_max id_nomenclature_sensitivity",
];

/// What GeoNature should have and this database has not, `schema.table` or `schema.table.column`.
///
/// # Errors
/// When the database fails.
pub async fn missing_from_geonature(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let (mut tables, mut columns) = (Vec::new(), Vec::new());
    for line in GEONATURE {
        let mut words = line.split(' ').map(str::to_owned);
        let table = words.next().unwrap_or_default();
        for column in words {
            tables.push(table.clone());
            columns.push(column);
        }
    }
    let missing = sqlx::query!(
        r#"SELECT w.t AS "table!", w.c AS "column!", to_regclass(w.t) IS NOT NULL AS "exists!"
           FROM unnest($1::text[], $2::text[]) AS w (t, c)
           WHERE NOT EXISTS (SELECT FROM pg_attribute a
                             WHERE a.attrelid = to_regclass(w.t) AND a.attname = w.c AND a.attnum > 0 AND NOT a.attisdropped)"#,
        &tables,
        &columns
    )
    .fetch_all(conn)
    .await?;
    let mut told: Vec<String> = missing
        .into_iter()
        .map(|row| {
            if row.exists {
                format!("{}.{}", row.table, row.column)
            } else {
                row.table
            }
        })
        .collect();
    told.dedup();
    Ok(told)
}

/// That this database is no GeoNature we know, when something is missing from it, in French.
#[must_use]
pub fn not_geonature(missing: &[String]) -> Option<String> {
    (!missing.is_empty()).then(|| {
        format!(
            "ce n'est pas la base d'un GeoNature 2.16 ou plus récent : il manque {} ; mettez GeoNature à jour, ou corrigez l'adresse de la base",
            missing.join(", ")
        )
    })
}

/// What keeps this program from working on this database as it was left by `migrate`, in French; none when both are of one version.
///
/// # Errors
/// When the database fails.
pub async fn other_version(conn: &mut PgConnection) -> sqlx::Result<Option<String>> {
    let migrated = sqlx::query_scalar!(
        r#"SELECT to_regclass('gn_demandes._migrations') IS NOT NULL AS "migrated!""#
    )
    .fetch_one(&mut *conn)
    .await?;
    if !migrated {
        return Ok(Some(
            "rien n'est installé dans cette base : lancez « demandes_api migrate »".to_owned(),
        ));
    }
    // The migrator makes this table itself: no migration describes it to the compiler.
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM gn_demandes._migrations WHERE success")
            .fetch_all(conn)
            .await?;
    let ours: Vec<i64> = MIGRATOR.iter().map(|step| step.version).collect();
    if applied.iter().any(|version| !ours.contains(version)) {
        return Ok(Some(
            "la base a été mise à jour par une version plus récente du service : installez-la ici aussi".to_owned(),
        ));
    }
    let left = ours.iter().filter(|version| !applied.contains(version));
    Ok(match left.count() {
        0 => None,
        left => Some(format!(
            "la base n'est pas à jour ({left} étape(s) à passer) : lancez « demandes_api migrate »"
        )),
    })
}

/// The account, when it is not one of the service's, though there are some: it can look at nothing else.
///
/// # Errors
/// When the database does not answer.
pub async fn stranger(conn: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        r#"SELECT r.rolname::text AS "account!" FROM pg_roles r, pg_roles g
           WHERE r.rolname = current_user AND NOT r.rolsuper AND g.rolname = 'gn_demandes_service' AND NOT pg_has_role(g.oid, 'USAGE')"#
    )
    .fetch_optional(conn)
    .await
}

/// What to do with an account that is [`stranger`].
#[must_use]
pub fn without_rights(account: &str) -> String {
    format!(
        "le compte {account} n'a pas les droits du service : GRANT gn_demandes_service TO {account}"
    )
}

/// What the account of the service may not do and should, or may do and should not, in French.
///
/// # Errors
/// When the database fails.
pub async fn wrong_rights(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let rights = sqlx::query!(
        r#"SELECT current_user::text AS "account!", r.rolsuper AS "superuser!",
                  EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'gn_demandes_service' AND pg_has_role(g.oid, 'USAGE')) AS "member!",
                  EXISTS (SELECT FROM pg_roles g WHERE g.rolname = 'gn_demandes_owner' AND pg_has_role(g.oid, 'USAGE')) AS "owner!",
                  has_table_privilege('gn_demandes.evenement', 'UPDATE') AS "rewrites!",
                  has_table_privilege('gn_synthese.synthese', 'UPDATE') AS "writes!",
                  has_table_privilege('gn_synthese.synthese', 'SELECT') AND has_table_privilege('gn_demandes.demande', 'INSERT') AS "works!"
           FROM pg_roles r WHERE r.rolname = current_user"#
    )
    .fetch_one(conn)
    .await?;
    let account = &rights.account;
    let mut wrong = Vec::new();
    if !rights.works || !rights.member {
        wrong.push(without_rights(account));
    }
    if rights.superuser || rights.owner || rights.rewrites || rights.writes {
        wrong.push(format!(
            "le compte {account} peut plus que le service n'en a besoin (administrateur, propriétaire ou droit d'écrire dans la synthèse) : \
             créez-en un autre, CREATE ROLE demandes LOGIN PASSWORD '…' IN ROLE gn_demandes_service"
        ));
    }
    Ok(wrong)
}

/// SRID of the observations, and the clock of the server.
///
/// # Errors
/// When the database fails.
pub async fn srid_and_clock(conn: &mut PgConnection) -> sqlx::Result<(i32, DateTime<Utc>)> {
    let row = sqlx::query!(
        r#"SELECT Find_SRID('gn_synthese', 'synthese', 'the_geom_local') AS "srid!", clock_timestamp() AS "now!""#
    )
    .fetch_one(conn)
    .await?;
    Ok((row.srid, row.now))
}

/// Whether GeoNature's function of sensitivity is accelerated by ours, which only `remove_accelerator()` undoes.
///
/// # Errors
/// When the database fails.
pub async fn has_accelerator(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM gn_diffusion.accelerator) AS "installed!""#)
        .fetch_one(conn)
        .await
}

/// Removes what is ours: the rows of the module, the schema, the extension; then the roles, unless another database of the cluster uses them.
/// Gives the roles that are left.
///
/// # Errors
/// When the database fails, or something of an administrator depends on what is ours.
pub async fn uninstall(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::raw_sql(include_str!("uninstall.sql"))
        .execute(&mut *conn)
        .await?;
    let roles = sqlx::query_scalar!(
        r#"SELECT rolname::text AS "name!" FROM pg_roles WHERE rolname LIKE 'gn\_demandes\_%' OR rolname = 'gn_diffusion_reader' ORDER BY 1"#
    )
    .fetch_all(&mut *conn)
    .await?;
    Ok(roles)
}

/// Whether GeoNature compiles the pages itself: the module was installed in its front end.
///
/// # Errors
/// When the database fails.
pub async fn has_native_pages(conn: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM gn_commons.t_modules WHERE module_code = 'DEMANDES' AND active_frontend) AS "native!""#
    )
    .fetch_one(conn)
    .await
}

/// Makes the entry of GeoNature's menu a link to the pages served elsewhere, or takes the link away. Nothing else of the row changes.
///
/// # Errors
/// When the database fails.
pub async fn set_external_url(conn: &mut PgConnection, url: Option<&str>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE gn_commons.t_modules
         SET module_external_url = $1::text, module_target = CASE WHEN $1::text IS NULL THEN NULL ELSE '_self' END
         WHERE module_code = 'DEMANDES'",
        url
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Where GeoNature's own mapping of levels to areas says otherwise than ours, in French, for an administrator.
///
/// # Errors
/// When the database fails.
pub async fn level_mismatches(conn: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let rows = sqlx::query!(
        r#"SELECT n.cd_nomenclature, t.type_code, l.area_type AS "ours?"
           FROM gn_sensitivity.cor_sensitivity_area_type c
           JOIN ref_nomenclatures.t_nomenclatures n ON n.id_nomenclature = c.id_nomenclature_sensitivity
           JOIN ref_geo.bib_areas_types t ON t.id_type = c.id_area_type
           LEFT JOIN gn_diffusion.level l ON l.cd_nomenclature = n.cd_nomenclature
           WHERE l.area_type IS DISTINCT FROM t.type_code"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let ours = row.ours.unwrap_or_else(|| "aucune zone".to_owned());
            format!(
                "niveau {} : GeoNature floute par {}, gn_diffusion.level par {ours} ; accordez les deux",
                row.cd_nomenclature, row.type_code
            )
        })
        .collect())
}
