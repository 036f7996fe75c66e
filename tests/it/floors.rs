//! The house's floors: a module imports only from floors below its own; what only the command line
//! may know stays there; every file says at its top what it is.
//!
//! Reads the source as text; what a test module imports counts too.

use std::path::{Path, PathBuf};

/// From the ground up.
const FLOORS: [&str; 21] = [
    "error", "time", "stats", "words", "table", "registry", "ingest", "history", "features",
    "labels", "value", "model", "score", "audience", "monitor", "report", "spark", "generate",
    "config", "pipeline", "cli",
];

/// Stages that never know of each other.
const WALL: [&str; 2] = ["features", "labels"];

/// What nothing below `cli` does, as it stands in a source.
const ONLY_CLI: [&str; 9] = [
    "clap::",
    "println!",
    "eprintln!",
    "print!(",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "std::env::",
    "indicatif",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source with its path from `src` and its floor; `main.rs` and `lib.rs` stand on the roof.
fn house() -> Vec<(String, Option<usize>, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "the sources are not where they were");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let module = name.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let floor = FLOORS.iter().position(|floor| *floor == module);
        assert!(floor.is_some() || ["lib", "main"].contains(&module), "{name} is on no floor");
        (name.clone(), floor, std::fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// Code without comments, in which words may be spelled out.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Top-level modules named after `crate::`, also within braces: `use crate::{a, b::C}`.
fn imports(code: &str) -> Vec<String> {
    let identifier = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for after in code.split("crate::").skip(1) {
        let Some(list) = after.strip_prefix('{') else {
            found.push(identifier(after));
            continue;
        };
        let (mut depth, mut begin) = (1, true);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' => {
                    begin |= depth == 1;
                    continue;
                }
                c if begin && !c.is_whitespace() => {
                    found.push(identifier(&list[at..]));
                    begin = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// Whether the module above declares the file `#[cfg(test)]`.
fn is_for_tests(name: &str) -> bool {
    let Some((folder, file)) = name.rsplit_once('/') else { return false };
    let above = format!("{}/src/{folder}/mod.rs", env!("CARGO_MANIFEST_DIR"));
    let declaration = format!("#[cfg(test)]\nmod {};", file.trim_end_matches(".rs"));
    std::fs::read_to_string(above).is_ok_and(|text| text.contains(&declaration))
}

#[test]
fn modules_import_from_below() {
    let mut wrong = Vec::new();
    for (name, floor, text) in house() {
        let Some(floor) = floor else { continue };
        for import in imports(&code(&text)) {
            // What is no module is one of `cli`'s macros.
            let Some(other) = FLOORS.iter().position(|floor| *floor == import) else { continue };
            let through_the_wall =
                other != floor && WALL.contains(&FLOORS[floor]) && WALL.contains(&FLOORS[other]);
            if other > floor || through_the_wall {
                wrong.push(format!("{name} imports crate::{import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_reads_the_clock_and_knows_clap() {
    let cli = FLOORS.iter().position(|floor| *floor == "cli");
    let mut wrong = Vec::new();
    for (name, floor, text) in house() {
        if floor.is_none() || floor == cli || is_for_tests(&name) {
            continue;
        }
        let code = code(&text);
        // A file's unit tests stand at its foot, and may say what they like.
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let found = ONLY_CLI.iter().filter(|word| code.contains(**word));
        wrong.extend(found.map(|word| format!("{name} has {word}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = house()
        .into_iter()
        .filter(|(_, _, text)| !text.starts_with("//! "))
        .map(|(name, _, _)| name)
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn the_readers_of_imports_read_them() {
    let code =
        "use crate::time::AsOf;\nuse crate::{\n  a::{B, C},\n  d,\n};\nfn f() { crate::e::g() }";
    assert_eq!(imports(code), ["time", "a", "d", "e"]);
}
