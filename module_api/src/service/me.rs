//! What somebody is told of himself: his name, his organisme, what his rights give in the module.

use demandes_domain::rights::{
    self, Action, Actor, OBJECT_AVIS, OBJECT_COMPLETUDE, OBJECT_DECISION, OBJECT_LIVRAISON, Target,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Context, Result, ServiceError};
use crate::store;

/// Who is logged in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// `utilisateurs.t_roles.id_role`.
    pub id_role: i32,
    /// Name for people.
    pub name: String,
    /// His organisme.
    pub organisme: Option<String>,
    /// What he may do in the module, whatever the demande.
    pub rights: Rights,
    /// The pôles he speaks for today.
    pub poles: Vec<MyPole>,
}

/// What the rights of somebody give. Whether one demande allows it now is told by `/demandes/{id}/actions`.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one right, as the page shows or hides its entries"
)]
pub struct Rights {
    /// Open the module at all.
    pub use_module: bool,
    /// Make a demande.
    pub create: bool,
    /// Make one for somebody else.
    pub create_for_other: bool,
    /// See some demandes.
    pub list: bool,
    /// See every demande.
    pub read_all: bool,
    /// Judge the completude.
    pub completude: bool,
    /// Give the avis of a pôle.
    pub avis: bool,
    /// Decide.
    pub decision: bool,
    /// Send the lots he is responsible for.
    pub livraison: bool,
    /// Read the registers, the figures of a period and the settings.
    pub read_registres: bool,
    /// Keep the registers.
    pub registres: bool,
    /// Change the settings, the groups and the engagement.
    pub reglages: bool,
}

/// A pôle somebody speaks for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MyPole {
    /// The pôle.
    pub id_pole: i32,
    /// Its name.
    pub label: String,
    /// Codes of the groups it owns.
    pub groupes: Vec<String>,
}

/// The person who asks.
///
/// # Errors
/// When the database fails.
pub async fn read(context: &Context, actor: &Actor) -> Result<Me> {
    let mut conn = context.pool.acquire().await?;
    let identity = store::roles::identity(&mut conn, actor.id_role)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let poles = store::poles::all(&mut conn)
        .await?
        .into_iter()
        .filter(|pole| actor.animateur_of.contains(&pole.id_pole))
        .map(|pole| MyPole {
            id_pole: pole.id_pole,
            label: pole.label,
            groupes: pole.groupes,
        })
        .collect();
    Ok(Me {
        id_role: actor.id_role,
        name: identity.name,
        organisme: identity.organisme,
        rights: rights_of(actor),
        poles,
    })
}

fn rights_of(actor: &Actor) -> Rights {
    let may = |action| rights::check(actor, action, Target::Module).is_ok();
    let completude = actor.holds(OBJECT_COMPLETUDE, "V");
    Rights {
        use_module: may(Action::ReadReferences),
        create: may(Action::CreateDemande),
        create_for_other: may(Action::CreateDemande) && completude,
        list: may(Action::ListDemandes),
        read_all: actor.read_filter().all,
        completude,
        avis: actor.holds(OBJECT_AVIS, "V") && !actor.animateur_of.is_empty(),
        decision: actor.holds(OBJECT_DECISION, "V"),
        livraison: actor.holds(OBJECT_LIVRAISON, "E"),
        read_registres: may(Action::ReadRegisters),
        registres: may(Action::EditRegisters),
        reglages: may(Action::EditSettings),
    }
}
