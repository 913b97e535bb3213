//! Which version of the mirrored tables a snapshot sees.
//!
//! Every statement that changes a mirrored table first adds a row, with a random identifier, to `gn_diffusion.cache_version`
//! (trigger `zz_gn_diffusion_cache`, BEFORE: whoever sees a change sees the row). The rows that a snapshot sees are what it sees of the table: their digest names the version.
//! Rolled back rows are seen by nobody and never come again, which a counter could not promise. No row is ever updated: a writer
//! under REPEATABLE READ cannot fail because of us.
//!
//! A materialized view has no trigger, but every REFRESH, in place or not, writes its row of `pg_class` again: which row it is names
//! the version, provided that the snapshot sees whoever wrote it.

use std::ffi::CStr;

use pgrx::pg_sys;
use sha2::{Digest as _, Sha256};

/// A mirrored table or materialized view: schema and name.
pub type Table = (&'static CStr, &'static CStr);

/// Names a version of some tables.
pub type Digest = [u8; 32];

const SCHEMA: &CStr = c"gn_diffusion";
const VERSIONS: &CStr = c"cache_version";
const TRIGGER: &CStr = c"zz_gn_diffusion_cache";
/// The trigger fires BEFORE each statement of INSERT, DELETE, UPDATE and TRUNCATE.
const ALL_CHANGES: i16 = 2 | 4 | 8 | 16 | 32;
/// Columns of the table of versions.
const COLUMN_VERSION: usize = 1;
const COLUMN_SCOPE: usize = 2;

/// The version of these tables under the active snapshot. `None` when no index may stand for them: a table is missing, is
/// no plain table, may not be read whole by the role (rights, row security), is not watched (trigger missing or disabled), or has
/// been changed by the current transaction; a view, by one that the snapshot does not see.
pub fn digest(tables: &[Table]) -> Option<Digest> {
    // One after the other, so that a refusal is cheap.
    let mut refreshes = Vec::new();
    for table in tables {
        match Relation::open(*table)?.watch()? {
            Watch::Trigger => {}
            Watch::Refresh(row) => refreshes.push(row),
        }
    }
    let scopes: Vec<_> = tables
        .iter()
        .map(|(schema, name)| [schema.to_bytes(), b".", name.to_bytes()].concat())
        .collect();
    let mut seen = visible_versions(&scopes)?;
    seen.sort_unstable();
    let mut hasher = Sha256::new();
    for version in seen {
        hasher.update(version);
    }
    for number in refreshes.concat() {
        hasher.update(number.to_le_bytes());
    }
    Some(hasher.finalize().into())
}

/// What says that a table has changed.
enum Watch {
    /// The rows that its trigger writes.
    Trigger,
    /// File, and writer and place of the row of `pg_class`.
    Refresh([u32; 5]),
}

/// An open table, locked for reading until dropped.
struct Relation(pg_sys::Relation);

impl Relation {
    fn open((schema, name): Table) -> Option<Self> {
        // SAFETY: the names are C strings; try_relation_open gives NULL for a table dropped meanwhile.
        unsafe {
            let namespace = pg_sys::get_namespace_oid(schema.as_ptr(), true);
            if namespace == pg_sys::InvalidOid {
                return None;
            }
            let oid = pg_sys::get_relname_relid(name.as_ptr(), namespace);
            if oid == pg_sys::InvalidOid {
                return None;
            }
            let relation = pg_sys::try_relation_open(oid, lock());
            (!relation.is_null()).then_some(Self(relation))
        }
    }

