//! Results are published whole or not at all.

use crate::workplace::Workplace;
use winback::error::{Failure, Kind};
use winback::internals::table::{Access, AtomicFile, Manifest, PublishedFile, Staging};

fn publish(work: &Workplace, target: &str, content: Option<&str>) -> Manifest {
    let staging = Staging::begin(&work.path(target)).unwrap();
    let mut manifest = Manifest { run_id: "r".to_owned(), ..Manifest::default() };
    if let Some(content) = content {
        std::fs::write(staging.folder().join("part-0.parquet"), content).unwrap();
        manifest.files.push(PublishedFile::new("part-0.parquet", Some(3)));
    }
    staging.publish(manifest).unwrap()
}

#[test]
fn a_partition_is_replaced_whole_even_by_an_empty_one() {
    let work = Workplace::new();
    let target = "out/scores/as_of=2024-01-01";
    let manifest = publish(&work, target, Some("first"));
    assert_eq!(manifest.rows, 3);
    assert_eq!(manifest.files[0].bytes, 5);
    assert!(manifest.files[0].sha256.starts_with("a7937b64b8caa58f03721bb6bacf5c78"));
    assert_eq!(work.list(target), ["_SUCCESS", "_manifest.json", "part-0.parquet"]);
    publish(&work, target, Some("second"));
    assert_eq!(work.read(&format!("{target}/part-0.parquet")), "second");
    publish(&work, target, None);
    assert_eq!(work.list(target), ["_SUCCESS", "_manifest.json"]);
    assert_eq!(work.list("out/scores"), ["as_of=2024-01-01"], "nothing else is left");
}

#[test]
fn what_is_not_published_leaves_nothing_behind() {
    let work = Workplace::new();
    drop(Staging::begin(&work.path("out/scores/as_of=2024-01-01")).unwrap());
    drop(AtomicFile::create(&work.path("deep/er/list.csv"), Access::Private).unwrap());
    assert!(work.list(".").is_empty());
}

#[test]
fn leftovers_of_an_interrupted_run_are_cleaned_up() {
    let work = Workplace::new();
    work.write("out/.p.staging-1-0/part-0.parquet", "half");
    // The old partition was moved aside, and the new one never came.
    work.write("out/.p.old-1-1/part-0.parquet", "yesterday");
    work.write("out/.p.old-1-1/_SUCCESS", "");
    // Half of one that was being removed.
    work.write("out/.p.old-1-2/part-0.parquet", "the day before");
    let staging = Staging::begin(&work.path("out/p")).unwrap();
    assert_eq!(work.read("out/p/part-0.parquet"), "yesterday");
    // A run that lives is left alone.
    let other = Staging::begin(&work.path("out/p")).unwrap();
    assert!(staging.folder().exists());
    drop((staging, other));
    assert_eq!(work.list("out"), ["p"]);
}

#[test]
fn readers_see_the_old_or_the_new_partition_and_never_none() {
    let work = Workplace::new();
    publish(&work, "out/p", Some("0"));
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let file = work.path("out/p/_SUCCESS");
            let mut missing = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                missing += u32::from(!file.exists());
            }
            missing
        });
        for round in 0..20 {
            publish(&work, "out/p", Some(&round.to_string()));
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let missing = reader.join().unwrap();
        assert!(cfg!(not(target_os = "linux")) || missing == 0, "missing {missing} times");
    });
}

#[test]
fn an_unwritable_place_is_a_matter_of_usage() {
    let work = Workplace::new();
    work.write("file", "in the way");
    let error = Staging::begin(&work.path("file/scores")).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.to_string().contains("choose another place"), "{error}");
    let error = Staging::begin(&work.path("file")).unwrap_err();
    assert!(error.to_string().contains("is a file"), "{error}");
    let error = AtomicFile::write(&work.path("file/list.csv"), b"").unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert_eq!(work.list("."), ["file"]);
}
