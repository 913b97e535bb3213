//! The adversary before the door. It has what a circle of recipients has: archives, the perimeters in their bordereaux, the figures
//! shown to them, and public layers; and it tries to say, of a sensitive record, where in its diffusion area it lies.
//!
//! Three steps: [`Held::read`] reads the very files; whoever runs it hands over the public layers that [`Held::mentions`] asks for;
//! [`Knowledge::attack`] runs every attack of [`ATTACKS`]. One [`Finding`] is one success, and blocks a sending.
//!
//! Not here: a database, HTTP, the structures the files were written from. What is lawful is not known from the service either: a
//! blurred row is judged by what it says.

mod attacks;
mod knowledge;
mod periods;
mod read;
mod shape;

pub use attacks::{ATTACKS, Attack, Attacked, MAX_FINDINGS};
pub use knowledge::{
    Archive, Bordereau, Class, Finding, Groupe, Held, Kind, Knowledge, LevelRule, Mentions, Place,
    Public, PublicRow, PublicZone, Shown, Snapshot, SnapshotCell, Standing,
};
pub use periods::{Period, Precision};
pub use read::{Depth, ReadError};
