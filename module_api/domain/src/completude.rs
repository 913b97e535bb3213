//! What a demande must hold before its dépôt, by rule. The completude after the dépôt is judged by a person; the shape of a
//! perimeter (size, territory, validity) is checked where it is received.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{OrganismeId, RoleId, is_filled};

/// The engagement accepted with the demande.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    /// Version of the text accepted.
    pub version: i32,
    /// Day it was accepted.
    pub accepted_on: NaiveDate,
    /// Who accepted it.
    pub accepted_by: RoleId,
}

/// What is known of a demande on the day of its dépôt. `None` and blank texts mean 'not answered'.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepotFacts {
    /// Who asks.
    pub demandeur: Option<RoleId>,
    /// For which organisme.
    pub organisme: Option<OrganismeId>,
    /// Whether a maitre d'ouvrage is chosen or proposed.
    pub has_maitre_ouvrage: bool,
    /// Code of the objet.
    pub objet: Option<String>,
    /// The objet in free text.
    pub objet_detail: Option<String>,
    /// Whether a valid perimeter is stored.
    pub has_perimetre: bool,
    /// First day of observation wanted; optional.
    pub date_from: Option<NaiveDate>,
    /// Last day of observation wanted; optional.
    pub date_to: Option<NaiveDate>,
    /// Codes of the taxon list that TAXREF does not know.
    pub unknown_taxa: Vec<String>,
    /// Entries of the taxon list that name several taxa.
    pub ambiguous_taxa: Vec<String>,
    /// Whether precise sensitive data are wanted.
    pub wants_precise_sensitive: Option<bool>,
    /// Whether the blurred copy is taken if the precise lot is refused; asked only with the former.
    pub accepts_fallback: Option<bool>,
    /// Intended use.
    pub intended_use: Option<String>,
    /// Duration of the use, months.
    pub use_months: Option<u32>,
    /// Who else will hold the data. `Some`, even blank ('nobody'), is an answer.
    pub other_holders: Option<String>,
    /// The engagement accepted.
    pub engagement: Option<Engagement>,
    /// Version of the engagement in force.
    pub engagement_version: i32,
}

/// Something that prevents the dépôt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The field to correct, by the name the API and [`DepotFacts`] give it (`cd_noms` for the list of taxa).
    pub field: &'static str,
    /// French sentence.
    pub message: String,
}

/// What prevents the dépôt, in the order of the form; empty when it may be made.
#[must_use]
pub fn missing(facts: &DepotFacts) -> Vec<Missing> {
    let mut found = Found(Vec::new());
    found.unless(
        facts.demandeur.is_some(),
        "demandeur",
        "Indiquez qui fait la demande.",
    );
    found.unless(
        facts.organisme.is_some(),
        "organisme",
        "Indiquez l'organisme du demandeur.",
    );
    found.unless(
        facts.has_maitre_ouvrage,
        "maitre_ouvrage",
        "Indiquez le maître d'ouvrage de l'étude.",
    );
    found.unless(
        is_filled(facts.objet.as_deref()),
        "objet",
        "Choisissez l'objet de la demande.",
    );
    found.unless(
        is_filled(facts.objet_detail.as_deref()),
        "objet_detail",
        "Décrivez l'objet de la demande.",
    );
    found.unless(
        facts.has_perimetre,
        "perimetre",
        "Dessinez, choisissez ou importez un périmètre.",
    );
    period(facts, &mut found);
    taxa(facts, &mut found);
    sensitive(facts, &mut found);
    usage(facts, &mut found);
    engagement(facts, &mut found);
    found.0
}

struct Found(Vec<Missing>);

impl Found {
    fn unless(&mut self, holds: bool, field: &'static str, message: &str) {
        if !holds {
            self.0.push(Missing {
                field,
                message: message.to_owned(),
            });
        }
    }
}

fn period(facts: &DepotFacts, found: &mut Found) {
    let reversed = matches!((facts.date_from, facts.date_to), (Some(from), Some(to)) if from > to);
    found.unless(
        !reversed,
        "date_to",
        "La période d'observation se termine avant de commencer.",
    );
}

fn taxa(facts: &DepotFacts, found: &mut Found) {
    let unknown = format!(
        "Taxons inconnus de TAXREF : {}.",
        facts.unknown_taxa.join(", ")
    );
    found.unless(facts.unknown_taxa.is_empty(), "cd_noms", &unknown);
    let ambiguous = format!(
        "Taxons ambigus, à préciser : {}.",
        facts.ambiguous_taxa.join(", ")
    );
    found.unless(facts.ambiguous_taxa.is_empty(), "cd_noms", &ambiguous);
}

fn sensitive(facts: &DepotFacts, found: &mut Found) {
    found.unless(
        facts.wants_precise_sensitive.is_some(),
        "wants_precise_sensitive",
        "Indiquez si vous souhaitez les données sensibles précises.",
    );
    let asked = facts.wants_precise_sensitive == Some(true);
    found.unless(
        !asked || facts.accepts_fallback.is_some(),
        "accepts_fallback",
        "Indiquez si vous accepteriez les données floutées en cas de refus.",
    );
}

fn usage(facts: &DepotFacts, found: &mut Found) {
    found.unless(
        is_filled(facts.intended_use.as_deref()),
        "intended_use",
        "Décrivez l'utilisation prévue des données.",
    );
    found.unless(
        facts.use_months.is_some_and(|months| months > 0),
        "use_months",
        "Indiquez la durée d'utilisation prévue, en mois.",
    );
    found.unless(
        facts.other_holders.is_some(),
        "other_holders",
        "Indiquez qui d'autre détiendra les données, ou que personne d'autre ne les détiendra.",
    );
}

fn engagement(facts: &DepotFacts, found: &mut Found) {
    let Some(accepted) = &facts.engagement else {
        found.unless(false, "engagement", "Acceptez l'acte d'engagement.");
        return;
    };
    found.unless(
        accepted.version == facts.engagement_version,
        "engagement",
        "L'acte d'engagement a changé : acceptez la version en vigueur.",
    );
}
