//! The oldest GeoNature that is accepted, 2.16: its tables have less than those of 2.17, and nothing that is missing is missed.

use anyhow::{Context as _, Result, ensure};
use demandes_tests::{
    dossiers, harness,
    installed::{Installed, program, said},
    platform::Platform,
};

#[tokio::test]
async fn a_geonature_2_16_is_installed_and_a_lot_is_sent() -> Result<()> {
    let pool = harness::empty_geonature_database().await;
    let options = pool.connect_options();
    let database = options.get_database().context("database")?;
    harness::psql(
        database,
        "tests/tests/service/installation/geonature_2_16.sql",
    )?;
    harness::psql(database, "sql/demo/load.sql")?;
    demandes_api::commands::migrate::apply(&pool).await?;
    harness::psql(database, "sql/demo/demandes.sql")?;

    let installed = Installed::on(&pool, &program()?, "").await?;
    let checked = installed.run(&["check-config"])?;
    ensure!(checked.status.success(), "{}", said(&checked));

    let platform = Platform::on(pool).await?;
    let author = platform.login("association").await?;
    let dreal = platform.login("dreal").await?;
    let (_, lot, sent) = dossiers::send_f1(&platform, &author, &dreal).await?;
    ensure!(sent["jeton"].is_string(), "{sent}");
    assert_eq!(dossiers::lot_state(&platform, &lot).await?, "envoye");
    // Its module, its rights and its notifications are in GeoNature's tables.
    let made: (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM gn_permissions.t_permissions_available JOIN gn_commons.t_modules USING (id_module)
                 WHERE module_code = 'DEMANDES'),
                (SELECT count(*) FROM gn_notifications.t_notifications n JOIN utilisateurs.t_roles USING (id_role)
                 WHERE identifiant = 'association')",
    )
    .fetch_one(&platform.pool)
    .await?;
    ensure!(made.0 >= 9 && made.1 > 0, "{made:?}");
    Ok(())
}
