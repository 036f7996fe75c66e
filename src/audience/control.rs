//! The control group: a random share that is left alone, the same on every run and machine.
//!
//! A customer is drawn by SHA-256 of `salt`, a line break and the key (the person's e-mail address in the form
//! of `ingest::email_key`, or the identifier where there is none), in UTF-8. The first eight bytes, big-endian, divided by 2^64, are
//! the draw; below the share is control. Anyone can recompute it; one salt always draws the same.

use sha2::{Digest, Sha256};

/// The draw of a customer: uniform in [0, 1).
pub(super) fn draw(salt: &str, key: &str) -> f64 {
    let digest = Sha256::new().chain_update(salt).chain_update("\n").chain_update(key).finalize();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    // The upper 53 bits, which an f64 holds exactly: the quotient is below 1.
    (u64::from_be_bytes(first) >> 11) as f64 / (1u64 << 53) as f64
}

/// Whether a customer belongs to the control group of this share.
pub(super) fn is_control(salt: &str, key: &str, share: f64) -> bool {
    draw(salt, key) < share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_kept_and_a_larger_share_only_adds() {
        let keys: Vec<String> = (0..20_000).map(|i| format!("c{i}@example.org")).collect();
        let drawn = |salt: &str, share: f64| -> Vec<&String> {
            keys.iter().filter(|key| is_control(salt, key, share)).collect()
        };
        let tenth = drawn("spring", 0.1);
        // Four standard errors of a binomial share: 0.0085.
        assert!((tenth.len() as f64 / 20_000.0 - 0.1).abs() < 0.0085, "{}", tenth.len());
        let fifth = drawn("spring", 0.2);
        assert!(tenth.iter().all(|key| fifth.contains(key)));
        let other = drawn("autumn", 0.1);
        let both = other.iter().filter(|key| tenth.contains(key)).count();
        assert!((both as f64 / 20_000.0 - 0.01).abs() < 0.003, "salts are independent: {both}");
        assert!(drawn("spring", 0.0).is_empty() && drawn("spring", 1.0).len() == 20_000);
    }

    #[test]
    fn the_draw_can_be_recomputed_elsewhere() {
        // python: int.from_bytes(hashlib.sha256(b"spring\nada@example.org").digest()[:8]) / 2**64
        let expected = 0.294_149_072_304_168_2;
        assert!((draw("spring", "ada@example.org") - expected).abs() < 1e-15);
    }
}
