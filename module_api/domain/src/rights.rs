//! Who may do what, as one pure function: [`check`]. It reads the permission rows of module `DEMANDES`, the
//! register of animateurs, and the facts of the demande and lot. Permissions are exact: nothing is inherited between
//! objects or actions, and whatever is not written here is refused. Not here: who the actor is (authentication), and
//! whether a decision is ripe ([`crate::decision`]).
//!
//! | object, action | gives |
//! | --- | --- |
//! | ALL C | create a demande for oneself |
//! | ALL R, scope | read: 1 mine (author or responsible), 2 also my organisme's, NULL all |
//! | ALL U, scope | edit: 1 mine (author), 2 also my organisme's, NULL all; an author submits and withdraws with it |
//! | `DEMANDES_COMPLETUDE` V | declare the completude; create on behalf of somebody (co-administrateur) |
//! | `DEMANDES_AVIS` V | give the avis of an asked pole that one animates |
//! | `DEMANDES_DECISION` V | decide; see the figures of F2 and F3 before their delivery; ask why a record is where it is; see and lift what the guard flagged; have a lot attacked again; grant and take away a permission in GeoNature |
//! | `DEMANDES_LIVRAISON` E | release a lot one is responsible for; see what is checked before, inform the pôles; stop its extraction and its attack, or start them again |
//! | `DEMANDES_REGISTRES` U | keep the registers: memberships, colleges, maîtres d'ouvrage, poles; share the work out |
//! | `DEMANDES_REGLAGES` U | change the settings, the groupes, the engagement, who is co-administrateur |
//!
//! Whoever checks the completude or decides reads the registers; a responsible gives what he is responsible for to another.
//! An animateur of an asked pole may also ask why a record of his groupes is where it is. The demandeur never may.

use serde::{Deserialize, Serialize};

use crate::decision::DecisionKind;
use crate::demande::{DemandeCommand, DemandeState};
use crate::lot::{LotCommand, LotKind, LotState};
use crate::{OrganismeId, PoleId, RoleId};

/// Permission object that every module has.
pub const OBJECT_ALL: &str = "ALL";
/// Permission object of the completude.
pub const OBJECT_COMPLETUDE: &str = "DEMANDES_COMPLETUDE";
/// Permission object of the avis.
pub const OBJECT_AVIS: &str = "DEMANDES_AVIS";
/// Permission object of the decision.
pub const OBJECT_DECISION: &str = "DEMANDES_DECISION";
/// Permission object of the livraison.
pub const OBJECT_LIVRAISON: &str = "DEMANDES_LIVRAISON";

/// Permission object of the registers.
pub const OBJECT_REGISTRES: &str = "DEMANDES_REGISTRES";
/// Permission object of the settings.
pub const OBJECT_REGLAGES: &str = "DEMANDES_REGLAGES";

/// One active permission row of module `DEMANDES`, the user's own or of one of his groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// `t_objects.code_object`.
    pub object: String,
    /// `bib_actions.code_action`: C R U V E D.
    pub action: String,
    /// `scope_value`: 1 mine, 2 my organisme, `None` all. Any other value gives nothing.
    pub scope: Option<u8>,
}

