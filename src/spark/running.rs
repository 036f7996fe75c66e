//! What runs in clusters for this process: an interruption ends it there too.

use super::Cluster;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

static CONNECTED: Mutex<Vec<Weak<dyn Cluster + Send>>> = Mutex::new(Vec::new());

fn connected() -> MutexGuard<'static, Vec<Weak<dyn Cluster + Send>>> {
    CONNECTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes a connection.
#[cfg_attr(not(feature = "spark"), expect(dead_code, reason = "there are no connections"))]
pub(super) fn note(cluster: &Arc<dyn Cluster + Send>) {
    connected().push(Arc::downgrade(cluster));
}

/// Whether this process is about to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Ends whatever runs for this process, as far as the clusters answer within seconds; the process is to end then.
pub(crate) fn cancel_all() {
    ENDING.store(true, Ordering::SeqCst);
    for cluster in connected().iter().filter_map(Weak::upgrade) {
        cluster.cancel();
    }
}

/// Waits for the end of the process, where that is near: what was cancelled has nothing to say any more.
#[cfg_attr(not(feature = "spark"), expect(dead_code, reason = "there are no connections"))]
pub(super) fn wait_if_ending() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}
