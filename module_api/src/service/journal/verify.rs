//! Verifying the journal: each digest made again, nothing missing that was not declared erased, and the states of today recomputed.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use uuid::Uuid;

use super::{chain, erase::ERASE};
use crate::{
    digest::hex,
    service::{Context, Result},
    store::{self, journal::ChainedRow},
};

/// Links read at once.
const PAGE: i64 = 1000;

/// A link noted earlier, outside the database: the only way to see that the end of the journal was taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its place.
    pub rang: i64,
    /// Its digest, in hexadecimal.
    pub sha256: String,
}

impl std::str::FromStr for Anchor {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wanted =
            "donnez RANG:EMPREINTE, comme « journal verify » et « journal export » l'affichent";
        let (rang, sha256) = text.split_once(':').ok_or(wanted)?;
        let sha256 = sha256.to_ascii_lowercase();
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        match rang.parse() {
            Ok(rang) if is_digest => Ok(Self { rang, sha256 }),
            _ => Err(wanted.to_owned()),
        }
    }
}

/// What does not hold, in French.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A place is skipped.
    #[error("rang {expected} : absent de la chaîne (le suivant est le rang {found})")]
    Gap {
        /// The place that is missing.
        expected: i64,
        /// The one found instead.
        found: i64,
    },
    /// The event of a link is gone.
    #[error("rang {0} : l'événement a disparu")]
    EventGone(i64),
    /// A link does not hold on to the one before it.
    #[error(
        "rang {rang} : il ne suit pas le rang précédent (événement {id_evenement}, demande {id_demande})"
    )]
    Unlinked {
        /// Its place.
        rang: i64,
        /// Its event.
        id_evenement: i64,
        /// Its dossier.
        id_demande: Uuid,
    },
    /// The event is not what was chained.
    #[error(
        "rang {rang} : l'événement {id_evenement} (demande {id_demande}) n'est plus ce qui a été inscrit"
    )]
    Altered {
        /// Its place.
        rang: i64,
        /// Its event.
        id_evenement: i64,
        /// Its dossier.
        id_demande: Uuid,
    },
    /// The personal part is not what was chained.
    #[error(
        "rang {rang} : la partie personnelle de l'événement {id_evenement} n'est plus ce qui a été inscrit"
    )]
    PersonalAltered {
        /// Its place.
        rang: i64,
        /// Its event.
        id_evenement: i64,
    },
    /// The personal part is gone, and no erasing was declared.
    #[error("événement {0} : sa partie personnelle a disparu sans effacement déclaré")]
    PersonalGone(i64),
    /// An event is outside the chain.
    #[error("événement {0} : hors de la chaîne")]
    Unchained(i64),
    /// A transition does not start where the one before it ended.
    #[error(
        "rang {rang} : la transition part de « {before} » alors que le journal en était à « {known} » ({of})"
    )]
    Discontinuous {
        /// Its place.
        rang: i64,
        /// Where it says it starts.
        before: String,
        /// Where the log was.
        known: String,
        /// Of what.
        of: String,
    },
    /// The state of today is not the last one of the log.
    #[error("{of} : son état est « {state} », le journal dit « {logged} »")]
    State {
        /// Of what.
        of: String,
        /// As stored.
        state: String,
        /// As logged.
        logged: String,
    },
    /// The anchor is not in the chain.
    #[error(
        "rang {0} : ce n'est pas l'empreinte notée ; la fin du journal a été enlevée ou réécrite"
    )]
    AnchorLost(i64),
}

/// The outcome.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// Events in the chain.
    pub events: i64,
    /// Events whose personal part was erased, as declared.
    pub erased: usize,
    /// The last digest, in hexadecimal: to be noted elsewhere.
    pub head: String,
    /// What does not hold, where the chain breaks first.
    pub findings: Vec<Finding>,
}

#[derive(Default)]
struct Walk {
    rang: i64,
    precedent: Vec<u8>,
    missing: BTreeSet<i64>,
    declared: BTreeSet<i64>,
    states: HashMap<(Uuid, Option<Uuid>), String>,
    anchor_seen: bool,
    findings: Vec<Finding>,
}

