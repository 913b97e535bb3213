//! Indexes made from tables of GeoNature, kept for as long as they are true and shared by all sessions.
//!
//! [`Kept::get`] gives the index of a set for the active snapshot and the current role, or nothing: then the caller asks the
//! tables. `versions` says which version of the tables the snapshot sees, `storage` holds the words, `stamp` spares asking again
//! for each row.

mod stamp;
mod storage;
mod versions;

use std::cell::RefCell;
use std::rc::Rc;

pub use self::stamp::Stamp;
use self::storage::Storage;
use self::versions::Digest;
pub use self::versions::{Table, digest};

/// Indexes that a session keeps of one kind; the oldest is given up beyond.
const KEPT: usize = 32;

/// Must be called once, when the library is loaded.
pub fn start() {
    stamp::watch_ends();
}

/// Files of the database's indexes: name and length in bytes.
pub use self::storage::files;

/// An index read in place.
pub trait View: Sized + 'static {
    /// Opens the words; `None` when they are no index.
    fn open(words: &'static [u64]) -> Option<Self>;
}

/// How a set is made.
struct Recipe<'a> {
    kind: &'static str,
    name: &'a str,
    tables: &'a [Table],
    make: &'a dyn Fn() -> Option<Vec<u64>>,
}

/// An index and the words it reads.
pub struct Loaded<V> {
    // Before the storage: dropped first.
    view: V,
    storage: Storage,
    name: Box<str>,
    version: Digest,
}

impl<V> Loaded<V> {
    /// The index.
    #[inline]
    pub fn view(&self) -> &V {
        &self.view
    }
}

/// What is known of a set at a moment: its index, or that there is none.
struct Answer<V> {
    name: Box<str>,
    index: Option<Rc<Loaded<V>>>,
}

/// Indexes of one kind that this session has used.
pub struct Kept<V> {
    stamp: Option<Stamp>,
    /// What holds for the stamp.
    answers: Vec<Answer<V>>,
    loaded: Vec<Rc<Loaded<V>>>,
}

impl<V: View> Kept<V> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            stamp: None,
            answers: Vec::new(),
            loaded: Vec::new(),
        }
    }

    /// The last answer about that name, if it still holds.
    #[inline]
    fn answer(&self, stamp: Stamp, name: &[u8]) -> Option<&Answer<V>> {
        if self.stamp != Some(stamp) {
            return None;
        }
        let mut answers = self.answers.iter();
        answers.find(|answer| answer.name.as_bytes() == name)
    }

    fn remember(&mut self, stamp: Stamp, name: &str, index: Option<Rc<Loaded<V>>>) {
        if self.stamp != Some(stamp) {
            self.stamp = Some(stamp);
            self.answers.clear();
        }
        if let Some(loaded) = &index
            && !self.loaded.iter().any(|known| Rc::ptr_eq(known, loaded))
        {
            if self.loaded.len() >= KEPT {
                self.loaded.remove(0);
            }
            self.loaded.push(loaded.clone());
        }
        self.answers.push(Answer {
            name: name.into(),
            index,
        });
    }

    /// Each index in use: name, bytes, whether they are shared.
    pub fn for_each(&self, each: &mut dyn FnMut(&str, usize, bool)) {
        for loaded in &self.loaded {
            each(
                &loaded.name,
                size_of_val(loaded.storage.words()),
                loaded.storage.is_shared(),
            );
        }
    }
}

/// The index of a set, named among those of its kind, for the active snapshot and the current role. `None`: the tables must be asked.
/// `make` reads all of `tables` under the active snapshot, when nobody has done it yet for this version of them; it gives `None` when the
/// index may not be made.
///
/// The index is given out counted: nothing is borrowed while the caller, or what it calls, works.
#[inline]
pub fn get<V: View>(
    kept: &RefCell<Kept<V>>,
    kind: &'static str,
    name: &str,
    make: &dyn Fn() -> Option<Vec<u64>>,
    tables: &[Table],
) -> Option<Rc<Loaded<V>>> {
    if !crate::guc::cache() {
        return None;
    }
    let stamp = Stamp::now()?;
    if let Some(answer) = kept.borrow().answer(stamp, name.as_bytes()) {
        return answer.index.clone();
    }
    let recipe = Recipe {
        kind,
        name,
        tables,
        make,
    };
    ask(kept, stamp, &recipe)
}

/// What `read` says of the index of a set, if this session knows it for the active snapshot and the current role. `None`: ask [`get`].
/// `read` must not come back here: the index is lent.
#[inline]
pub fn at_hand<V: View, R>(
    kept: &RefCell<Kept<V>>,
    name: &[u8],
    read: impl FnOnce(&V) -> Option<R>,
) -> Option<R> {
    if !crate::guc::cache() {
        return None;
    }
    let kept = kept.try_borrow().ok()?;
    let index = kept.answer(Stamp::now()?, name)?.index.as_deref()?;
    read(&index.view)
}

#[cold]
fn ask<V: View>(
    kept: &RefCell<Kept<V>>,
    stamp: Stamp,
    recipe: &Recipe<'_>,
) -> Option<Rc<Loaded<V>>> {
    let answer = versions::digest(recipe.tables).and_then(|version| {
        let known = kept
            .borrow()
            .loaded
            .iter()
            .find(|loaded| loaded.version == version && *loaded.name == *recipe.name)
            .cloned();
        known.or_else(|| load(recipe, version))
    });
    kept.borrow_mut()
        .remember(stamp, recipe.name, answer.clone());
    answer
}

fn load<V: View>(recipe: &Recipe<'_>, version: Digest) -> Option<Rc<Loaded<V>>> {
    let set = format!("{}/{}", recipe.kind, recipe.name);
    let storage = storage::obtain(&set, &version, recipe.make)?;
    let words: *const [u64] = storage.words();
    // SAFETY: the words lie on the heap or in a mapping, not in the storage itself: they stay where they are when it moves, and
    // live until it is dropped, after the view, with which it is kept.
    let view = V::open(unsafe { &*words })?;
    Some(Rc::new(Loaded {
        view,
        storage,
        name: recipe.name.into(),
        version,
    }))
}
