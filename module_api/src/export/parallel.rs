//! Pieces of work done side by side.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Several workers may share a machine.
const MOST_THREADS: usize = 4;

/// Does `work` on each piece, in as many threads as there are processors (4 at most), the first pieces first. The first error stops
/// what was not begun, and is given.
///
/// # Errors
/// The first of `work`.
pub fn side_by_side<T, E>(
    pieces: Vec<T>,
    work: &(impl Fn(T) -> Result<(), E> + Sync),
) -> Result<(), E>
where
    T: Send,
    E: Send,
{
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(pieces.len()).min(MOST_THREADS);
    let left = Mutex::new(VecDeque::from(pieces));
    let failed = Mutex::new(None);
    let run = || {
        // The guard ends with its statement: it is not held while the piece is worked on.
        loop {
            let piece = locked(&left).pop_front();
            let Some(piece) = piece else { break };
            if let Err(error) = work(piece) {
                locked(&left).clear();
                locked(&failed).get_or_insert(error);
            }
        }
    };
    // A thread that panics makes the scope panic.
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// What a mutex holds, whoever panicked with it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::side_by_side;

    #[test]
    fn each_piece_is_done_once() {
        for count in [0, 1, 3, 1_000] {
            let sum = AtomicU32::new(0);
            let done = side_by_side((0..count).collect(), &|piece| {
                sum.fetch_add(piece, Ordering::Relaxed);
                Ok::<_, ()>(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(sum.into_inner(), (0..count).sum::<u32>());
        }
    }

    #[test]
    fn an_error_stops_what_was_not_begun() {
        let begun = AtomicU32::new(0);
        let done = side_by_side((0..10_000).collect(), &|piece| {
            begun.fetch_add(1, Ordering::Relaxed);
            if piece == 3 { Err(piece) } else { Ok(()) }
        });
        assert_eq!(done, Err(3));
        assert!(begun.into_inner() < 10_000);
    }
}
