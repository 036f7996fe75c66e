//! The files of scripts/deploy call the program as it is: every flag exists, exit codes mean what the README says.

use crate::workplace::Workplace;
use std::path::{Path, PathBuf};

const FILES: [&str; 4] = [
    "systemd/winback.service",
    "cron/winback",
    "kubernetes/cronjob.yaml",
    "airflow/winback_nightly.py",
];

fn deploy(file: &str) -> String {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/deploy");
    std::fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn every_flag_exists() {
    let help = Workplace::new().run("run --help").expect_code(0).stdout;
    for file in FILES {
        let text = deploy(file);
        let flags: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c == '"' || c == '=')
            .filter(|word| word.starts_with("--") && word.len() > 2)
            .filter(|word| word[2..].chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .filter(|word| word[2..].starts_with(|c: char| c.is_ascii_lowercase()))
            .collect();
        assert!(flags.contains(&"--config") && flags.contains(&"--as-of"), "{file}: {flags:?}");
        for flag in flags {
            assert!(
                help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
                "{file}: {flag}"
            );
        }
    }
}

#[test]
fn what_wants_a_person_is_not_tried_again_and_nothing_to_do_is_no_failure() {
    assert!(deploy("systemd/winback.service").contains("RestartPreventExitStatus=2 3 4 5\n"));
    assert!(deploy("systemd/winback.service").contains("SuccessExitStatus=99\n"));
    assert!(deploy("kubernetes/cronjob.yaml").contains("values: [2, 3, 4, 5]\n"));
    assert!(deploy("airflow/winback_nightly.py").contains("skip_on_exit_code=99"));
    assert!(deploy("cron/winback").contains("-eq 99"));
}