    /// What watches the table, if the role may read it whole.
    fn watch(&self) -> Option<Watch> {
        #[expect(
            clippy::useless_conversion,
            reason = "rights are a wider type from PostgreSQL 16 on"
        )]
        let reading = pg_sys::ACL_SELECT.into();
        // SAFETY: the relation is open.
        let (class, rights) = unsafe {
            let oid = (*self.0).rd_id;
            let rights = pg_sys::pg_class_aclcheck(oid, pg_sys::GetUserId(), reading);
            ((*self.0).rd_rel.as_ref()?, rights)
        };
        if rights != pg_sys::AclResult::ACLCHECK_OK {
            return None;
        }
        match class.relkind.cast_unsigned() {
            pg_sys::RELKIND_RELATION => {
                let is_plain = !class.relrowsecurity && !class.relhassubclass;
                (is_plain && self.is_watched()).then_some(Watch::Trigger)
            }
            pg_sys::RELKIND_MATVIEW if class.relispopulated => {
                self.last_refresh(class.relfilenode).map(Watch::Refresh)
            }
            _ => None,
        }
    }

    fn last_refresh(&self, file: pg_sys::Oid) -> Option<[u32; 5]> {
        let cache = pg_sys::SysCacheIdentifier::RELOID.cast_signed();
        // SAFETY: the relation is open; its row of pg_class is read before it is given back. A snapshot is active.
        unsafe {
            let tuple = pg_sys::SearchSysCache1(cache, pg_sys::Datum::from((*self.0).rd_id));
            let row = tuple.as_ref()?;
            let writer = pg_sys::HeapTupleHeaderGetXmin(row.t_data);
            let is_seen = !pg_sys::TransactionIdIsCurrentTransactionId(writer)
                && !pg_sys::XidInMVCCSnapshot(writer, pg_sys::GetActiveSnapshot());
            let place = row.t_self;
            let numbers = [
                file.to_u32(),
                writer.into_inner(),
                place.ip_blkid.bi_hi.into(),
                place.ip_blkid.bi_lo.into(),
                place.ip_posid.into(),
            ];
            pg_sys::ReleaseSysCache(tuple);
            is_seen.then_some(numbers)
        }
    }

    fn is_watched(&self) -> bool {
        // SAFETY: the relation is open; its description of triggers, when there is one, has that many items.
        let triggers = unsafe {
            let Some(description) = (*self.0).trigdesc.as_ref() else {
                return false;
            };
            let Ok(count) = usize::try_from(description.numtriggers) else {
                return false;
            };
            std::slice::from_raw_parts(description.triggers, count)
        };
        triggers.iter().any(|trigger| {
            // SAFETY: the name of a trigger is a C string.
            let name = unsafe { CStr::from_ptr(trigger.tgname) };
            let enabled = [
                pg_sys::TRIGGER_FIRES_ON_ORIGIN,
                pg_sys::TRIGGER_FIRES_ALWAYS,
            ];
            name == TRIGGER
                && enabled.contains(&trigger.tgenabled.cast_unsigned())
                && trigger.tgtype & ALL_CHANGES == ALL_CHANGES
        })
    }
}

impl Drop for Relation {
    fn drop(&mut self) {
        // SAFETY: the relation was opened with the same lock. After an error the transaction has already released it: an
        // unwinding drop must not do it again.
        unsafe {
            if !std::thread::panicking() {
                pg_sys::relation_close(self.0, lock());
            }
        }
    }
}

fn lock() -> pg_sys::LOCKMODE {
    pg_sys::AccessShareLock.cast_signed()
}

/// Identifiers of the rows of these scopes that the active snapshot sees; `None` when one of them is the current transaction's.
fn visible_versions(scopes: &[Vec<u8>]) -> Option<Vec<[u8; 16]>> {
    let relation = Relation::open((SCHEMA, VERSIONS))?;
    let mut seen = Vec::new();
    let mut dirty = false;
    // SAFETY: the relation is a heap of ours, open and locked; the scan is ended before it is closed, and its tuples are read
    // before the next one. Columns are a uuid (16 bytes) and a text, both NOT NULL.
    unsafe {
        let flags = pg_sys::ScanOptions::SO_TYPE_SEQSCAN | pg_sys::ScanOptions::SO_ALLOW_PAGEMODE;
        let scan = pg_sys::heap_beginscan(
            relation.0,
            pg_sys::GetActiveSnapshot(),
            0,
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            flags,
        );
        let descriptor = (*relation.0).rd_att;
        loop {
            let tuple = pg_sys::heap_getnext(scan, pg_sys::ScanDirection::ForwardScanDirection);
            if tuple.is_null() {
                break;
            }
            let Some(scope) = text(tuple, descriptor) else {
                continue;
            };
            if !scopes.iter().any(|wanted| wanted == scope) {
                continue;
            }
            let xmin = pg_sys::HeapTupleHeaderGetXmin((*tuple).t_data);
            dirty |= pg_sys::TransactionIdIsCurrentTransactionId(xmin);
            if let Some(version) = uuid(tuple, descriptor) {
                seen.push(version);
            }
        }
        pg_sys::heap_endscan(scan);
    }
    (!dirty).then_some(seen)
}

/// # Safety
/// The tuple is one of the table of versions, alive as long as the answer.
unsafe fn text<'a>(tuple: pg_sys::HeapTuple, descriptor: pg_sys::TupleDesc) -> Option<&'a [u8]> {
    // SAFETY: a short text, neither compressed nor out of line: the scope's check bounds its length.
    unsafe {
        let datum = pgrx::htup::heap_getattr_raw(
            tuple,
            std::num::NonZeroUsize::new(COLUMN_SCOPE)?,
            descriptor,
        )?;
        let pointer = datum.cast_mut_ptr::<pg_sys::varlena>();
        Some(std::slice::from_raw_parts(
            pgrx::vardata_any(pointer).cast::<u8>(),
            pgrx::varsize_any_exhdr(pointer),
        ))
    }
}

/// # Safety
/// As for [`text`].
unsafe fn uuid(tuple: pg_sys::HeapTuple, descriptor: pg_sys::TupleDesc) -> Option<[u8; 16]> {
    // SAFETY: a uuid is a pointer to 16 bytes.
    unsafe {
        let datum = pgrx::htup::heap_getattr_raw(
            tuple,
            std::num::NonZeroUsize::new(COLUMN_VERSION)?,
            descriptor,
        )?;
        Some(datum.cast_mut_ptr::<[u8; 16]>().read())
    }
}