/// Who acts. Roles and permissions are read again from the database for each request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub id_role: RoleId,
    /// His organisme.
    pub id_organisme: Option<OrganismeId>,
    /// Active permission rows of the module.
    pub permissions: Vec<Permission>,
    /// Poles he animates today.
    pub animateur_of: Vec<PoleId>,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See the list (restricted by [`Actor::read_filter`]).
    ListDemandes,
    /// Read what everybody of the module needs to make a demande: TAXREF, purposes, lists.
    ReadReferences,
    /// Propose an entry of a register that a demande needs.
    Propose,
    /// Read the registers whole.
    ReadRegisters,
    /// Keep the registers.
    EditRegisters,
    /// Change the settings.
    EditSettings,
    /// Give the standing orders of this pole.
    SpeakFor(PoleId),
    /// Say when this person is away, or hand over what he has to do.
    ManageSharing(RoleId),
    /// Give the check of a demande to another.
    Assign,
    /// Give the sending of a lot to another.
    AssignLot,
    /// Create a demande; with a target when it is for somebody else.
    CreateDemande,
    /// See a demande.
    ReadDemande,
    /// Change its content.
    EditDemande,
    /// Change its perimeter.
    SetPerimetre,
    /// See the announced route.
    ReadAnnonce,
    /// Submit it.
    Depose,
    /// Give it up.
    Withdraw,
    /// Declare it complete or incomplete.
    DeclareCompletude,
    /// See its lots and their states, without figures.
    ReadLots,
    /// See the figures of a lot.
    ReadLotFigures,
    /// See its journal. Its events must carry no figure of an undelivered F2 or F3.
    ReadJournal,
    /// See its letters: they say to the demandeur what the dossier says.
    ReadLettres,
    /// Ask why a record is in a lot, or in none.
    Explain,
    /// Stop the extraction of a lot and the attack that follows, or start them again.
    ManageExtraction,
    /// Have the archive of a lot attacked again.
    AttackAgain,
    /// Give the avis of this pole on a lot.
    GiveAvis(PoleId),
    /// Decide a lot.
    Decide,
    /// See, grant and take away the permission of a demande in GeoNature.
    ManagePermission,
    /// See what the guard across demandes flagged.
    ReadGarde,
    /// Lift what the guard flagged on a lot.
    LiftGarde,
    /// See what is checked before a lot is released.
    ReadControle,
    /// Tell the pôles concerned that a lot is about to be released.
    InformPoles,
    /// Release a lot.
    Send,
    /// Download a lot.
    Download,
}

/// What the rules read of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotFacts {
    /// Its kind.
    pub kind: LotKind,
    /// Its state.
    pub state: LotState,
    /// The co-administrateur responsible for it.
    pub responsable: Option<RoleId>,
    /// Poles asked about it.
    pub asked_poles: Vec<PoleId>,
}

/// What the rules read of a demande.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandeFacts {
    /// Who asks for the data.
    pub demandeur: RoleId,
    /// Who typed the demande: the demandeur, or a co-administrateur on his behalf.
    pub depositor: RoleId,
    /// Organisme of the demandeur, as written on the demande.
    pub organisme: Option<OrganismeId>,
    /// The co-administrateur it is shared out to.
    pub responsable: Option<RoleId>,
    /// Own state.
    pub state: DemandeState,
    /// All its lots.
    pub lots: Vec<LotFacts>,
}

impl DemandeFacts {
    fn lot_states(&self) -> Vec<LotState> {
        self.lots.iter().map(|lot| lot.state).collect()
    }

    fn is_author(&self, actor: &Actor) -> bool {
        self.demandeur == actor.id_role || self.depositor == actor.id_role
    }

    fn is_responsable(&self, actor: &Actor) -> bool {
        let me = Some(actor.id_role);
        self.responsable == me || self.lots.iter().any(|lot| lot.responsable == me)
    }

    fn is_of_organisme(&self, actor: &Actor) -> bool {
        self.organisme.is_some() && self.organisme == actor.id_organisme
    }
}

/// What is acted on. A lot must be one of its demande: the caller loads them together.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// The module as a whole.
    Module,
    /// A demande (for a creation: the demande about to be created).
    Demande(&'a DemandeFacts),
    /// A lot of a demande.
    Lot(&'a DemandeFacts, &'a LotFacts),
}

impl<'a> Target<'a> {
    fn demande(self) -> Option<&'a DemandeFacts> {
        match self {
            Self::Module => None,
            Self::Demande(demande) | Self::Lot(demande, _) => Some(demande),
        }
    }

    fn lot(self) -> Option<&'a LotFacts> {
        match self {
            Self::Lot(_, lot) => Some(lot),
            Self::Module | Self::Demande(_) => None,
        }
    }
}

/// Why an action is refused. The messages are French sentences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The actor may not know that it exists (404).
    #[error("Cette demande n'existe pas ou ne vous est pas accessible.")]
    NotFound,
    /// The actor sees it, but has not this right (403).
    #[error("{message}")]
    Forbidden {
        /// Who has this right.
        message: String,
    },
    /// The actor has the right, but the present state does not allow it (409).
    #[error("{message}")]
    Conflict {
        /// What the state prevents.
        message: String,
    },
}

