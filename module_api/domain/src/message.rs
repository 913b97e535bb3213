//! Which event concerns whom, and by which message. A message names no taxon and no place: what a person may know is read in the dossier,
//! behind his login. Not here: who the people are (registers), the words (templates), the sending.

use crate::code::coded_enum;
use crate::decision::DecisionKind;

coded_enum! {
    /// A message, by the name of its template.
    pub enum Message("un message") {
        /// The dépôt is received.
        AccuseReception = "accuse_reception",
        /// The demande is incomplete.
        Incomplete = "incomplete",
        /// The demande is complete: its route begins.
        Instruction = "instruction",
        /// A lot is decided.
        Decision = "decision",
        /// A lot is sent: its link.
        LotDisponible = "lot_disponible",
        /// A link nobody opened is about to end.
        LienExpire = "lien_expire",
        /// A demande left alone is about to end.
        ExpireBientot = "expire_bientot",
        /// A demande left alone has ended.
        Expiree = "expiree",
        /// The use of the data is over: they are to be destroyed.
        FinUsage = "fin_usage",
        /// The demande was withdrawn.
        Retrait = "retrait",
        /// The demande was closed because the engagement was broken.
        Revocation = "revocation",
        /// Avis are asked.
        AvisDemande = "avis_demande",
        /// Avis are still waited for.
        AvisRelance = "avis_relance",
        /// No avis came in time.
        AvisSansReponse = "avis_sans_reponse",
        /// A lot that holds data of the pôle passed its checks, and is about to be sent.
        EnvoiPrevu = "envoi_prevu",
        /// A lot that holds data of the pôle was sent.
        EnvoiInformation = "envoi_information",
        /// A demande was deposited.
        Depot = "depot",
        /// A pôle wants an exchange.
        AvisReserve = "avis_reserve",
        /// Everybody has answered, or is late: a lot may be decided.
        ADecider = "a_decider",
        /// A delay is over.
        Retard = "retard",
        /// The adversary kept a lot from leaving.
        Blocage = "blocage",
        /// The guard flagged a lot.
        Garde = "garde",
        /// A permission in GeoNature ended.
        PermissionTerminee = "permission_terminee",
        /// A dossier to check.
        DossierConfie = "dossier_confie",
        /// A lot to send, some day.
        LotConfie = "lot_confie",
        /// A lot is ready to be sent.
        LotPret = "lot_pret",
        /// A delay is about to end.
        Relance = "relance",
    }
}

coded_enum! {
    /// What a person may unsubscribe from in GeoNature, as the code of its notification category.
    pub enum Category("une catégorie de notification") {
        /// Of the demandeur.
        Suivi = "DEMANDES-SUIVI",
        /// Of the animateurs.
        Avis = "DEMANDES-AVIS",
        /// Of the coordination.
        Coordination = "DEMANDES-COORDINATION",
        /// Of who is responsible of a dossier or a lot.
        Responsable = "DEMANDES-RESPONSABLE",
    }
}

impl Category {
    /// French label, for GeoNature's page of notification rules.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Suivi => "Mes demandes d'accès",
            Self::Avis => "Demandes d'accès : avis de mon pôle",
            Self::Coordination => "Demandes d'accès : coordination",
            Self::Responsable => "Demandes d'accès : dossiers et lots qui me sont confiés",
        }
    }
}

impl Message {
    /// What it belongs to.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::AccuseReception
            | Self::Incomplete
            | Self::Instruction
            | Self::Decision
            | Self::LotDisponible
            | Self::LienExpire
            | Self::ExpireBientot
            | Self::Expiree
            | Self::FinUsage
            | Self::Retrait
            | Self::Revocation => Category::Suivi,
            Self::AvisDemande
            | Self::AvisRelance
            | Self::AvisSansReponse
            | Self::EnvoiPrevu
            | Self::EnvoiInformation => Category::Avis,
            Self::Depot
            | Self::AvisReserve
            | Self::ADecider
            | Self::Retard
            | Self::Blocage
            | Self::Garde
            | Self::PermissionTerminee => Category::Coordination,
            Self::DossierConfie | Self::LotConfie | Self::LotPret | Self::Relance => {
                Category::Responsable
            }
        }
    }

    /// Whether the procedure wants it told, whatever the person unsubscribed from: it carries a right or opens a delay.
    #[must_use]
    pub const fn is_official(self) -> bool {
        matches!(
            self,
            Self::AccuseReception
                | Self::Incomplete
                | Self::Instruction
                | Self::Decision
                | Self::LotDisponible
                | Self::Expiree
                | Self::FinUsage
                | Self::Retrait
                | Self::Revocation
                | Self::AvisDemande
        )
    }

    /// What GeoNature's bell says of it, after the number of the demande.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AccuseReception => "votre demande est reçue",
            Self::Incomplete => "votre demande est incomplète",
            Self::Instruction => "votre demande est complète, son instruction commence",
            Self::Decision => "une décision est prise",
            Self::LotDisponible => "un lot vous attend",
            Self::LienExpire => "un lot n'a pas été téléchargé, son lien expire bientôt",
            Self::ExpireBientot => "sans nouvelles de vous, la demande prendra fin bientôt",
            Self::Expiree => "la demande a pris fin, faute de nouvelles",
            Self::FinUsage => "l'usage des données a pris fin",
            Self::Retrait => "la demande est retirée",
            Self::Revocation => "la demande est révoquée",
            Self::AvisDemande => "l'avis de votre pôle est demandé",
            Self::AvisRelance => "l'avis de votre pôle est attendu",
            Self::AvisSansReponse => "le délai d'avis de votre pôle est passé",
            Self::EnvoiPrevu => "un lot qui concerne votre pôle va être envoyé",
            Self::EnvoiInformation => "un lot qui concerne votre pôle a été envoyé",
            Self::Depot => "nouvelle demande déposée",
            Self::AvisReserve => "un pôle souhaite un échange",
            Self::ADecider => "le tour de table est clos, une décision est attendue",
            Self::Retard => "un délai est dépassé",
            Self::Blocage => "la vérification a retenu un lot",
            Self::Garde => "la garde a signalé un lot",
            Self::PermissionTerminee => "une permission dans GeoNature a pris fin",
            Self::DossierConfie => "un dossier vous est confié",
            Self::LotConfie => "un lot vous est confié",
            Self::LotPret => "un lot est prêt à être envoyé",
            Self::Relance => "un délai approche",
        }
    }
}

