//! What `migrate` makes beside the migrations: the extension, and GeoNature's rows for the module and its rights.

use sqlx::PgConnection;

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
