//! What the form of a demande offers: purposes, formats, groups, limits, the engagement to accept.

use demandes_domain::rights::{self, Action, Actor, Target};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Context, Result, demandes::MAX_TAXA, profil, settings};
use crate::{
    export::Format,
    store::{self, registers::Niveau, registers::ObjetOffered},
};

/// What the form offers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Form {
    /// Purposes that may be chosen.
    pub objets: Vec<ObjetOffered>,
    /// Formats of delivery.
    pub formats: Vec<FormatOffered>,
    /// Groups of taxa, for the labels of codes.
    pub groupes: Vec<GroupeOffered>,
    /// Levels a condition may blur to, the finest first.
    pub niveaux: Vec<Niveau>,
    /// The engagement to accept; none when no text is published.
    pub engagement: Option<EngagementOffered>,
    /// Limits.
    pub limits: FormLimits,
}

/// A format that may be asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormatOffered {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Whether it is ticked from the start.
    pub default: bool,
}

/// A group of taxa.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupeOffered {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Whether its pôles are always asked.
    pub avis_systematique: bool,
}

/// The text to accept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EngagementOffered {
    /// Its version, to be sent with the dépôt.
    pub version: i32,
    /// Its text.
    pub text: String,
}

/// Limits of what may be sent.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct FormLimits {
    /// Bytes of an uploaded perimeter.
    pub max_upload_bytes: u64,
    /// Its vertices.
    pub max_upload_vertices: u64,
    /// Taxa of a list.
    pub max_taxa: usize,
    /// Communes above which there is a tour de table.
    pub max_communes_without_tour_de_table: u32,
    /// Days a pôle has to answer.
    pub avis_days: u32,
    /// Days for a delivery.
    pub livraison_days: u32,
}

/// What the form offers today.
///
/// # Errors
/// Without any right in the module.
pub async fn read(context: &Context, actor: &Actor) -> Result<Form> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    let mut conn = context.pool.acquire().await?;
    let (_, settings) = settings::current(&mut conn).await?;
    let profil = profil::row(&mut conn, profil::DEFAULT).await?;
    let labels = store::registers::groupe_labels(&mut conn).await?;
    let systematic = store::registers::avis_systematiques(&mut conn).await?;
    let mut groupes: Vec<GroupeOffered> = labels
        .into_iter()
        .map(|(code, label)| GroupeOffered {
            avis_systematique: systematic.get(&code).copied().unwrap_or(true),
            code,
            label,
        })
        .collect();
    groupes.sort_by(|a, b| a.label.cmp(&b.label));
    let engagement = store::registers::current_engagement(&mut conn, context.today()).await?;
    Ok(Form {
        objets: store::registers::objets(&mut conn).await?,
        formats: profil
            .formats
            .iter()
            .map(|code| FormatOffered {
                label: format_label(code),
                default: profil.default_formats.contains(code),
                code: code.clone(),
            })
            .collect(),
        groupes,
        niveaux: store::registers::niveaux(&mut conn).await?,
        engagement: engagement.map(|(version, text)| EngagementOffered { version, text }),
        limits: FormLimits {
            max_upload_bytes: settings.max_upload_bytes,
            max_upload_vertices: settings.max_upload_vertices,
            max_taxa: MAX_TAXA,
            max_communes_without_tour_de_table: settings.max_communes_without_tour_de_table,
            avis_days: settings.avis_days,
            livraison_days: settings.livraison_days,
        },
    })
}

fn format_label(code: &str) -> String {
    Format::ALL
        .iter()
        .find(|format| format.code() == code)
        .map_or_else(|| code.to_owned(), |format| format.label_fr().to_owned())
}