/// Who a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The demandeur, and who deposited for him.
    Demandeur,
    /// The animateurs of the pôle the event is about.
    Pole,
    /// The animateurs of every pôle asked about the lot, or about the demande.
    PolesAsked,
    /// The animateurs of the pôles asked about the lot or whose groupes it holds.
    PolesConcerned,
    /// Who may decide.
    Coordination,
    /// Who is responsible of the lot.
    ResponsableLot,
    /// Who is responsible of the check of the dossier.
    ResponsableDossier,
    /// One person.
    Person(crate::RoleId),
}

/// What happened, as far as messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// The demande was submitted.
    Depose,
    /// It was declared incomplete.
    DeclareIncomplete,
    /// It was declared complete.
    DeclareComplete,
    /// It was withdrawn.
    Withdraw,
    /// It ended by itself.
    Expire,
    /// It was closed by the coordination.
    Revoke,
    /// The use of what was delivered is over.
    EndOfUse,
    /// Avis were asked about a lot.
    AskAvis,
    /// A lot was accepted by rule.
    DecideByRule,
    /// A lot was decided.
    Decide(DecisionKind),
    /// A lot passed its checks.
    Verify,
    /// A lot was sent.
    Send,
    /// A pôle answered, or did not in time.
    Avis {
        /// It wants an exchange.
        reserve: bool,
        /// It did not answer in time.
        silent: bool,
        /// Nobody is waited for any more about this lot.
        over: bool,
    },
    /// The adversary kept a lot from leaving.
    Blocked,
    /// The guard flagged a lot.
    Flagged,
}

/// Who is told what. In this order a person who is several of them is told once, by the first that names him.
#[must_use]
pub fn concerned(happening: Happening) -> Vec<(Audience, Message)> {
    use Audience as A;
    use Message as M;
    match happening {
        Happening::Depose => vec![
            (A::Demandeur, M::AccuseReception),
            (A::ResponsableDossier, M::DossierConfie),
            (A::Coordination, M::Depot),
        ],
        Happening::DeclareIncomplete => vec![(A::Demandeur, M::Incomplete)],
        Happening::DeclareComplete => vec![(A::Demandeur, M::Instruction)],
        Happening::Withdraw => vec![
            (A::Demandeur, M::Retrait),
            (A::ResponsableDossier, M::Retrait),
            (A::ResponsableLot, M::Retrait),
            (A::PolesAsked, M::Retrait),
        ],
        Happening::Expire => vec![(A::Demandeur, M::Expiree)],
        Happening::EndOfUse => vec![(A::Demandeur, M::FinUsage)],
        Happening::Revoke => vec![
            (A::Demandeur, M::Revocation),
            (A::ResponsableDossier, M::Revocation),
            (A::ResponsableLot, M::Revocation),
        ],
        Happening::AskAvis => vec![
            (A::PolesAsked, M::AvisDemande),
            (A::ResponsableLot, M::LotConfie),
        ],
        Happening::DecideByRule => vec![(A::ResponsableLot, M::LotConfie)],
        Happening::Decide(_) => vec![(A::Demandeur, M::Decision)],
        Happening::Verify => vec![
            (A::ResponsableLot, M::LotPret),
            (A::PolesConcerned, M::EnvoiPrevu),
        ],
        Happening::Send => vec![
            (A::Demandeur, M::LotDisponible),
            (A::PolesConcerned, M::EnvoiInformation),
        ],
        Happening::Avis {
            reserve,
            silent,
            over,
        } => {
            let mut told = Vec::new();
            if silent {
                told.push((A::Pole, M::AvisSansReponse));
            }
            if reserve {
                told.push((A::Coordination, M::AvisReserve));
            } else if over {
                told.push((A::Coordination, M::ADecider));
            }
            told
        }
        Happening::Blocked => vec![
            (A::ResponsableLot, M::Blocage),
            (A::Coordination, M::Blocage),
        ],
        Happening::Flagged => vec![(A::Coordination, M::Garde)],
    }
}
