//! Models are stored once, found by name, promoted and rolled back.

use crate::workplace::Workplace;
use winback::internals::registry::{Alias, Registry};

fn registry(work: &Workplace) -> Registry {
    let registry = Registry::at(work.path("models"));
    for version in ["v1", "v2", "v10"] {
        let artifact = format!("{{\"version\": \"{version}\"}}");
        registry.store("churn", version, artifact.as_bytes(), "# card\n", None).unwrap();
    }
    registry
}

#[test]
fn the_newest_scores_until_one_is_promoted() {
    let work = Workplace::new();
    let models = registry(&work);
    let version = |spec: &str| models.resolve(spec).map(|entry| entry.version);
    assert_eq!(version("churn").unwrap(), "v10");
    models.promote("churn", "v1", Alias::Champion, "t1").unwrap();
    models.promote("churn", "v2", Alias::Challenger, "t2").unwrap();
    assert_eq!(version("churn").unwrap(), "v1");
    assert_eq!(version("churn@challenger").unwrap(), "v2");
    models.promote("churn", "v2", Alias::Champion, "t3").unwrap();
    assert!(version("churn@challenger").unwrap_err().to_string().contains("no challenger"));
    models.promote("churn", "v10", Alias::Champion, "t4").unwrap();
    assert_eq!(models.rollback("churn", "t5").unwrap().champion.as_deref(), Some("v2"));
    let aliases = models.rollback("churn", "t6").unwrap();
    assert_eq!(aliases.champion.as_deref(), Some("v1"));
    assert_eq!(aliases.history.len(), 6);
    assert!(models.rollback("churn", "t7").is_err());
    assert_eq!(work.list("models/churn"), ["aliases.json", "v1", "v10", "v2"]);
}

#[test]
fn a_version_is_never_overwritten() {
    let work = Workplace::new();
    let models = registry(&work);
    models.store("churn", "v1", b"{\"version\": \"v1\"}", "# new card\n", None).unwrap();
    let error = models.store("churn", "v1", b"{}", "", None).unwrap_err().to_string();
    assert!(error.contains("never overwritten"), "{error}");
    assert!(models.store("../churn", "v1", b"{}", "", None).is_err());
}

#[test]
fn the_command_lists_shows_promotes_and_rolls_back() {
    let work = Workplace::new();
    assert!(work.run("models list").expect_code(0).stdout.contains("no models"));
    registry(&work);
    let list = work.run("models list --format json").expect_code(0).json();
    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_eq!(list[2]["version"], "v10");
    work.run("models promote churn/v1").expect_code(0);
    work.run("models promote churn/v2 --models models").expect_code(0);
    assert!(work.run("models list").expect_code(0).stdout.contains("champion"));
    let back = work.run("models rollback churn --format json").expect_code(0).json();
    assert_eq!(back["champion"], "v1");
    assert!(work.run("models show churn").expect_code(0).stdout.contains("# card"));
    let no_format = &["cannot use the model", "format version null", "train again"];
    work.run("models show churn/v2 --format json").expect_error(2, no_format);
    work.run("models show churn/v3").expect_error(2, &["churn/v3", "churn/v10"]);
    work.run("models promote churn").expect_error(2, &["churn/VERSION"]);
    work.run("models show nobody").expect_error(2, &["no model nobody", "there is churn"]);
    work.run("models show ./nothing.json").expect_error(2, &["nothing.json"]);
    work.run("models compare churn/v1 churn/v2").expect_error(2, no_format);
    work.write("models/churn/aliases.json", "{");
    work.run("models list").expect_error(2, &["aliases.json is damaged"]);
}
