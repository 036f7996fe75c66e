//! Partitions worked on in parallel, their results handed on in order.

use super::error::HistoryError;
use rayon::prelude::*;

/// Works on items in parallel and hands results on in order. Two rounds are under way at a time: one
/// is worked on while the last one is handed on.
pub(super) fn in_rounds<I: Send, T: Send, E: From<HistoryError> + Send>(
    mut items: impl Iterator<Item = I>,
    one: impl Fn(I) -> Result<T, HistoryError> + Sync,
    mut sink: impl FnMut(T) -> Result<(), E> + Send,
) -> Result<(), E> {
    // Rounds end together: long ones leave threads idle for a smaller part of the time.
    let round = rayon::current_num_threads() * 16;
    let mut ready: Vec<Result<T, HistoryError>> = Vec::new();
    loop {
        let now: Vec<I> = items.by_ref().take(round).collect();
        let done = now.is_empty();
        let (next, handed_on) = rayon::join(
            || now.into_par_iter().with_max_len(1).map(&one).collect::<Vec<_>>(),
            || ready.drain(..).try_for_each(|result| sink(result?)),
        );
        handed_on?;
        if done {
            return Ok(());
        }
        ready = next;
    }
}
