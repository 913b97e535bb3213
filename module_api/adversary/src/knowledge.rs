//! What the adversary holds: rows read from files, kept compact, and the public layers he is handed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::{
    periods::{Period, Precision},
    read::{Layer, Member},
};

/// Kind of a lot, as its bordereau says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Not sensitive and precise, sensitive and blurred.
    #[default]
    F1,
    /// Sensitive and precise.
    F2,
    /// Sensitive and precise, of one group.
    F3,
}

impl Kind {
    /// Reads its code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "F1" => Some(Self::F1),
            "F2" => Some(Self::F2),
            "F3" => Some(Self::F3),
            _ => None,
        }
    }
}

/// What a bordereau tells.
#[derive(Debug, Clone, Default)]
pub struct Bordereau {
    /// Kind of the lot.
    pub kind: Kind,
    /// Group of an F3.
    pub groupe: Option<String>,
    /// Whether some records of the perimeter were left out without a reason that anybody may know: nothing then follows from absence.
    pub unsure: bool,
    /// WKB of the perimeter, local system.
    pub perimetre: Option<Vec<u8>>,
    /// Taxa wished for, by `cd_nom`; none means all.
    pub taxa: Option<Vec<i32>>,
    /// Period wished for.
    pub wished: Option<Period>,
    /// Taxa that the décision took away.
    pub excluded_taxa: Vec<i32>,
    /// Period that the décision took away.
    pub excluded_period: Option<Period>,
    /// Every key of it, at any depth but in its outline.
    pub keys: BTreeSet<String>,
    /// Every text and number of it, but its outline.
    pub said: Vec<String>,
    /// Datasets named for citation.
    pub datasets: Vec<String>,
    /// Acquisition frameworks named for citation.
    pub frameworks: Vec<String>,
}

/// How an archive stands to its recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Sent to them.
    Received,
    /// Ready: it may be sent to them at any time.
    Ready,
    /// About to leave.
    Candidate,
}

/// One archive, as read.
#[derive(Debug)]
pub struct Archive {
    /// Its file name.
    pub name: String,
    /// How it stands to its recipients.
    pub standing: Standing,
    /// Its bordereau.
    pub bordereau: Bordereau,
    pub(crate) members: Vec<Member>,
    pub(crate) comment: bool,
    pub(crate) layers: Vec<Layer>,
}

/// All that was read from archives.
#[derive(Debug, Default)]
pub struct Held {
    /// In the order of their sending, the one about to leave last.
    pub archives: Vec<Archive>,
    pub(crate) shapes: Vec<Vec<u8>>,
    pub(crate) shape_ids: HashMap<u64, u32>,
    pub(crate) zones: Vec<(String, Vec<String>)>,
    pub(crate) zone_ids: HashMap<String, u32>,
    pub(crate) levels: Vec<String>,
    pub(crate) all_precise: bool,
}

/// What public layers are asked for, of all there is.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Types and codes of the areas that stand for blurred rows, in the order of [`Public::zones`].
    pub zones: Vec<(String, Vec<String>)>,
    /// Taxa of blurred rows.
    pub cd_refs: BTreeSet<i32>,
    /// Any text that may name a place.
    pub texts: Vec<String>,
    /// Whether a blurred row carries what may be joined with precise rows: then all of these are needed ([`Depth::All`]).
    ///
    /// [`Depth::All`]: crate::Depth::All
    pub joins: bool,
}

/// An area that stands for blurred rows.
#[derive(Debug, Clone, Default)]
pub struct PublicZone {
    /// WKB of the whole area, empty if nobody publishes such an area.
    pub whole: Vec<u8>,
    /// WKB of its part within the territory, empty if it is the whole.
    pub inside: Vec<u8>,
}

/// A commune, département or cell somebody may name.
#[derive(Debug, Clone)]
pub struct Place {
    /// Type (`COM`, `DEP`, `M10`…).
    pub kind: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// WKB, local system.
    pub geometry: Vec<u8>,
}

/// What is published of a level.
#[derive(Debug, Clone, Copy)]
pub struct LevelRule {
    /// How much of a date it lets be told.
    pub precision: Precision,
}

