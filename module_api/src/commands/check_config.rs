//! `demandes_api check-config`: says in French what is wrong and how to mend it.

use crate::{
    config::Config,
    mail::{
        templates::{TemplateError, Templates},
        transport::Smtp,
    },
    service, store,
};

/// Checks everything, prints one line each, and fails when one is wrong.
///
/// # Errors
/// When something is wrong.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let mut report = Report::default();
    report.add("clé des jetons", config.secret_key().map(|_| String::new()));
    report.add("dossier des archives", writable(&config.storage_dir));
    let lot_key = service::extraction::LotKey::load(&config.lot_key_file);
    report.add(
        "clé des lots",
        lot_key
            .map(|_| config.lot_key_file.display().to_string())
            .map_err(|error| format!("{error:#}")),
    );
    mails(config, &mut report).await;
    match super::connect(config, 30).await {
        Err(error) => report.add("base de données", Err::<String, _>(format!("{error:#}"))),
        Ok(pool) => database(&pool, &mut report).await?,
    }
    if report.wrong > 0 {
        anyhow::bail!("{} point(s) à corriger", report.wrong);
    }
    Ok(())
}

#[derive(Default)]
struct Report {
    wrong: usize,
}

impl Report {
    fn add<E: std::fmt::Display>(&mut self, what: &str, outcome: Result<String, E>) {
        match outcome {
            Ok(detail) => println!("  ok      {what} {detail}"),
            Err(error) => {
                self.wrong += 1;
                println!("  ERREUR  {what} : {error}");
            }
        }
    }
}

/// The server is tried, and every template written.
async fn mails(config: &Config, report: &mut Report) {
    match Smtp::new(config) {
        Err(error) => report.add("courriel", Err::<String, _>(format!("{error:#}"))),
        Ok(None) => report.add::<String>(
            "courriel",
            Ok("(aucun serveur : personne ne reçoit de courriel ; smtp_host)".to_owned()),
        ),
        Ok(Some(smtp)) => {
            let tried = smtp.test().await;
            report.add("courriel", tried.map_err(|error| format!("{error:#}")));
        }
    }
    let (_, wrong) = Templates::load(config.mail_templates_dir.as_deref(), &config.mail_signature);
    for error in wrong {
        report.add::<TemplateError>("modèle de courriel", Err(error));
    }
}

fn writable(folder: &std::path::Path) -> Result<String, String> {
    tempfile::tempfile_in(folder).map(|_| folder.display().to_string()).map_err(|error| {
        format!("{} n'est pas accessible en écriture ({error}) : créez-le pour l'utilisateur du service", folder.display())
    })
}

async fn database(pool: &sqlx::PgPool, report: &mut Report) -> anyhow::Result<()> {
    let mut conn = pool.acquire().await?;
    let srid = store::perimetres::local_srid(&mut conn).await;
    report.add(
        "référentiel géographique de GeoNature",
        srid.map(|srid| format!("(SRID {srid})"))
            .map_err(|error| format!("ref_geo.l_areas est illisible : {error}")),
    );
    let version = store::settings::extension_version(&mut conn).await?;
    report.add(
        "extension gn_diffusion",
        version.ok_or("absente : installez ses fichiers puis lancez « demandes_api migrate »"),
    );
    let settings = service::settings::current(&mut conn).await;
    report.add(
        "réglages",
        settings
            .map(|(version, _)| format!("(version {version})"))
            .map_err(|error| format!("{error} ; lancez « demandes_api migrate », ou corrigez la table gn_demandes.setting")),
    );
    let (waiting, failed) = store::messages::counts(&mut conn).await?;
    let told = format!(
        "({waiting} en attente, {failed} abandonné(s) : gn_demandes.message, colonne last_error)"
    );
    report.add::<String>("messages", Ok(told));
    for mismatch in store::install::level_mismatches(&mut conn).await? {
        report.add::<String>("table des niveaux", Err(mismatch));
    }
    Ok(())
}
