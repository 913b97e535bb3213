//! The table `gn_diffusion.level`, read once per version of it.

use std::cell::RefCell;
use std::rc::Rc;

use crate::cache::{Stamp, Table, digest};
use crate::spi;

const TABLES: &[Table] = &[(c"gn_diffusion", c"level")];

/// What a level becomes when it is delivered.
pub struct Level {
    code: String,
    /// Only code 0 is not.
    pub sensitive: bool,
    /// Type of the areas delivered in place of the location; `None`: never delivered.
    pub area_type: Option<String>,
}

/// The levels that a snapshot sees.
pub struct Levels(Vec<Level>);

impl Levels {
    /// The level of that code.
    #[inline]
    pub fn find(&self, code: &str) -> Option<&Level> {
        self.0.iter().find(|level| level.code == code)
    }
}

struct Known {
    stamp: Stamp,
    version: Option<[u8; 32]>,
    levels: Rc<Levels>,
}

thread_local! {
    static KNOWN: RefCell<Option<Known>> = const { RefCell::new(None) };
}

/// The levels that the active snapshot sees.
#[inline]
pub fn current() -> Rc<Levels> {
    let stamp = Stamp::now();
    let known = KNOWN.with_borrow(|known| {
        let known = known.as_ref()?;
        (stamp == Some(known.stamp)).then(|| known.levels.clone())
    });
    known.unwrap_or_else(|| ask(stamp))
}

#[cold]
fn ask(stamp: Option<Stamp>) -> Rc<Levels> {
    let version = digest(TABLES);
    let same = KNOWN.with_borrow(|known| {
        let known = known.as_ref()?;
        (version.is_some() && known.version == version).then(|| known.levels.clone())
    });
    let levels = same.unwrap_or_else(|| Rc::new(read()));
    KNOWN.replace(stamp.map(|stamp| Known {
        stamp,
        version,
        levels: levels.clone(),
    }));
    levels
}

fn read() -> Levels {
    let mut levels = Vec::new();
    spi::read(
        c"SELECT l.cd_nomenclature, l.sensitive, l.area_type FROM gn_diffusion.level l",
        &[],
        &mut |row| {
            levels.extend(row.get(1).zip(row.get(2)).map(|(code, sensitive)| Level {
                code,
                sensitive,
                area_type: row.get(3),
            }));
            true
        },
    );
    Levels(levels)
}
