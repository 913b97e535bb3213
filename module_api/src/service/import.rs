//! Past demandes brought in from a register: closed dossiers under the regime of their day, for the board and the guard. All or nothing,
//! every mistake told with its line.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use demandes_domain::{
    lot::{LotKind, LotState},
    past::{self, COLUMNS, PastLot, REQUIRED},
    rights::{self, Action, Actor, Target},
    settings::Settings,
    taxa_list,
};
use rand::TryRng;
use serde::Serialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Context, FieldProblem, Result, ServiceError, journal,
    perimetre::{self, AreaType, PerimetreDraft},
    settings,
};
use crate::store::{self, evenements::NewEvenement, imports::PastDemande};

/// Largest file.
pub const MAX_BYTES: usize = 20 << 20;
/// Most lines.
const MAX_LINES: usize = 10_000;
/// Most mistakes told at once.
const MAX_TOLD: usize = 200;

/// A line brought in.
#[derive(Debug, Serialize, ToSchema)]
pub struct LigneImportee {
    /// Line of the file, from 1.
    pub line: usize,
    /// Its number.
    pub numero: String,
    /// Key of its demande; none for a trial.
    pub id_demande: Option<Uuid>,
}

/// A line as read.
struct Line {
    at: usize,
    numero: String,
    deposited_on: NaiveDate,
    closed_on: NaiveDate,
    id_demandeur: i32,
    id_organisme: Option<i32>,
    objet: String,
    lots: Vec<PastLot>,
    maitre_ouvrage: String,
    detail: String,
    perimetre: Option<PerimetreDraft>,
}

/// Brings a register in. `trial`: says what would be brought in, and keeps nothing.
///
/// # Errors
/// Without the right; when a line does not stand: then none is kept.
pub async fn run(
    context: &Context,
    actor: &Actor,
    bytes: &[u8],
    trial: bool,
) -> Result<Vec<LigneImportee>> {
    rights::check(actor, Action::EditRegisters, Target::Module)?;
    let text = taxa_list::decode(bytes).ok_or_else(|| {
        ServiceError::invalid(
            "import_unreadable",
            "Ce fichier n'est pas un texte : enregistrez le registre en CSV.",
        )
    })?;
    let records = records(&text)?;
    let mut tx = context.begin().await?;
    let (version, settings) = settings::current(&mut tx).await?;
    let mut told = Vec::new();
    let lines = read(&mut tx, &records, &mut told).await?;
    refuse_if_any(&told)?;
    let mut brought = Vec::with_capacity(lines.len());
    for line in &lines {
        match keep(context, &mut tx, actor, line, (version, &settings)).await {
            Ok(id_demande) => brought.push(LigneImportee {
                line: line.at,
                numero: line.numero.clone(),
                id_demande: (!trial).then_some(id_demande),
            }),
            Err(ServiceError::Invalid { detail, fields, .. }) => {
                let why = fields.first().map_or(detail, |field| field.message.clone());
                told.push(problem(line.at, &format!("le périmètre ne va pas : {why}")));
            }
            Err(ServiceError::TooLarge { detail, .. }) => {
                told.push(problem(
                    line.at,
                    &format!("le périmètre ne va pas : {detail}"),
                ));
            }
            Err(other) => return Err(other),
        }
    }
    refuse_if_any(&told)?;
    if trial {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(brought)
}

fn problem(line: usize, message: &str) -> FieldProblem {
    FieldProblem {
        field: format!("ligne {line}"),
        message: message.to_owned(),
    }
}

fn refuse_if_any(told: &[FieldProblem]) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    Err(ServiceError::Invalid {
        code: "import_refused",
        detail: format!(
            "{} erreur(s) dans le fichier : rien n'a été importé. Corrigez les lignes indiquées, puis envoyez-le de nouveau.",
            told.len()
        ),
        fields: told.iter().take(MAX_TOLD).cloned().collect(),
    })
}