impl From<crate::demande::InvalidTransition> for Refusal {
    fn from(error: crate::demande::InvalidTransition) -> Self {
        Self::Conflict {
            message: error.to_string(),
        }
    }
}

impl From<crate::lot::InvalidTransition> for Refusal {
    fn from(error: crate::lot::InvalidTransition) -> Self {
        Self::Conflict {
            message: error.to_string(),
        }
    }
}

/// The demandes an actor may read, as filters that are OR-ed: the list query applies them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFilter {
    /// Every demande.
    pub all: bool,
    /// Those he is the demandeur, depositor or responsible (of the demande or one of its lots) of.
    pub mine: Option<RoleId>,
    /// Those of this organisme.
    pub organisme: Option<OrganismeId>,
    /// Those with a lot asked of one of these poles.
    pub poles: Vec<PoleId>,
}

impl ReadFilter {
    /// Whether nothing can be read at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all && self.mine.is_none() && self.organisme.is_none() && self.poles.is_empty()
    }
}

impl Actor {
    /// What this actor may read.
    #[must_use]
    pub fn read_filter(&self) -> ReadFilter {
        let scope = self.scope(OBJECT_ALL, "R");
        ReadFilter {
            all: scope == Some(Scope::All),
            mine: scope.map(|_| self.id_role),
            organisme: scope
                .filter(|scope| *scope >= Scope::Organisme)
                .and(self.id_organisme),
            poles: self.animateur_of.clone(),
        }
    }

    /// The widest scope of his rows for this object and action; `None` without any.
    fn scope(&self, object: &str, action: &str) -> Option<Scope> {
        self.permissions
            .iter()
            .filter(|row| row.object == object && row.action == action)
            .filter_map(|row| Scope::from_value(row.scope))
            .max()
    }

    /// Whether he holds a right that has no scope. A row narrowed to 'mine' or 'my organisme' gives nothing: it would let
    /// a demandeur judge his own demande.
    #[must_use]
    pub fn holds(&self, object: &str, action: &str) -> bool {
        self.scope(object, action) == Some(Scope::All)
    }

    /// Whether he has anything to do with the module: a right that counts, or a pôle.
    #[must_use]
    pub fn is_of_module(&self) -> bool {
        let counts = |row: &Permission| Scope::from_value(row.scope).is_some();
        !self.animateur_of.is_empty() || self.permissions.iter().any(counts)
    }

    fn animates_one_of(&self, poles: &[PoleId]) -> bool {
        poles.iter().any(|pole| self.animateur_of.contains(pole))
    }

    fn can_read(&self, demande: &DemandeFacts) -> bool {
        if demande
            .lots
            .iter()
            .any(|lot| self.animates_one_of(&lot.asked_poles))
        {
            return true;
        }
        let mine = demande.is_author(self) || demande.is_responsable(self);
        self.scope(OBJECT_ALL, "R")
            .is_some_and(|scope| scope.reaches(mine, demande.is_of_organisme(self)))
    }

    fn can_edit(&self, demande: &DemandeFacts) -> bool {
        let mine = demande.is_author(self);
        self.scope(OBJECT_ALL, "U")
            .is_some_and(|scope| scope.reaches(mine, demande.is_of_organisme(self)))
    }

    /// An author, with the right to edit: nobody submits or withdraws what another wrote.
    fn can_commit(&self, demande: &DemandeFacts) -> bool {
        demande.is_author(self) && self.scope(OBJECT_ALL, "U").is_some()
    }

    /// What is said of a record tells where sensitive ones are: never to who asks for them, whatever else he is.
    fn can_explain(&self, demande: &DemandeFacts) -> bool {
        let asked = |lot: &LotFacts| self.animates_one_of(&lot.asked_poles);
        demande.demandeur != self.id_role
            && (self.holds(OBJECT_DECISION, "V") || demande.lots.iter().any(asked))
    }

