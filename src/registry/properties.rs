//! Champion and challenger as a machine: any sequence of promotions and rollbacks against a model that
//! keeps nothing but the list of champions.

use super::*;
use proptest::prelude::*;

/// A step of an operator.
#[derive(Debug, Clone)]
enum Step {
    Promote(Alias, u8),
    Rollback,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..4u8).prop_map(|version| Step::Promote(Alias::Champion, version)),
        2 => (0..4u8).prop_map(|version| Step::Promote(Alias::Challenger, version)),
        2 => Just(Step::Rollback),
    ];
    prop::collection::vec(step, 0..20)
}

/// A registry with four versions of one model.
fn stored() -> (tempfile::TempDir, Registry) {
    let folder = tempfile::tempdir().unwrap();
    let registry = Registry::at(folder.path());
    for version in 0..4 {
        registry.store("churn", &format!("v{version}"), b"{}", "# card", None).unwrap();
    }
    (folder, registry)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn any_sequence_of_changes_leaves_what_the_last_ones_say(steps in steps()) {
        let (_folder, registry) = stored();
        let (mut champions, mut challenger): (Vec<String>, Option<String>) = (Vec::new(), None);
        for step in steps {
            let before = registry.aliases("churn").unwrap();
            let done = match &step {
                Step::Promote(alias, version) => {
                    registry.promote("churn", &format!("v{version}"), *alias, "noon")
                }
                Step::Rollback => registry.rollback("churn", "noon"),
            };
            match step {
                Step::Promote(Alias::Champion, version) => {
                    let version = format!("v{version}");
                    if champions.last() != Some(&version) {
                        challenger = challenger.filter(|challenger| *challenger != version);
                        champions.push(version);
                    }
                }
                Step::Promote(Alias::Challenger, version) => challenger = Some(format!("v{version}")),
                Step::Rollback if champions.len() > 1 => {
                    champions.pop();
                }
                Step::Rollback => {
                    prop_assert!(matches!(done, Err(RegistryError::NothingToRollBack(_))));
                    prop_assert_eq!(&registry.aliases("churn").unwrap(), &before);
                    continue;
                }
            }
            let after = registry.aliases("churn").unwrap();
            prop_assert_eq!(&done.unwrap(), &after, "what is said is what is stored");
            prop_assert_eq!(after.champion.as_ref(), champions.last());
            prop_assert_eq!(&after.challenger, &challenger);
            let earlier = &champions[..champions.len().saturating_sub(1)];
            prop_assert_eq!(&after.earlier_champions[..], earlier);

            // The history only grows, and each of its changes begins where the one before ended.
            prop_assert!(after.history.starts_with(&before.history));
            prop_assert!(after.history.len() <= before.history.len() + 1);
            if let Some(change) = after.history.get(before.history.len()) {
                prop_assert_eq!(change.from.as_deref(), before.get(change.alias));
                prop_assert_eq!(Some(change.to.as_str()), after.get(change.alias));
            } else {
                prop_assert_eq!(&after, &before);
            }
            if let Some(champion) = champions.last() {
                prop_assert_eq!(&registry.resolve("churn").unwrap().version, champion);
            }
        }
    }
}
