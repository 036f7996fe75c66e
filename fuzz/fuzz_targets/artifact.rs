//! A model's file of any text; a model that is taken is written again and gives its card.
#![no_main]

use winback::model::{Artifact, model_card};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(artifact) = Artifact::from_json(text) {
        drop((artifact.to_json(), model_card(&artifact)));
    }
});