    fn can_read_figures(&self, lot: &LotFacts) -> bool {
        if lot.kind == LotKind::F1 || lot.state.is_delivered() {
            return true;
        }
        self.holds(OBJECT_DECISION, "V")
            || lot.responsable == Some(self.id_role)
            || self.animates_one_of(&lot.asked_poles)
    }
}

/// How far a row reaches, narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Mine,
    Organisme,
    All,
}

impl Scope {
    fn from_value(value: Option<u8>) -> Option<Self> {
        match value {
            None => Some(Self::All),
            Some(1) => Some(Self::Mine),
            Some(2) => Some(Self::Organisme),
            Some(_) => None,
        }
    }

    fn reaches(self, mine: bool, of_organisme: bool) -> bool {
        match self {
            Self::All => true,
            Self::Organisme => mine || of_organisme,
            Self::Mine => mine,
        }
    }
}

/// Whether `actor` may do `action` on `target` now.
///
/// The order of the answers is fixed, so that nothing leaks: what cannot be read does not exist, then the right, then
/// the state.
///
/// # Errors
/// [`Refusal`]. An action without the target it needs is refused as [`Refusal::NotFound`].
pub fn check(actor: &Actor, action: Action, target: Target<'_>) -> Result<(), Refusal> {
    match action {
        Action::ListDemandes => return check_list(actor),
        Action::ReadReferences
        | Action::Propose
        | Action::ReadRegisters
        | Action::EditRegisters
        | Action::EditSettings
        | Action::SpeakFor(_)
        | Action::ManageSharing(_) => return check_registers(actor, action),
        Action::CreateDemande => return check_create(actor, target),
        Action::ReadGarde => return check_garde(actor),
        _ => {}
    }
    let demande = target.demande().ok_or(Refusal::NotFound)?;
    if !actor.can_read(demande) {
        return Err(Refusal::NotFound);
    }
    match action {
        Action::ReadLotFigures
        | Action::GiveAvis(_)
        | Action::Decide
        | Action::ManageExtraction
        | Action::AttackAgain
        | Action::AssignLot
        | Action::LiftGarde
        | Action::ReadControle
        | Action::InformPoles
        | Action::Send
        | Action::Download => check_lot(
            actor,
            action,
            demande,
            target.lot().ok_or(Refusal::NotFound)?,
        ),
        _ => check_demande(actor, action, demande),
    }
}

fn check_list(actor: &Actor) -> Result<(), Refusal> {
    require(
        !actor.read_filter().is_empty(),
        "Vous n'avez pas le droit de consulter les demandes.",
    )
}

fn check_registers(actor: &Actor, action: Action) -> Result<(), Refusal> {
    let keeps = actor.holds(OBJECT_REGISTRES, "U");
    let sets = actor.holds(OBJECT_REGLAGES, "U");
    let checks = actor.holds(OBJECT_COMPLETUDE, "V");
    let (allowed, message) = match action {
        Action::ReadReferences => (
            actor.is_of_module(),
            "Vous n'avez aucun droit sur les demandes d'accès.",
        ),
        Action::Propose => (
            keeps || actor.scope(OBJECT_ALL, "C").is_some(),
            "Seul qui peut faire une demande peut proposer une entrée.",
        ),
        Action::ReadRegisters => (
            keeps || sets || checks || actor.holds(OBJECT_DECISION, "V"),
            "Vous n'avez pas le droit de consulter les registres.",
        ),
        Action::EditRegisters => (keeps, "Vous n'avez pas le droit de tenir les registres."),
        Action::EditSettings => (sets, "Vous n'avez pas le droit de changer les réglages."),
        Action::SpeakFor(pole) => (
            sets || (actor.holds(OBJECT_AVIS, "V") && actor.animateur_of.contains(&pole)),
            "Seul un animateur de ce pôle, ou qui tient les réglages, peut donner ses consignes.",
        ),
        Action::ManageSharing(who) => (
            keeps || (checks && who == actor.id_role),
            "Seul qui tient les registres, ou la personne elle-même, peut changer ce partage.",
        ),
        // The other actions are about no register: refused rather than let through.
        _ => return Err(Refusal::NotFound),
    };
    require(allowed, message)
}

