//! Routing: which lots a demande gives, which poles are asked about each, why, and between which dates it leaves. The same
//! [`route`] announces it before the dépôt and decides it afterwards.
//!
//! It reads facts taken by **blurred** area only, withheld records excluded, so that being routed discloses nothing. Not
//! here: how the facts are counted (extension `gn_diffusion`) and how an avis is given ([`crate::avis`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::PoleId;
use crate::code::coded_enum;
use crate::echeance::{avis_deadline, livraison_deadline};
use crate::lot::LotKind;

/// What routing needs of the settings ([`crate::settings::Settings::routing`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingSettings {
    /// A tour de table is needed strictly above this number of communes.
    pub max_communes_without_tour_de_table: u32,
    /// Codes of the objets that need a tour de table.
    pub objets_requiring_tour_de_table: Vec<String>,
    /// Whether a demandeur whose organisme is no adherent needs a tour de table.
    pub non_adherent_requires_tour_de_table: bool,
    /// Whether an organisme that animates a pole counts as an adherent.
    pub pole_partner_counts_as_adherent: bool,
    /// Whether F1 leaves at once although the demande waits.
    pub f1_immediate: bool,
    /// Calendar days a pole has to answer.
    pub avis_days: u32,
    /// Calendar days to deliver after the decision.
    pub livraison_days: u32,
}

/// The wanted records of one groupe, by blurred area. One row per code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupeFacts {
    /// `gn_diffusion.groupe.code`.
    pub code: String,
    /// Whether its poles are asked each time sensitive data are wanted.
    pub avis_systematique: bool,
    /// Some wanted sensitive record has a blurred area that meets the perimeter.
    pub has_sensitive: bool,
    /// Some wanted record, sensitive (by blurred area) or not, meets the perimeter.
    pub has_any: bool,
}

/// A pole and the groupes it speaks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoleFacts {
    /// The pole.
    pub id: PoleId,
    /// Its name, for people.
    pub label: String,
    /// Codes of its groupes.
    pub groupes: Vec<String>,
}

coded_enum! {
    /// What a demandeur is to the platform, on the day of the dépôt.
    pub enum Classe("une classe de demandeurs") {
        /// Of an adherent.
        Adherent = "adherent",
        /// Of an organisme that animates a pole, and is no adherent.
        PartenairePole = "partenaire_pole",
        /// Of another, or of none.
        NonAdherent = "non_adherent",
    }
}

/// The standing order of the poles of a groupe with `avis_systematique`: when they want to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consigne {
    /// Its groupe.
    pub groupe: String,
    /// From this number of communes on.
    pub min_communes: Option<u32>,
    /// For these classes only; none: all.
    pub classes: Option<Vec<Classe>>,
}

impl Consigne {
    /// Whether they want to be asked about this demande.
    #[must_use]
    pub fn asks(&self, facts: &RouteFacts) -> bool {
        self.min_communes
            .is_none_or(|min| facts.communes_count >= min)
            && self
                .classes
                .as_ref()
                .is_none_or(|classes| classes.contains(&facts.classe()))
    }
}

impl RouteFacts {
    /// What the demandeur is.
    #[must_use]
    pub const fn classe(&self) -> Classe {
        match (self.adherent, self.pole_partner) {
            (true, _) => Classe::Adherent,
            (false, true) => Classe::PartenairePole,
            (false, false) => Classe::NonAdherent,
        }
    }
}

/// What is known of a demande when it is routed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each named by the rule that reads it"
)]
pub struct RouteFacts {
    /// Communes of the perimeter, by the rule of the commune tolerance.
    pub communes_count: u32,
    /// Code of the objet.
    pub objet: String,
    /// The organisme is an adherent on the day of the dépôt.
    pub adherent: bool,
    /// The organisme animates a pole.
    pub pole_partner: bool,
    /// Precise sensitive data are wanted.
    pub wants_precise_sensitive: bool,
    /// Groupes with a wanted record.
    pub groupes: Vec<GroupeFacts>,
    /// Some wanted sensitive record, by blurred area, is of a taxon in no groupe.
    pub sensitive_without_groupe: bool,
    /// Active poles.
    pub poles: Vec<PoleFacts>,
    /// The coordination, asked where no pole speaks for the data.
    pub coordination: PoleId,
    /// Standing orders, one at most for a groupe.
    #[serde(default)]
    pub consignes: Vec<Consigne>,
}

