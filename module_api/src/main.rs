//! The program `demandes_api`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use demandes_api::{commands, config::Config, perimetre};

/// Service du module « Demandes d'accès » de GeoNature.
#[derive(Parser)]
#[command(name = "demandes_api", version)]
struct Arguments {
    /// Fichier de configuration ; l'environnement (DEMANDES_…) le complète.
    #[arg(long, global = true, env = "DEMANDES_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installe ou met à jour ce qui est à nous dans la base de GeoNature.
    Migrate,
    /// Retire de la base tout ce que « migrate » y a mis : GeoNature redevient ce qu'il était.
    Uninstall(commands::uninstall::Arguments),
    /// Sert l'API.
    Serve,
    /// Traite la file des travaux : extraction des lots, échéances, chiffres publiés.
    Worker,
    /// Écrit le document OpenAPI.
    Openapi,
    /// Clé, rejeu et attaque des lots.
    #[command(subcommand)]
    Lot(commands::lot::Command),
    /// Vérification, export et effacement du journal.
    #[command(subcommand)]
    Journal(commands::journal::Command),
    /// Lien vers les pages dans le menu de GeoNature.
    #[command(subcommand)]
    Geonature(commands::geonature::Command),
    /// Ce que TAXREF dit à côté de sa table.
    #[command(subcommand)]
    Taxref(commands::taxref::Command),
    /// Dit ce qui ne va pas dans la configuration, et comment y remédier.
    CheckConfig,
    /// Lit un périmètre pour le service, dans un processus limité.
    #[command(name = perimetre::CHILD_SUBCOMMAND, hide = true)]
    ReadPerimetre,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::ReadPerimetre) {
        return perimetre::child_main();
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Erreur : {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("DEMANDES_LOG")
                .unwrap_or_else(|_| "info,sqlx=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    if matches!(arguments.command, Command::Openapi) {
        print!(
            "{}",
            commands::openapi::document("/geonature/api-demandes")?
        );
        return Ok(());
    }
    let config = Config::load(arguments.config.as_deref())?;
    match &arguments.command {
        Command::Migrate => commands::migrate::run(&config).await,
        Command::Uninstall(arguments) => commands::uninstall::run(&config, arguments).await,
        Command::Serve => commands::serve::run(&config).await,
        Command::Worker => commands::worker::run(&config).await,
        Command::Lot(command) => commands::lot::run(&config, command).await,
        Command::Journal(command) => commands::journal::run(&config, command).await,
        Command::Geonature(command) => commands::geonature::run(&config, command).await,
        Command::Taxref(command) => commands::taxref::run(&config, command).await,
        Command::CheckConfig => {
            commands::check_config::run(&config, arguments.config.as_deref()).await
        }
        Command::Openapi | Command::ReadPerimetre => Ok(()),
    }
}
