//! SHA-256 of a text, as advertising platforms compare it.

use sha2::{Digest, Sha256};

/// The hash of the UTF-8 bytes as 64 lower-case hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        hex.push(char::from(DIGITS[usize::from(byte >> 4)]));
        hex.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::super::*;

    fn e164(text: &str, code: &str) -> String {
        phone(text, country(code)).unwrap().e164
    }

    /// What the platforms' own pages print, or follows from their rules.
    #[test]
    fn hashes_are_those_that_the_platforms_expect() {
        let vectors = [
            (
                google_email("cloudy.sanfrancisco+shopping@Gmail.com "),
                "223ebda6f6889b1494551ba902d9d381daf2f642bae055888e96343d53e9f9c4",
            ),
            (
                google_email("User.Name+nyc@example.com"),
                "f109a2a632fbcea5fc82049f50beed3d8621bf9034399f437fb622222acccdac",
            ),
            (
                ad_email(" person@Example.com"),
                "542d240129883c019e106e3b1b2d3f3cb3537c43c425364de8e951d5a3083345",
            ),
            (
                ad_email("janedoe@gmail.com"),
                "d6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69",
            ),
            (
                e164("(800) 555-0100", "US"),
                "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30",
            ),
            (
                e164("+1 800 555 0100", "")[1..].to_owned(),
                "92cfdc5fbcd4a20fbe5d3857af6c1aba31762105bba7f21a17155e920653046c",
            ),
            (
                e164("08444 124653", "UK")[1..].to_owned(),
                "dc008fda46e2e64002cf2f82a4906236282d431c4f75e5b60bfe79fc48546383",
            ),
            (
                e164("+44 (0)8444 124653", ""),
                "11f9231a47ccfd680a60606f73702bc2c0fb065a7f55c482269e51d9f9e868ae",
            ),
            (
                google_first_name("Dr. John ").unwrap(),
                "96d9632f363564cc3032521409cf22a852f2032eec099ed5967c0d000cec607a",
            ),
            (
                google_last_name("SMITH, Jr.").unwrap(),
                "6627835f988e2c5e50533d491163072d3f4f41f5c8b04630150debb3722ca2dd",
            ),
            (
                meta_name("Zoe\u{308}").unwrap(),
                "2752b88686847fa5c86f47b94ce652b7b3f22a91c37617d451a4db9afa431450",
            ),
            (
                google_last_name("PE\u{301}REZ").unwrap(),
                "6654977d57dddd3c0329ca741b109ef6cd6430bedd00008aad213df25683d77f",
            ),
            (
                country("USA").unwrap().alpha_2.to_lowercase(),
                "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
            ),
            (
                country("Deutschland").unwrap().alpha_2.to_lowercase(),
                "959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578",
            ),
            (
                meta_name("O'Neil").unwrap(),
                "67a42a846e98e3c1a96cd6ba14883a5ea05990cd93964ce8b832aa9497ca785c",
            ),
            (
                meta_postcode("SW1A 1AA", country("GB")),
                "830e1d4b9838bab1f5c2acdb23e0b502ff13a9832c4632e8d67a1d43d3b7f614",
            ),
            (
                "37493828222".to_owned(),
                "65b7e6dcf6f4310f8d7cbfbd78289a753062fb054d6664fb9aaac5df66a422d4",
            ),
        ];
        for (text, hash) in vectors {
            assert_eq!(sha256(&text), hash, "{text}");
        }
    }
}