/// The cells of each line, by column, with its number.
type Record = (usize, HashMap<&'static str, String>);

fn records(text: &str) -> Result<Vec<Record>> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| {
        ServiceError::invalid(
            "import_unreadable",
            format!(
                "Ce CSV ne se lit pas : {error}. Enregistrez-le de nouveau depuis votre tableur."
            ),
        )
    };
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut places = HashMap::new();
    for (place, name) in header.iter().enumerate() {
        let name = name.to_lowercase();
        let known = COLUMNS.iter().find(|column| **column == name);
        let column = known.ok_or_else(|| {
            ServiceError::invalid(
                "import_columns",
                format!(
                    "La colonne « {name} » est inconnue. Colonnes attendues : {}.",
                    COLUMNS.join(", ")
                ),
            )
        })?;
        places.insert(place, *column);
    }
    let missing = COLUMNS[..REQUIRED]
        .iter()
        .find(|column| !places.values().any(|place| place == *column));
    if let Some(missing) = missing {
        return Err(ServiceError::invalid(
            "import_columns",
            format!(
                "La colonne « {missing} » manque. Colonnes attendues : {}.",
                COLUMNS.join(", ")
            ),
        ));
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cells = record.iter().enumerate().filter_map(|(place, cell)| {
            let column = places.get(&place)?;
            Some((*column, cell.to_owned()))
        });
        found.push((usize::try_from(line).unwrap_or_default(), cells.collect()));
        if found.len() > MAX_LINES {
            return Err(ServiceError::invalid(
                "import_too_long",
                format!("Le fichier dépasse {MAX_LINES} lignes : importez-le en plusieurs fois."),
            ));
        }
    }
    if found.is_empty() {
        return Err(ServiceError::invalid(
            "import_empty",
            "Le fichier ne contient aucune demande.",
        ));
    }
    Ok(found)
}

async fn read(
    conn: &mut PgConnection,
    records: &[Record],
    told: &mut Vec<FieldProblem>,
) -> Result<Vec<Line>> {
    let numeros: Vec<String> = records
        .iter()
        .map(|record| cell(record, "numero"))
        .collect();
    let mut taken: BTreeSet<String> = store::imports::taken(conn, &numeros)
        .await?
        .into_iter()
        .collect();
    let groupes = store::registers::groupe_labels(conn).await?;
    let mut lines = Vec::with_capacity(records.len());
    for record in records {
        let before = told.len();
        let line = line(conn, record, &groupes, told).await?;
        let numero = cell(record, "numero");
        if numero.is_empty() || numero.chars().count() > 50 {
            told.push(problem(
                record.0,
                "le numéro manque ou dépasse 50 caractères",
            ));
        } else if !taken.insert(numero.clone()) {
            told.push(problem(
                record.0,
                &format!("le numéro « {numero} » est déjà pris"),
            ));
        }
        if told.len() == before
            && let Some(line) = line
        {
            lines.push(line);
        }
    }
    Ok(lines)
}

fn cell(record: &Record, column: &str) -> String {
    record.1.get(column).cloned().unwrap_or_default()
}

async fn line(
    conn: &mut PgConnection,
    record: &Record,
    groupes: &HashMap<String, String>,
    told: &mut Vec<FieldProblem>,
) -> Result<Option<Line>> {
    let mut tell = |message: &str| told.push(problem(record.0, message));
    let deposited_on = past::day(&cell(record, "depot"));
    let closed_on = past::day(&cell(record, "cloture"));
    if deposited_on.is_none() || closed_on.is_none() {
        tell("les dates de dépôt et de clôture doivent être de la forme 02/03/2019 ou 2019-03-02");
    } else if closed_on < deposited_on {
        tell("la clôture précède le dépôt");
    }
    let demandeur = cell(record, "demandeur");
    let account = store::imports::account(conn, &demandeur).await?;
    if account.is_none() {
        tell(&format!(
            "aucun compte de GeoNature n'a « {demandeur} » pour identifiant ou adresse : créez-le, même inactif"
        ));
    }
    let objet = store::imports::objet(conn, &cell(record, "objet")).await?;
    if objet.is_none() {
        tell(&format!(
            "l'objet « {} » n'est pas dans la liste",
            cell(record, "objet")
        ));
    }
    let lots = past::lots(&cell(record, "lots")).unwrap_or_else(|message| {
        tell(&message);
        Vec::new()
    });
    for groupe in lots.iter().filter_map(|lot| lot.groupe.as_ref()) {
        if !groupes.contains_key(groupe) {
            tell(&format!("le groupe « {groupe} » n'existe pas"));
        }
    }
    let perimetre = perimetre_of(record).unwrap_or_else(|message| {
        tell(message);
        None
    });
    let precise = |lot: &PastLot| lot.kind != LotKind::F1 && lot.state == LotState::Telecharge;
    if perimetre.is_none() && lots.iter().any(precise) {
        tell(
            "un lot précis a été livré : donnez son périmètre (communes, departements ou geojson), la garde en a besoin",
        );
    }
    let (Some(deposited_on), Some(closed_on), Some((id_demandeur, id_organisme)), Some(objet)) =
        (deposited_on, closed_on, account, objet)
    else {
        return Ok(None);
    };
    Ok(Some(Line {
        at: record.0,
        numero: cell(record, "numero"),
        deposited_on,
        closed_on,
        id_demandeur,
        id_organisme,
        objet,
        lots,
        maitre_ouvrage: cell(record, "maitre_ouvrage"),
        detail: cell(record, "detail").replace('\0', ""),
        perimetre,
    }))
}