/// Flags are about several dossiers at once.
fn check_garde(actor: &Actor) -> Result<(), Refusal> {
    require(
        actor.holds(OBJECT_DECISION, "V"),
        "Seule la coordination consulte les signalements de la garde.",
    )
}

fn check_create(actor: &Actor, target: Target<'_>) -> Result<(), Refusal> {
    require(
        actor.scope(OBJECT_ALL, "C").is_some(),
        "Vous n'avez pas le droit de créer une demande.",
    )?;
    let for_other = target
        .demande()
        .is_some_and(|demande| demande.demandeur != actor.id_role);
    require(
        !for_other || actor.holds(OBJECT_COMPLETUDE, "V"),
        "Seul un co-administrateur peut créer une demande pour une autre personne.",
    )
}

fn check_demande(actor: &Actor, action: Action, demande: &DemandeFacts) -> Result<(), Refusal> {
    let (allowed, message, command) = match action {
        Action::ReadDemande
        | Action::ReadAnnonce
        | Action::ReadLots
        | Action::ReadJournal
        | Action::ReadLettres => {
            return Ok(());
        }
        Action::Explain => {
            let message = "Seuls la coordination et les pôles consultés peuvent demander pourquoi une donnée est dans un lot.";
            return require(actor.can_explain(demande), message);
        }
        Action::ManagePermission => {
            let message = "Seule la coordination accorde ou retire une permission dans GeoNature.";
            return require(actor.holds(OBJECT_DECISION, "V"), message);
        }
        Action::Assign => return check_assign(actor, demande),
        Action::EditDemande | Action::SetPerimetre => (
            actor.can_edit(demande),
            "Vous n'avez pas le droit de modifier cette demande.",
            DemandeCommand::Edit,
        ),
        Action::Depose => (
            actor.can_commit(demande),
            "Seul l'auteur de la demande peut la déposer.",
            DemandeCommand::Depose,
        ),
        Action::Withdraw => (
            actor.can_commit(demande),
            "Seul l'auteur de la demande peut la retirer.",
            DemandeCommand::Withdraw,
        ),
        Action::DeclareCompletude => (
            actor.holds(OBJECT_COMPLETUDE, "V"),
            "Vous n'avez pas le droit de vous prononcer sur la complétude.",
            DemandeCommand::DeclareComplete,
        ),
        // The other actions are not about a demande: refused rather than let through.
        _ => return Err(Refusal::NotFound),
    };
    require(allowed, message)?;
    demande.state.apply(command, &demande.lot_states())?;
    Ok(())
}

/// As long as there is something to check or to send.
fn check_assign(actor: &Actor, demande: &DemandeFacts) -> Result<(), Refusal> {
    let mine = actor.holds(OBJECT_COMPLETUDE, "V") && demande.responsable == Some(actor.id_role);
    require(
        mine || actor.holds(OBJECT_DECISION, "V") || actor.holds(OBJECT_REGISTRES, "U"),
        "Seuls la coordination et le responsable de ce dossier peuvent le confier à un autre.",
    )?;
    let open = [
        DemandeState::Deposee,
        DemandeState::Incomplete,
        DemandeState::Complete,
    ];
    if open.contains(&demande.state) {
        return Ok(());
    }
    let label = demande.state.label();
    let message = format!("Impossible de confier ce dossier à un autre : la demande est {label}.");
    Err(Refusal::Conflict { message })
}

