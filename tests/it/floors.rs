//! The house's floors: a module imports only from floors below its own; what only the command line
//! may know stays there; every file says at its top what it is.
//!
//! Reads the source as text; what a test module imports counts too.

use std::path::{Path, PathBuf};

/// From the ground up.
const FLOORS: [&str; 23] = [
    "error", "time", "stats", "words", "progress", "table", "registry", "ingest", "history",
    "features", "labels", "value", "model", "score", "audience", "loyalty", "monitor", "report",
    "spark", "generate", "config", "pipeline", "cli",
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

/// Every source with its path from `src` and its floor; `main.rs`, `lib.rs` and the two doors of the face stand on the roof.
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
        assert!(
            floor.is_some() || ["lib", "main", "internals", "files"].contains(&module),
            "{name} is on no floor"
        );
        (name.clone(), floor, std::fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// Code without comments, in which words may be spelled out.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Paths from the root of the crate that the code of a module names after `crate::` or `super::`, also
/// within braces: `use crate::{a, b::C}`.
fn imports(code: &str, module: &[&str]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    // A file's unit tests are a module within it.
    let (own, tests) = code.split_once("\nmod tests {").unwrap_or((code, ""));
    let within = [module, &["tests"]].concat();
    for (code, module) in [(own, module), (tests, &within[..])] {
        for (at, _) in code.match_indices("crate::") {
            expand(&code[at + "crate::".len()..], &mut Vec::new(), &mut found);
        }
        for (at, _) in code.match_indices("super::") {
            if code[..at].ends_with("super::") {
                continue;
            }
            let (mut rest, mut above) = (&code[at..], module);
            while let Some(more) = rest.strip_prefix("super::") {
                (rest, above) = (more, &above[..above.len().saturating_sub(1)]);
            }
            let mut above: Vec<String> = above.iter().map(|name| (*name).to_owned()).collect();
            expand(rest, &mut above, &mut found);
        }
    }
    found
}

/// Adds the paths that begin with `above` and go on as `text` does; returns what follows them.
fn expand<'a>(text: &'a str, above: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let mut text = text.trim_start();
    if let Some(mut list) = text.strip_prefix('{') {
        loop {
            list = expand(list, above, found).trim_start();
            // `as` and a name, or the list's end.
            let Some(end) = list.find([',', '}']) else { return "" };
            let separator = &list[end..=end];
            list = list[end + 1..].trim_start();
            if separator == "}" {
                return list;
            }
            if let Some(rest) = list.strip_prefix('}') {
                return rest;
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    above.push(text[..end].to_owned());
    text = &text[end..];
    match text.strip_prefix("::") {
        Some(rest) => text = expand(rest, above, found),
        None => found.push(above.clone()),
    }
    above.pop();
    text
}

/// The module of a source: `model/fit/mod.rs` is `model`, `fit`.
fn module_of(name: &str) -> Vec<&str> {
    let path = name.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').collect()
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
        for import in imports(&code(&text), &module_of(&name)) {
            // What is no module is one of `cli`'s macros.
            let Some(other) = FLOORS.iter().position(|floor| *floor == import[0]) else { continue };
            let through_the_wall =
                other != floor && WALL.contains(&FLOORS[floor]) && WALL.contains(&FLOORS[other]);
            if other > floor || through_the_wall {
                wrong.push(format!("{name} imports crate::{}", import.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is learned does not know how it is kept: `model::train` puts the two together.
#[test]
fn learning_does_not_know_the_artifact() {
    let mut wrong = Vec::new();
    for (name, _, text) in house() {
        if !name.starts_with("model/learning/") {
            continue;
        }
        for import in imports(&code(&text), &module_of(&name)) {
            if import.starts_with(&["model".to_owned(), "artifact".to_owned()]) {
                wrong.push(format!("{name} imports crate::{}", import.join("::")));
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
    let code = "use crate::time::AsOf;\nuse crate::{\n  a::{B, C as D},\n  d,\n};\n\
                fn f() { crate::e::g() + super::h::i() + super::super::super::j::k }\n\
                mod tests {\n  use super::*;\n  use super::super::l;\n}";
    let found = imports(code, &["x", "y", "z"]);
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    let expected = ["time::AsOf", "a::B", "a::C", "d", "e::g", "x::y::h::i", "j::k"];
    assert_eq!(found[..7], expected);
    assert_eq!(found[7..], ["x::y::z::", "x::y::l"]);
    assert_eq!(module_of("model/fit/mod.rs"), ["model", "fit"]);
}
