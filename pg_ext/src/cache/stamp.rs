//! When and for whom an answer holds: the active snapshot, the role, and the transactions that ended since.
//!
//! Reading what version of a table a snapshot sees costs microseconds: it is done once per snapshot, not once per row. Two
//! snapshots with the same bounds, the same numbers of transactions in progress and the same command see the same rows, as long
//! as no transaction or savepoint of this session ended in between: a rollback to a savepoint takes rows away without moving any
//! of these numbers, which is why every end is counted.

use std::cell::Cell;

use pgrx::pg_sys;

use crate::raw;

/// What an answer depends on. Equal stamps: the answer still holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    xmin: pg_sys::TransactionId,
    xmax: pg_sys::TransactionId,
    in_progress: u32,
    sub_in_progress: i32,
    command: pg_sys::CommandId,
    user: pg_sys::Oid,
    ends: u64,
}

thread_local! {
    static ENDS: Cell<u64> = const { Cell::new(0) };
}

impl Stamp {
    /// The stamp of now; `None` without a snapshot that sees what is committed, as during the repair of a table.
    #[inline]
    pub fn now() -> Option<Self> {
        let snapshot = raw::active_snapshot()?;
        (snapshot.snapshot_type == pg_sys::SnapshotType::SNAPSHOT_MVCC).then(|| Self {
            xmin: snapshot.xmin,
            xmax: snapshot.xmax,
            in_progress: snapshot.xcnt,
            sub_in_progress: snapshot.subxcnt,
            command: snapshot.curcid,
            user: raw::user(),
            ends: ENDS.get(),
        })
    }
}

/// Counts the ends of transactions and savepoints; called once, when the library is loaded.
pub fn watch_ends() {
    // SAFETY: the callbacks live as long as the library, only touch a cell of their thread, and raise nothing.
    unsafe {
        pg_sys::RegisterXactCallback(Some(transaction_event), std::ptr::null_mut());
        pg_sys::RegisterSubXactCallback(Some(savepoint_event), std::ptr::null_mut());
    }
}

unsafe extern "C-unwind" fn transaction_event(
    _: pg_sys::XactEvent::Type,
    _: *mut std::ffi::c_void,
) {
    count_end();
}

unsafe extern "C-unwind" fn savepoint_event(
    _: pg_sys::SubXactEvent::Type,
    _: pg_sys::SubTransactionId,
    _: pg_sys::SubTransactionId,
    _: *mut std::ffi::c_void,
) {
    count_end();
}

fn count_end() {
    ENDS.set(ENDS.get().wrapping_add(1));
}
