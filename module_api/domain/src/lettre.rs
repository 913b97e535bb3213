//! The numbered letters to a demandeur: which one a decision wants, whether an extension is still lawful, when the use of the data ends,
//! and the legal texts a new instance starts with. Not here: the pages, the numbering in the database, who may read them
//! ([`crate::rights`]).

use chrono::NaiveDate;

use crate::avis::Conditions;
use crate::code::coded_enum;
use crate::decision::DecisionKind;
use crate::echeance;
use crate::lot::LotState;

coded_enum! {
    /// What a letter is, as the template knows it.
    pub enum Modele("un modèle de lettre") {
        /// The dépôt is received.
        Recepisse = "recepisse",
        /// Something is missing.
        Incompletude = "incompletude",
        /// The term is lengthened.
        Prolongation = "prolongation",
        /// Granted.
        Accord = "accord",
        /// Granted in part: some lots, or with restrictions.
        AccordPartiel = "accord_partiel",
        /// Refused, with its reasons.
        Refus = "refus",
        /// The use is over: the data are to be destroyed.
        Cloture = "cloture",
    }
}

impl Modele {
    /// French label, as in a list of letters.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Recepisse => "Accusé de réception",
            Self::Incompletude => "Demande incomplète",
            Self::Prolongation => "Prolongation du délai de réponse",
            Self::Accord => "Accord",
            Self::AccordPartiel => "Accord partiel",
            Self::Refus => "Refus motivé",
            Self::Cloture => "Clôture et attestation de destruction",
        }
    }
}

/// The number of a letter: its year in Paris, and its rank in that year.
#[must_use]
pub fn numero(year: i32, rank: i32) -> String {
    format!("{year}-L-{rank:04}")
}

/// Where another lot of the demande stands on the day one is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not decided yet.
    Pending,
    /// To be delivered, or delivered.
    Granted,
    /// The same, with restrictions.
    Restricted,
    /// Refused.
    Refused,
}

impl Standing {
    /// From the state of a lot and its decision, if a person took one; none for a lot that was given up.
    #[must_use]
    pub const fn of(state: LotState, decision: Option<DecisionKind>) -> Option<Self> {
        match (state, decision) {
            (LotState::Annule, _) => None,
            (LotState::Prevu | LotState::AvisDemande, _) => Some(Self::Pending),
            (LotState::Refuse, _) => Some(Self::Refused),
            (_, Some(DecisionKind::AcceptWithConditions)) => Some(Self::Restricted),
            _ => Some(Self::Granted),
        }
    }

    /// What the letter says of it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pending => "À l'examen",
            Self::Granted => "Accord",
            Self::Restricted => "Accord sous conditions",
            Self::Refused => "Refus",
        }
    }
}

/// The letter a decision on one lot wants: it answers for that lot, and says what the demande as a whole becomes.
#[must_use]
pub fn of_decision(decided: DecisionKind, others: &[Standing]) -> Modele {
    let granted =
        |standing: &Standing| matches!(standing, Standing::Granted | Standing::Restricted);
    match decided {
        DecisionKind::Refuse if others.iter().any(granted) => Modele::AccordPartiel,
        DecisionKind::Refuse => Modele::Refus,
        DecisionKind::AcceptWithConditions => Modele::AccordPartiel,
        DecisionKind::Accept if others.contains(&Standing::Refused) => Modele::AccordPartiel,
        DecisionKind::Accept => Modele::Accord,
    }
}

/// The last day the data of a lot may be used: `months` after its sending, or fewer if the decision says so. None without a duration.
#[must_use]
pub fn end_of_use(
    sent_on: NaiveDate,
    months: Option<u32>,
    conditions: &Conditions,
) -> Option<NaiveDate> {
    let months = match (months, conditions.shorter_duration_months) {
        (Some(asked), Some(shorter)) => asked.min(shorter),
        (asked, shorter) => asked.or(shorter)?,
    };
    Some(echeance::add_months(sent_on, months))
}

/// The texts a new instance starts with. Each is a setting, so that the law may change without the software; paragraphs are apart by a
/// blank line.
pub mod texts {
    /// Who writes: the first line is a name, the others an address.
    pub const SENDER: &str = "Coordination régionale du SINP";
    /// Above the name of who signs.
    pub const SIGNATORY: &str = "Pour la coordination";
    /// Grounds of the receipt.
    pub const RECEIPT: &str = "Cet accusé de réception est délivré en application de l'article L. 112-3 du code des relations entre le public et l'administration. L'article R. 124-1 du code de l'environnement fixe à un mois le délai dans lequel une réponse vous est due. Ce délai peut être porté à deux mois si le volume ou la complexité des informations demandées le justifie ; vous en seriez alors informé avant son terme, avec les motifs.\n\nSans réponse à l'échéance, votre demande serait réputée refusée.";
    /// Grounds of the letter that says what is missing.
    pub const INCOMPLETENESS: &str = "Ce courrier vous est adressé en application de l'article L. 114-5 du code des relations entre le public et l'administration : le délai de réponse ne court pas tant que la demande n'est pas complète.";
    /// Grounds of the extension.
    pub const EXTENSION: &str = "Ce délai est porté d'un à deux mois en application de l'article R. 124-1 du code de l'environnement.";
    /// Grounds of a refusal, whole or in part.
    pub const REFUSAL: &str = "Les informations refusées, ou retirées par une condition, le sont en application de l'article L. 124-4 du code de l'environnement (I, 2°) : la consultation ou la communication de ces informations porterait atteinte à la protection de l'environnement auquel elles se rapportent. Celles qui ont pu en être séparées vous sont communiquées (article L. 311-7 du code des relations entre le public et l'administration). Cette décision vous est notifiée par écrit, avec ses motifs, conformément à l'article L. 124-6 du code de l'environnement.";
    /// Grounds of the closing.
    pub const CLOSING: &str = "Comme vous vous y êtes engagé, les données précises reçues doivent être détruites, ainsi que leurs copies, par vous-même et par toute personne à qui vous les avez transmises.";
    /// Ways of appeal.
    pub const APPEAL: &str = "Si vous contestez cette décision, vous pouvez saisir la Commission d'accès aux documents administratifs (CADA, TSA 50730, 75334 Paris Cedex 07, www.cada.fr) dans un délai de deux mois à compter de la réception de cette lettre. Cette saisine est un préalable obligatoire à tout recours contentieux (articles L. 342-1 et R. 343-1 du code des relations entre le public et l'administration).\n\nSi le refus est confirmé après l'avis de la CADA, expressément ou par un silence de deux mois à compter de l'enregistrement de votre saisine par la CADA, vous disposez de deux mois pour saisir le tribunal administratif compétent, notamment par www.telerecours.fr.";
}
