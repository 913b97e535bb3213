//! `demandes_api check-config`: says in French what is wrong and how to mend it.

use std::path::Path;

use crate::{
    config::Config,
    mail::{
        templates::{TemplateError, Templates},
        transport::Smtp,
    },
    service, store,
};

/// Below, nothing more can be written safely; below the second, it is told.
const LITTLE_SPACE: u64 = 1 << 30;
const SOME_SPACE: u64 = 10 << 30;
/// Deadlines and links are judged by the clock of the service, the journal is dated by it.
const MAX_DRIFT_SECONDS: i64 = 5;

/// Checks everything, prints one line each, and fails when one is wrong. `file` is where the configuration came from.
///
/// # Errors
/// When something is wrong.
pub async fn run(config: &Config, file: Option<&Path>) -> anyhow::Result<()> {
    let mut report = Report::default();
    if let Some(file) = file {
        for key in Config::unknown_keys(file)? {
            report.wrong(
                "configuration",
                &format!("la clé « {key} » n'existe pas : corrigez-la ou retirez-la"),
            );
        }
        readable_by_others(file, &mut report);
    }
    report.add("clé des jetons", config.secret_key().map(|_| String::new()));
    report.add("dossier des archives", writable(&config.storage_dir));
    space(&config.storage_dir, &mut report);
    space(&std::env::temp_dir(), &mut report);
    let lot_key = service::extraction::LotKey::load(&config.lot_key_file);
    report.add(
        "clé des lots",
        lot_key
            .map(|_| config.lot_key_file.display().to_string())
            .map_err(|error| format!("{error:#}")),
    );
    mails(config, &mut report).await;
    match super::connect(config, 30).await {
        Err(error) => report.wrong("base de données", &format!("{error:#}")),
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
            Err(error) => self.wrong(what, &error.to_string()),
        }
    }

    fn wrong(&mut self, what: &str, error: &str) {
        self.wrong += 1;
        println!("  ERREUR  {what} : {error}");
    }

    /// What works, and is to be looked at.
    fn note(what: &str, detail: &str) {
        println!("  à voir  {what} : {detail}");
    }
}

/// A file with a password in it is the service's alone.
fn readable_by_others(file: &Path, report: &mut Report) {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::metadata(file).is_ok_and(|known| known.permissions().mode() & 0o007 != 0);
    if open {
        report.wrong(
            "configuration",
            &format!(
                "{0} est ouvert à tous les comptes de la machine et peut contenir un mot de passe : chmod o-rwx {0}",
                file.display()
            ),
        );
    }
}

/// The server is tried, and every template written.
async fn mails(config: &Config, report: &mut Report) {
    match Smtp::new(config) {
        Err(error) => report.wrong("courriel", &format!("{error:#}")),
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

fn writable(folder: &Path) -> Result<String, String> {
    tempfile::tempfile_in(folder).map(|_| folder.display().to_string()).map_err(|error| {
        format!("{} n'est pas accessible en écriture ({error}) : créez-le pour l'utilisateur du service", folder.display())
    })
}

fn space(folder: &Path, report: &mut Report) {
    let Ok(disk) = rustix::fs::statvfs(folder) else {
        // Told by the line above, when it matters.
        return;
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let told = format!("{} Mio libres dans {}", free >> 20, folder.display());
    if free < LITTLE_SPACE {
        report.wrong(
            "disque",
            &format!("{told} : libérez de la place, les lots ne pourront pas être écrits"),
        );
    } else if free < SOME_SPACE {
        Report::note("disque", &told);
    } else {
        report.add::<String>("disque", Ok(format!("({told})")));
    }
}

async fn database(pool: &sqlx::PgPool, report: &mut Report) -> anyhow::Result<()> {
    let mut conn = pool.acquire().await?;
    if let Some(account) = store::install::stranger(&mut conn).await? {
        let told = store::install::without_rights(&account);
        report.wrong("droits dans la base", &told);
        return Ok(());
    }
    let missing = store::install::missing_from_geonature(&mut conn).await?;
    if let Some(told) = store::install::not_geonature(&missing) {
        // Nothing else can be looked at.
        report.wrong("GeoNature", &told);
        return Ok(());
    }
    report.add::<String>("GeoNature", Ok("(2.16 ou plus récent)".to_owned()));
    geography_and_clock(&mut conn, report).await?;
    let version = store::settings::extension_version(&mut conn).await?;
    report.add("extension gn_diffusion", extension(version.as_deref()));
    if let Some(told) = store::install::other_version(&mut conn).await? {
        report.wrong("schéma gn_demandes", &told);
        return Ok(());
    }
    report.add::<String>("schéma gn_demandes", Ok(String::new()));
    let settings = service::settings::current(&mut conn).await;
    let migrated = settings.is_ok();
    report.add(
        "réglages",
        settings
            .map(|(version, _)| format!("(version {version})"))
            .map_err(|error| format!("{error} ; lancez « demandes_api migrate », ou corrigez la table gn_demandes.setting")),
    );
    if !migrated {
        return Ok(());
    }
    for wrong in store::install::wrong_rights(&mut conn).await? {
        report.wrong("droits dans la base", &wrong);
    }
    let (waiting, failed) = store::messages::counts(&mut conn).await?;
    let told = format!(
        "({waiting} en attente, {failed} abandonné(s) : gn_demandes.message, colonne last_error)"
    );
    report.add::<String>("messages", Ok(told));
    for mismatch in store::install::level_mismatches(&mut conn).await? {
        report.wrong("table des niveaux", &mismatch);
    }
    Ok(())
}

fn extension(version: Option<&str>) -> Result<String, String> {
    let ours = env!("CARGO_PKG_VERSION");
    match version {
        None => Err("absente : installez ses fichiers (paquet postgresql-15-gn-diffusion) puis lancez « demandes_api migrate »".to_owned()),
        Some(version) if version != ours => Err(format!(
            "en version {version}, le service en version {ours} : installez les deux paquets de la même version puis lancez « demandes_api migrate »"
        )),
        Some(version) => Ok(format!("(version {version})")),
    }
}

async fn geography_and_clock(
    conn: &mut sqlx::PgConnection,
    report: &mut Report,
) -> anyhow::Result<()> {
    let areas = store::perimetres::local_srid(conn).await;
    let (srid, now) = store::install::srid_and_clock(conn).await?;
    match areas {
        Err(error) => report.wrong(
            "référentiel géographique de GeoNature",
            &format!("ref_geo.l_areas est illisible : {error}"),
        ),
        Ok(areas) if areas != srid => report.wrong(
            "projection",
            &format!(
                "ref_geo.l_areas est en {areas} et la synthèse en {srid} : GeoNature les veut dans la même projection"
            ),
        ),
        Ok(areas) => report.add::<String>("projection", Ok(format!("(SRID {areas})"))),
    }
    let drift = (crate::clock::Clock::system().now() - now).num_seconds();
    if drift.abs() > MAX_DRIFT_SECONDS {
        report.wrong(
            "horloge",
            &format!(
                "{} s d'écart entre cette machine et le serveur de la base : synchronisez-les (timedatectl set-ntp true)",
                drift.abs()
            ),
        );
    } else {
        report.add::<String>("horloge", Ok(String::new()));
    }
    Ok(())
}
