//! What runs in clusters for this process: an interruption ends it there too.

use super::Cluster;
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

/// Ends whatever runs for this process, as far as the clusters answer within seconds.
pub(crate) fn cancel_all() {
    for cluster in connected().iter().filter_map(Weak::upgrade) {
        cluster.cancel();
    }
}