/// Why somebody is asked. `Display` is a French clause for the annonce.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Motif {
    /// Too many communes.
    #[error("le périmètre couvre {count} communes (tour de table au-delà de {max})")]
    Communes {
        /// Communes of the perimeter.
        count: u32,
        /// The threshold of the settings.
        max: u32,
    },
    /// The objet needs it.
    #[error("l'objet de la demande appelle un tour de table")]
    Objet {
        /// Its code.
        objet: String,
    },
    /// The organisme is no adherent.
    #[error("l'organisme n'est pas adhérent au jour du dépôt")]
    NonAdherent,
    /// Sensitive data of a groupe with `avis_systematique`.
    #[error("des données sensibles d'un groupe soumis à avis systématique peuvent être concernées")]
    AvisSystematique {
        /// Code of the groupe.
        groupe: String,
    },
    /// Sensitive data of a taxon in no groupe.
    #[error("des données sensibles d'espèces qui ne relèvent d'aucun pôle peuvent être concernées")]
    SensitiveWithoutGroupe,
    /// No pole speaks for the data of this lot.
    #[error("aucun pôle ne représente ces données : la coordination est consultée")]
    NoPole,
}

/// A lot as announced and as opened afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedLot {
    /// Its kind.
    pub kind: LotKind,
    /// Its groupe: set for F3 only, `None` for an F3 of taxa in no groupe.
    pub groupe: Option<String>,
    /// Whether it waits for avis and a decision.
    pub tour_de_table: bool,
    /// Poles asked, none twice; empty exactly when nobody is asked.
    pub poles: Vec<PoleId>,
    /// Why they are asked; empty exactly when nobody is asked.
    pub motifs: Vec<Motif>,
    /// First day it may leave.
    pub earliest: NaiveDate,
    /// Last day it is due, if it is granted and the demande is complete on `today`.
    pub latest: NaiveDate,
}

/// The route of a demande.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Why the whole demande waits; empty when it does not.
    pub demande_level: Vec<Motif>,
    /// Its lots: F1, then F2, then each F3 in the order of the facts.
    pub lots: Vec<AnnouncedLot>,
}

impl Route {
    /// Whether anybody is asked.
    #[must_use]
    pub fn has_tour_de_table(&self) -> bool {
        self.lots.iter().any(|lot| lot.tour_de_table)
    }
}

/// Routes a demande as if its instruction started `today`.
#[must_use]
pub fn route(facts: &RouteFacts, settings: &RoutingSettings, today: NaiveDate) -> Route {
    let demande_level = demande_motifs(facts, settings);
    let plan = Plan {
        facts,
        settings,
        today,
        demande_level: &demande_level,
    };
    let mut lots = vec![plan.f1()];
    if facts.wants_precise_sensitive {
        lots.extend(plan.f2());
        lots.extend(plan.f3_of_groupes());
        lots.extend(plan.f3_without_groupe());
    }
    Route {
        demande_level,
        lots,
    }
}

/// Why the whole demande waits.
fn demande_motifs(facts: &RouteFacts, settings: &RoutingSettings) -> Vec<Motif> {
    let mut motifs = Vec::new();
    let max = settings.max_communes_without_tour_de_table;
    if facts.communes_count > max {
        motifs.push(Motif::Communes {
            count: facts.communes_count,
            max,
        });
    }
    if settings
        .objets_requiring_tour_de_table
        .contains(&facts.objet)
    {
        motifs.push(Motif::Objet {
            objet: facts.objet.clone(),
        });
    }
    let adherent =
        facts.adherent || (facts.pole_partner && settings.pole_partner_counts_as_adherent);
    if settings.non_adherent_requires_tour_de_table && !adherent {
        motifs.push(Motif::NonAdherent);
    }
    motifs
}