fn check_lot(
    actor: &Actor,
    action: Action,
    demande: &DemandeFacts,
    lot: &LotFacts,
) -> Result<(), Refusal> {
    let (allowed, message, command) = match action {
        Action::ReadLotFigures => {
            let message = "Les effectifs de ce lot ne sont pas communiqués avant sa livraison.";
            return require(actor.can_read_figures(lot), message);
        }
        Action::GiveAvis(pole) => (
            actor.holds(OBJECT_AVIS, "V")
                && lot.asked_poles.contains(&pole)
                && actor.animateur_of.contains(&pole),
            "Seul un animateur d'un pôle consulté peut donner un avis sur ce lot.",
            // An avis is given as long as a decision may be.
            LotCommand::Decide(DecisionKind::Accept),
        ),
        Action::Decide => (
            actor.holds(OBJECT_DECISION, "V"),
            "Seule la coordination peut décider de ce lot.",
            LotCommand::Decide(DecisionKind::Accept),
        ),
        Action::AssignLot => (
            actor.holds(OBJECT_DECISION, "V")
                || actor.holds(OBJECT_REGISTRES, "U")
                || (actor.holds(OBJECT_LIVRAISON, "E") && lot.responsable == Some(actor.id_role)),
            "Seuls la coordination et le responsable de ce lot peuvent le confier à un autre.",
            // As long as nothing left.
            LotCommand::Cancel,
        ),
        Action::LiftGarde => (
            actor.holds(OBJECT_DECISION, "V"),
            "Seule la coordination peut lever un signalement de la garde.",
            // As long as nothing left.
            LotCommand::Cancel,
        ),
        Action::ReadControle => {
            let message = "Seuls le responsable de ce lot et la coordination lisent son contrôle avant envoi.";
            let responsable = lot.responsable == Some(actor.id_role);
            return require(responsable || actor.holds(OBJECT_DECISION, "V"), message);
        }
        Action::InformPoles => (
            actor.holds(OBJECT_LIVRAISON, "E") && lot.responsable == Some(actor.id_role),
            "Seul le responsable de ce lot peut informer les pôles de son envoi.",
            LotCommand::Send,
        ),
        Action::Send => (
            actor.holds(OBJECT_LIVRAISON, "E") && lot.responsable == Some(actor.id_role),
            "Seul le responsable de ce lot peut l'envoyer.",
            LotCommand::Send,
        ),
        Action::ManageExtraction => (
            actor.holds(OBJECT_LIVRAISON, "E") && lot.responsable == Some(actor.id_role),
            "Seul le responsable de ce lot peut arrêter ou relancer son extraction.",
            // One that was extracted and not verified, the adversary at it or blocking it, may be made anew.
            match lot.state {
                LotState::Extrait => LotCommand::FailVerification,
                _ => LotCommand::Extract,
            },
        ),
        Action::AttackAgain => (
            actor.holds(OBJECT_DECISION, "V")
                || (actor.holds(OBJECT_LIVRAISON, "E") && lot.responsable == Some(actor.id_role)),
            "Seuls le responsable de ce lot et la coordination peuvent relancer sa vérification par attaque.",
            // An archive that has not left.
            LotCommand::FailVerification,
        ),
        Action::Download => (
            demande.demandeur == actor.id_role,
            "Seul le demandeur peut télécharger ce lot.",
            LotCommand::Download,
        ),
        _ => return Err(Refusal::NotFound),
    };
    require(allowed, message)?;
    if demande.state != DemandeState::Complete {
        let label = demande.state.label();
        let message = format!("Impossible d'agir sur ce lot : la demande est {label}.");
        return Err(Refusal::Conflict { message });
    }
    let allowed_now = lot.state.apply(command);
    if matches!(action, Action::GiveAvis(_)) && allowed_now.is_err() {
        let label = lot.state.label();
        let message = format!("Impossible de donner un avis sur ce lot : il est {label}.");
        return Err(Refusal::Conflict { message });
    }
    if matches!(action, Action::AttackAgain) && allowed_now.is_err() {
        let label = lot.state.label();
        let message = format!("Impossible de vérifier ce lot de nouveau : il est {label}.");
        return Err(Refusal::Conflict { message });
    }
    if matches!(action, Action::LiftGarde) && allowed_now.is_err() {
        let label = lot.state.label();
        let message = format!("Impossible de lever un signalement sur ce lot : il est {label}.");
        return Err(Refusal::Conflict { message });
    }
    if matches!(action, Action::AssignLot) && allowed_now.is_err() {
        let label = lot.state.label();
        let message = format!("Impossible de confier ce lot à un autre : il est {label}.");
        return Err(Refusal::Conflict { message });
    }
    allowed_now?;
    Ok(())
}

fn require(holds: bool, message: &'static str) -> Result<(), Refusal> {
    if holds {
        Ok(())
    } else {
        Err(Refusal::Forbidden {
            message: message.to_owned(),
        })
    }
}
