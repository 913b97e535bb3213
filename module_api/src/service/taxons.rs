//! Taxa: searched by name for the page, and lists of them read line by line before the dépôt.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use demandes_domain::{
    rights::{self, Action, Actor, Target},
    taxa_list::{self, Entry},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Result, ServiceError, dossier, journal};
use crate::store::{
    self,
    evenements::NewEvenement,
    taxons::{Candidate, Found, Taxon},
};

/// Largest file of a list.
pub const MAX_BYTES: usize = 2 << 20;
/// Names on one page of a search.
pub const PAGE: i64 = 50;
/// How old the comparison of the index with TAXREF may be.
const MAX_AGE: Duration = Duration::hours(1);

/// What a line of a list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// One taxon, by its reference name.
    Ok,
    /// One taxon, by a synonym.
    Synonyme,
    /// One taxon, by a number that TAXREF has replaced.
    Remplace,
    /// Given before in the list.
    Doublon,
    /// Several taxa: one is to be chosen.
    Ambigu,
    /// A name that TAXREF has deleted without another.
    Supprime,
    /// Nothing.
    Inconnu,
}

impl Status {
    /// Whether the line must be corrected before the dépôt.
    #[must_use]
    pub const fn is_problem(self) -> bool {
        matches!(self, Self::Ambigu | Self::Supprime | Self::Inconnu)
    }
}

/// A name of TAXREF, as told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Nom {
    /// Its number.
    pub cd_nom: i32,
    /// Number of its reference name.
    pub cd_ref: i32,
    /// Scientific name.
    pub lb_nom: String,
    /// The valid name, with its author.
    pub nom_valide: Option<String>,
    /// Vernacular names.
    pub nom_vern: Option<String>,
    /// Rank.
    pub rang: Option<String>,
    /// INPN group.
    pub groupe: Option<String>,
}

impl From<Taxon> for Nom {
    fn from(taxon: Taxon) -> Self {
        Self {
            cd_nom: taxon.cd_nom,
            cd_ref: taxon.cd_ref,
            lb_nom: taxon.lb_nom,
            nom_valide: taxon.nom_valide,
            nom_vern: taxon.nom_vern,
            rang: taxon.rang,
            groupe: taxon.group2_inpn,
        }
    }
}

/// What became of one line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Ligne {
    /// Line of the list, from 1.
    pub line: usize,
    /// As written.
    pub entry: String,
    /// What it names.
    pub status: Status,
    /// The same in French, with what to do.
    pub message: String,
    /// The taxon, when it names one.
    pub taxon: Option<Nom>,
    /// Those it may name, when ambiguous.
    pub candidates: Vec<Nom>,
}

/// A list read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Liste {
    /// The taxa it names, by reference number; each with its descendants.
    pub cd_noms: Vec<i32>,
    /// How many lines must be corrected before the dépôt.
    pub problems: usize,
    /// Line by line.
    pub lines: Vec<Ligne>,
}

/// A line to correct, as kept with the demande.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Probleme {
    /// Line of the list, from 1.
    pub line: usize,
    /// As written.
    pub entry: String,
    /// `ambigu`, `supprime` or `inconnu`.
    pub status: Status,
    /// What to do.
    pub message: String,
}

/// Names one of whose words begins with these letters.
///
/// # Errors
/// Without a right on the module.
pub async fn search(
    context: &Context,
    actor: &Actor,
    letters: &str,
    after: Option<(&str, i32)>,
    limit: i64,
) -> Result<Vec<Found>> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    if !letters.contains(char::is_alphanumeric) || letters.chars().count() > 200 {
        return Err(ServiceError::invalid_field(
            "q",
            "Donnez les premières lettres d'un nom (au plus 200 caractères).",
        ));
    }
    let mut conn = context.pool.acquire().await?;
    if let Ok(cd_nom) = letters.trim().parse() {
        let found = store::taxons::by_numbers(&mut conn, &[cd_nom]).await?;
        let key = cd_nom.to_string();
        let found = found.into_iter().map(|taxon| Found {
            key: key.clone(),
            taxon,
        });
        return Ok(found.filter(|_| after.is_none()).collect());
    }
    Ok(store::taxons::search(&mut conn, letters, after, limit).await?)
}