/// The group of a taxon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groupe {
    /// Its code; none for a taxon in no group.
    pub code: Option<String>,
    /// Whether its precise records make lots of their own.
    pub avis_systematique: bool,
}

/// A row of the public blurred table.
#[derive(Debug, Clone)]
pub struct PublicRow {
    /// Taxon.
    pub cd_ref: i32,
    /// Period.
    pub period: Period,
    /// Level.
    pub level: String,
    /// Index of its area in [`Public::blurred_zones`].
    pub zone: usize,
}

/// What anybody may have.
#[derive(Debug, Default)]
pub struct Public {
    /// One for each of [`Mentions::zones`].
    pub zones: Vec<PublicZone>,
    /// Places that texts of the archives name.
    pub places: Vec<Place>,
    /// Borders of communes and départements around the perimeter of the candidate: WKB.
    pub borders: Vec<Vec<u8>>,
    /// Levels by code.
    pub levels: HashMap<String, LevelRule>,
    /// Group of each taxon mentioned.
    pub groupes: HashMap<i32, Groupe>,
    /// Taxon above each, for the taxa mentioned and all above them.
    pub parents: HashMap<i32, i32>,
    /// Rows of the public blurred table, of the taxa mentioned.
    pub blurred: Vec<PublicRow>,
    /// Their areas: WKB.
    pub blurred_zones: Vec<Vec<u8>>,
}

/// The figures of one published snapshot.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Threshold.
    pub k: i64,
    /// Step.
    pub rounding: i64,
    /// Cells.
    pub cells: Vec<SnapshotCell>,
}

/// A published cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotCell {
    /// Group.
    pub groupe: String,
    /// Status of its taxa.
    pub statut: String,
    /// Any name of its area, the same from one snapshot to the next.
    pub area: i32,
    /// Figure.
    pub published: i64,
    /// WKB of the area; may be empty when no figure of a perimeter is examined.
    pub geometry: Vec<u8>,
}

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// A group; none: all of them.
    pub groupe: Option<String>,
    /// A status; none: all of them.
    pub statut: Option<String>,
}

/// Figures shown for a perimeter.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Index of the snapshot they were made from.
    pub snapshot: usize,
    /// WKB of the perimeter.
    pub perimetre: Vec<u8>,
    /// Figures by group and status, and their totals.
    pub figures: BTreeMap<Class, i64>,
}

/// All that the adversary has.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// What was read.
    pub held: Held,
    /// Bordereaux of the lots received of which no archive is left, as the database still says them.
    pub vanished: Vec<Bordereau>,
    /// Public layers.
    pub public: Public,
    /// Published figures, oldest first.
    pub snapshots: Vec<Snapshot>,
    /// Figures shown to the circle.
    pub shown: Vec<Shown>,
    /// Whether archives that are ready count as received.
    pub with_ready: bool,
    /// Least share of an area that must lie outside the perimeters received precisely.
    pub residual_min_share: f64,
}

/// One success: a record placed more finely than its area, or a way open to do so.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Name of the attack.
    pub attack: &'static str,
    /// Beginning of the `id_lot` of the record; empty when it is about no row.
    pub record: String,
    /// The archive it was found in.
    pub archive: String,
    /// Share of the area left; none when it rests on sources that the adversary has not here.
    pub left: Option<f64>,
    /// By what, without any value.
    pub evidence: String,
    /// WKB of what is left. Never written anywhere.
    #[serde(skip)]
    pub region: Option<Vec<u8>>,
}

impl Archive {
    pub(crate) fn is_candidate(&self) -> bool {
        self.standing == Standing::Candidate
    }
}

impl Knowledge {
    /// The archives that count, by their rank among all.
    pub(crate) fn archives(&self) -> impl Iterator<Item = (usize, &Archive)> {
        let counts = |archive: &Archive| self.with_ready || archive.standing != Standing::Ready;
        let all = self.held.archives.iter().enumerate();
        all.filter(move |(_, archive)| counts(archive))
    }

    /// Whether some archive is ready and not sent.
    #[must_use]
    pub fn has_ready(&self) -> bool {
        let mut all = self.held.archives.iter();
        all.any(|archive| archive.standing == Standing::Ready)
    }
}