fn perimetre_of(record: &Record) -> std::result::Result<Option<PerimetreDraft>, &'static str> {
    let (communes, departements) = (
        past::codes(&cell(record, "communes")),
        past::codes(&cell(record, "departements")),
    );
    let geojson = cell(record, "geojson");
    match (
        communes.is_empty(),
        departements.is_empty(),
        geojson.is_empty(),
    ) {
        (true, true, true) => Ok(None),
        (false, true, true) => Ok(Some(PerimetreDraft::Areas {
            area_type: AreaType::Com,
            codes: communes,
        })),
        (true, false, true) => Ok(Some(PerimetreDraft::Areas {
            area_type: AreaType::Dep,
            codes: departements,
        })),
        (true, true, false) => serde_json::from_str(&geojson)
            .map(|geometry| Some(PerimetreDraft::Drawn { geometry }))
            .map_err(|_| "la colonne geojson n'est pas une géométrie GeoJSON"),
        _ => Err("donnez le périmètre d'une seule façon : communes, departements ou geojson"),
    }
}

async fn keep(
    context: &Context,
    conn: &mut PgConnection,
    actor: &Actor,
    line: &Line,
    (version, settings): (i32, &Settings),
) -> Result<Uuid> {
    let now = context.now();
    let (id_demande, id_ligne) = (Uuid::now_v7(), Uuid::now_v7());
    let id_maitre_ouvrage = match line.maitre_ouvrage.trim() {
        "" => None,
        name => Some(store::registers::maitre_ouvrage_by_name(conn, name, actor.id_role).await?),
    };
    let row = PastDemande {
        id_demande,
        id_ligne,
        key: random()?,
        numero: &line.numero,
        id_demandeur: line.id_demandeur,
        id_depositor: actor.id_role,
        id_organisme: line.id_organisme,
        id_maitre_ouvrage,
        objet: &line.objet,
        objet_detail: &line.detail,
        settings_version: version,
        deposited_on: line.deposited_on,
        closed_on: line.closed_on,
        wants_precise_sensitive: line.lots.iter().any(|lot| lot.kind != LotKind::F1),
    };
    store::imports::insert(conn, &row).await?;
    if let Some(draft) = &line.perimetre {
        let (new, _) = perimetre::of_draft(context, conn, draft, settings).await?;
        store::perimetres::replace(conn, id_demande, &new, now).await?;
    }
    log(context, conn, actor, (id_demande, None), "complete").await?;
    for lot in &line.lots {
        let id_lot = Uuid::now_v7();
        store::imports::insert_lot(
            conn,
            id_lot,
            id_demande,
            lot.kind.as_str(),
            lot.groupe.as_deref(),
            lot.state.as_str(),
            actor.id_role,
            line.closed_on,
            &random()?,
            now,
        )
        .await?;
        log(
            context,
            conn,
            actor,
            (id_demande, Some(id_lot)),
            lot.state.as_str(),
        )
        .await?;
    }
    Ok(id_demande)
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    rand::rngs::SysRng
        .try_fill_bytes(&mut bytes)
        .map_err(anyhow::Error::from)?;
    Ok(bytes)
}

async fn log(
    context: &Context,
    conn: &mut PgConnection,
    actor: &Actor,
    (id_demande, id_lot): (Uuid, Option<Uuid>),
    state: &str,
) -> Result<()> {
    journal::record(
        conn,
        NewEvenement {
            id_demande,
            id_lot,
            kind: "import",
            states: Some((String::new(), state.to_owned())),
            id_role: Some(actor.id_role),
            detail: json!({}),
            motif: None,
            at: context.now(),
        },
    )
    .await
}