/// The common ground of the lots of one route.
struct Plan<'a> {
    facts: &'a RouteFacts,
    settings: &'a RoutingSettings,
    today: NaiveDate,
    demande_level: &'a [Motif],
}

impl Plan<'_> {
    fn f1(&self) -> AnnouncedLot {
        let motifs = if self.settings.f1_immediate {
            Vec::new()
        } else {
            self.demande_level.to_vec()
        };
        self.lot(LotKind::F1, None, motifs, self.poles_with_wanted_records())
    }

    fn f2(&self) -> Option<AnnouncedLot> {
        let exists = self
            .facts
            .groupes
            .iter()
            .any(|groupe| groupe.has_sensitive && !groupe.avis_systematique);
        exists.then(|| {
            self.lot(
                LotKind::F2,
                None,
                self.demande_level.to_vec(),
                self.poles_with_wanted_records(),
            )
        })
    }

    fn f3_of_groupes(&self) -> impl Iterator<Item = AnnouncedLot> {
        let groupes = self.facts.groupes.iter();
        groupes
            .filter(|groupe| groupe.has_sensitive && groupe.avis_systematique)
            .map(|groupe| {
                let mut motifs = self.demande_level.to_vec();
                if self.wants_to_be_asked(&groupe.code) {
                    motifs.push(Motif::AvisSystematique {
                        groupe: groupe.code.clone(),
                    });
                }
                let poles = self.poles_of(|code| code == groupe.code);
                self.lot(LotKind::F3, Some(groupe.code.clone()), motifs, poles)
            })
    }

    /// Unless their standing order says otherwise, the poles of a groupe with `avis_systematique` always do.
    fn wants_to_be_asked(&self, code: &str) -> bool {
        let consigne = self.facts.consignes.iter().find(|own| own.groupe == code);
        consigne.is_none_or(|own| own.asks(self.facts))
    }

    fn f3_without_groupe(&self) -> Option<AnnouncedLot> {
        self.facts.sensitive_without_groupe.then(|| {
            let mut motifs = self.demande_level.to_vec();
            motifs.push(Motif::SensitiveWithoutGroupe);
            self.lot(LotKind::F3, None, motifs, vec![self.facts.coordination])
        })
    }

    /// A lot asked of `poles` for `motifs`, or that asks nobody when there is no motif.
    fn lot(
        &self,
        kind: LotKind,
        groupe: Option<String>,
        mut motifs: Vec<Motif>,
        mut poles: Vec<PoleId>,
    ) -> AnnouncedLot {
        let tour_de_table = !motifs.is_empty();
        if !tour_de_table {
            poles.clear();
        } else if poles.is_empty() {
            poles.push(self.facts.coordination);
            motifs.push(Motif::NoPole);
        }
        // A decision is due once the avis are in or late: the delivery is counted from there.
        let decided = if tour_de_table {
            avis_deadline(self.today, self.settings.avis_days)
        } else {
            self.today
        };
        let latest = livraison_deadline(decided, self.settings.livraison_days);
        AnnouncedLot {
            kind,
            groupe,
            tour_de_table,
            poles,
            motifs,
            earliest: self.today,
            latest,
        }
    }

    fn poles_with_wanted_records(&self) -> Vec<PoleId> {
        self.poles_of(|code| {
            let wanted = |groupe: &GroupeFacts| {
                groupe.code == code && (groupe.has_any || groupe.has_sensitive)
            };
            self.facts.groupes.iter().any(wanted)
        })
    }

    fn poles_of(&self, is_concerned: impl Fn(&str) -> bool) -> Vec<PoleId> {
        let mut poles = Vec::new();
        for pole in &self.facts.poles {
            if pole.groupes.iter().any(|code| is_concerned(code)) && !poles.contains(&pole.id) {
                poles.push(pole.id);
            }
        }
        poles
    }
}