/// Verifies the whole journal, in one snapshot.
///
/// # Errors
/// When the database fails; what does not hold is a finding.
pub async fn verify(context: &Context, anchor: Option<&Anchor>) -> Result<Verified> {
    let mut tx = context.pool.begin().await?;
    store::journal::freeze(&mut tx).await?;
    let mut walk = Walk {
        precedent: chain::ORIGIN.to_vec(),
        ..Walk::default()
    };
    loop {
        let page = store::journal::page(&mut tx, walk.rang, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for link in page {
            match link {
                Ok(row) => walk.link(&row, anchor),
                Err(rang) => walk.gone(rang),
            }
        }
    }
    let unchained = store::journal::unchained(&mut tx).await?;
    walk.findings
        .extend(unchained.into_iter().map(Finding::Unchained));
    let states = store::journal::states(&mut tx).await?;
    tx.rollback().await?;
    Ok(walk.end(states, anchor))
}

impl Walk {
    fn step(&mut self, rang: i64) {
        if rang != self.rang + 1 {
            let expected = self.rang + 1;
            self.findings.push(Finding::Gap {
                expected,
                found: rang,
            });
        }
        self.rang = rang;
    }

    fn gone(&mut self, rang: i64) {
        self.step(rang);
        self.findings.push(Finding::EventGone(rang));
        self.precedent.clear();
    }

    fn link(&mut self, row: &ChainedRow, anchor: Option<&Anchor>) {
        self.step(row.rang);
        let (rang, id_evenement, id_demande) = (row.rang, row.id_evenement, row.id_demande);
        // After a link that is gone, its digest is not known: the next one is taken at its word.
        if !self.precedent.is_empty() && row.precedent != self.precedent {
            self.findings.push(Finding::Unlinked {
                rang,
                id_evenement,
                id_demande,
            });
        }
        if chain::digest(row, &row.precedent) != row.sha256 {
            self.findings.push(Finding::Altered {
                rang,
                id_evenement,
                id_demande,
            });
        }
        self.precedent.clone_from(&row.sha256);
        self.personal(row);
        self.transition(row);
        self.anchor_seen |=
            anchor.is_some_and(|noted| noted.rang == rang && noted.sha256 == hex(&row.sha256));
    }

    fn personal(&mut self, row: &ChainedRow) {
        let (rang, id_evenement) = (row.rang, row.id_evenement);
        match &row.personal {
            None => {
                self.missing.insert(id_evenement);
            }
            Some(personal) if chain::personal_digest(personal) != row.personnel_sha256 => {
                self.findings
                    .push(Finding::PersonalAltered { rang, id_evenement });
            }
            Some(_) => {}
        }
        if row.kind == ERASE
            && let Ok(detail) = serde_json::from_str::<Value>(&row.detail)
            && let Some(ids) = detail["evenements"].as_array()
        {
            self.declared.extend(ids.iter().filter_map(Value::as_i64));
        }
    }

    fn transition(&mut self, row: &ChainedRow) {
        let Some(after) = &row.state_after else {
            return;
        };
        let key = (row.id_demande, row.id_lot);
        let before = row.state_before.clone().unwrap_or_default();
        if let Some(known) = self.states.insert(key, after.clone())
            && known != before
        {
            self.findings.push(Finding::Discontinuous {
                rang: row.rang,
                before,
                known,
                of: named(key),
            });
        }
    }

    fn end(
        mut self,
        states: Vec<(Uuid, Option<Uuid>, String)>,
        anchor: Option<&Anchor>,
    ) -> Verified {
        let undeclared = self.missing.difference(&self.declared).copied();
        self.findings.extend(undeclared.map(Finding::PersonalGone));
        for (id_demande, id_lot, state) in states {
            let key = (id_demande, id_lot);
            let logged = self.states.remove(&key).unwrap_or_default();
            if logged != state {
                self.findings.push(Finding::State {
                    of: named(key),
                    state,
                    logged,
                });
            }
        }
        if let Some(noted) = anchor.filter(|_| !self.anchor_seen) {
            self.findings.push(Finding::AnchorLost(noted.rang));
        }
        Verified {
            events: self.rang,
            erased: self.missing.intersection(&self.declared).count(),
            head: hex(&self.precedent),
            findings: self.findings,
        }
    }
}

fn named((id_demande, id_lot): (Uuid, Option<Uuid>)) -> String {
    match id_lot {
        Some(id_lot) => format!("lot {id_lot}"),
        None => format!("demande {id_demande}"),
    }
}