/// Reads a list, and changes nothing.
///
/// # Errors
/// Without a right on the module; when the list is empty or too long.
pub async fn read_list(context: &Context, actor: &Actor, text: &str) -> Result<Liste> {
    rights::check(actor, Action::ReadReferences, Target::Module)?;
    let mut conn = context.pool.acquire().await?;
    resolve(&mut conn, &entries(text)?).await
}

/// The text of a file.
///
/// # Errors
/// When it is none.
pub fn text_of(bytes: &[u8]) -> Result<String> {
    taxa_list::decode(bytes).ok_or_else(|| {
        ServiceError::invalid(
            "taxa_file_unreadable",
            "Ce fichier n'est pas un texte : enregistrez votre liste en CSV ou en texte (.txt), ou collez-la.",
        )
    })
}

/// Replaces the list of taxa of a demande (brouillon or incomplete only) by this one. Lines that name no taxon, or several, are kept aside:
/// the dépôt waits until none is left.
///
/// # Errors
/// Without the right, in another state; when the list is empty or too long.
pub async fn put(context: &Context, actor: &Actor, id_demande: Uuid, text: &str) -> Result<Liste> {
    let mut tx = context.begin().await?;
    let dossier = dossier::change(context, &mut tx, id_demande, actor, Action::EditDemande).await?;
    let list = resolve(&mut tx, &entries(text)?).await?;
    let problems: Vec<Probleme> = list
        .lines
        .iter()
        .filter(|line| line.status.is_problem())
        .map(|line| Probleme {
            line: line.line,
            entry: line.entry.clone(),
            status: line.status,
            message: line.message.clone(),
        })
        .collect();
    // An empty list is not 'all taxa': nothing is wanted until the lines are corrected.
    store::demandes::set_taxa(&mut tx, id_demande, &list.cd_noms, &json!(problems)).await?;
    journal::record(
        &mut tx,
        NewEvenement {
            id_demande,
            id_lot: None,
            kind: "edit",
            states: None,
            id_role: Some(actor.id_role),
            detail: json!({ "version": dossier.demande.version }),
            motif: None,
            at: context.now(),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(list)
}

fn entries(text: &str) -> Result<Vec<Entry>> {
    let entries = taxa_list::entries(text)
        .map_err(|error| ServiceError::invalid("taxa_list_too_long", error.to_string()))?;
    if entries.is_empty() {
        return Err(ServiceError::invalid(
            "taxa_list_empty",
            "La liste est vide : donnez un taxon par ligne, par son numéro (cd_nom) ou son nom.",
        ));
    }
    Ok(entries)
}

async fn resolve(conn: &mut PgConnection, entries: &[Entry]) -> Result<Liste> {
    let numbers: Vec<i32> = entries.iter().filter_map(|entry| entry.cd_nom).collect();
    let names: Vec<String> = entries
        .iter()
        .filter(|entry| entry.cd_nom.is_none())
        .map(|entry| entry.text.clone())
        .collect();
    let known = Known::load(conn, &numbers, &names).await?;
    let (mut lines, mut seen) = (Vec::with_capacity(entries.len()), BTreeSet::new());
    let mut place = 0;
    for entry in entries {
        let mut line = if let Some(cd_nom) = entry.cd_nom {
            known.number(entry, cd_nom)
        } else {
            place += 1;
            known.name(entry, place)
        };
        if let Some(taxon) = &line.taxon
            && !seen.insert(taxon.cd_ref)
        {
            line.status = Status::Doublon;
            "Déjà dans la liste.".clone_into(&mut line.message);
        }
        lines.push(line);
    }
    Ok(Liste {
        cd_noms: seen.into_iter().collect(),
        problems: lines.iter().filter(|line| line.status.is_problem()).count(),
        lines,
    })
}

/// What TAXREF says of the entries of a list.
struct Known {
    numbers: HashMap<i32, Taxon>,
    deleted: HashMap<i32, Option<i32>>,
    names: HashMap<i64, Vec<Taxon>>,
}

impl Known {
    async fn load(conn: &mut PgConnection, numbers: &[i32], names: &[String]) -> Result<Self> {
        let mut found = store::taxons::by_numbers(conn, numbers).await?;
        let deleted: HashMap<i32, Option<i32>> = store::taxons::deleted(conn, numbers)
            .await?
            .into_iter()
            .map(|row| (row.cd_nom, row.cd_nom_remplacement))
            .collect();
        let replacements: Vec<i32> = deleted.values().copied().flatten().collect();
        found.extend(store::taxons::by_numbers(conn, &replacements).await?);
        let mut by_place: HashMap<i64, Vec<Taxon>> = HashMap::new();
        for Candidate { place, taxon } in store::taxons::by_names(conn, names).await? {
            by_place.entry(place).or_default().push(taxon);
        }
        Ok(Self {
            numbers: found
                .into_iter()
                .map(|taxon| (taxon.cd_nom, taxon))
                .collect(),
            deleted,
            names: by_place,
        })
    }

    fn number(&self, entry: &Entry, cd_nom: i32) -> Ligne {
        if let Some(taxon) = self.numbers.get(&cd_nom) {
            return one(entry, taxon.clone());
        }
        let Some(replacement) = self.deleted.get(&cd_nom) else {
            return problem(entry, Status::Inconnu, UNKNOWN_NUMBER.to_owned());
        };
        match replacement.and_then(|cd_nom| self.numbers.get(&cd_nom)) {
            Some(taxon) => Ligne {
                status: Status::Remplace,
                message: format!(
                    "Le cd_nom {cd_nom} n'existe plus dans TAXREF : remplacé par {} ({}).",
                    taxon.lb_nom, taxon.cd_nom
                ),
                ..one(entry, taxon.clone())
            },
            None => problem(
                entry,
                Status::Supprime,
                "Ce nom a été supprimé de TAXREF, sans remplaçant : retirez-le ou donnez le taxon voulu.".to_owned(),
            ),
        }
    }

    fn name(&self, entry: &Entry, place: i64) -> Ligne {
        let mut found = self.names.get(&place).cloned().unwrap_or_default();
        // A reference name before its synonyms.
        found.sort_by_key(|taxon| (taxon.cd_ref, taxon.cd_nom != taxon.cd_ref, taxon.cd_nom));
        found.dedup_by_key(|taxon| taxon.cd_ref);
        match found.as_slice() {
            [] => problem(entry, Status::Inconnu, UNKNOWN_NAME.to_owned()),
            [only] => one(entry, only.clone()),
            several => Ligne {
                candidates: several.iter().cloned().map(Nom::from).collect(),
                ..problem(
                    entry,
                    Status::Ambigu,
                    format!(
                        "Ce nom désigne {} taxons : remplacez-le par le cd_nom de celui que vous voulez.",
                        several.len()
                    ),
                )
            },
        }
    }
}

const UNKNOWN_NUMBER: &str = "Ce numéro n'existe pas dans TAXREF : vérifiez-le, ou donnez le nom.";
const UNKNOWN_NAME: &str =
    "TAXREF ne connaît pas ce nom : vérifiez l'orthographe, ou donnez le cd_nom.";

fn one(entry: &Entry, taxon: Taxon) -> Ligne {
    let (status, message) = if taxon.cd_nom == taxon.cd_ref {
        (Status::Ok, String::new())
    } else {
        let valid = taxon
            .nom_valide
            .as_deref()
            .unwrap_or("son nom de référence");
        (
            Status::Synonyme,
            format!(
                "Synonyme de {valid} (cd_ref {}), qui est retenu.",
                taxon.cd_ref
            ),
        )
    };
    Ligne {
        line: entry.line,
        entry: entry.text.clone(),
        status,
        message,
        taxon: Some(taxon.into()),
        candidates: Vec::new(),
    }
}

fn problem(entry: &Entry, status: Status, message: String) -> Ligne {
    Ligne {
        line: entry.line,
        entry: entry.text.clone(),
        status,
        message,
        taxon: None,
        candidates: Vec::new(),
    }
}

/// Makes the index of names again when TAXREF has changed, at most once an hour. True when it did.
///
/// # Errors
/// When the database fails.
pub async fn refresh(context: &Context) -> Result<bool> {
    let mut tx = context.pool.begin().await?;
    let checked = store::taxons::checked_at(&mut tx).await?;
    let young = Duration::zero()..MAX_AGE;
    if checked.is_some_and(|at| young.contains(&(context.now() - at))) {
        return Ok(false);
    }
    let changed = store::taxons::refresh(&mut tx, context.now()).await?;
    tx.commit().await?;
    Ok(changed)
}
