//! Files that are nearly right: thousands of mutants of Parquet and CSV files, models and configurations. Each ends
//! in a result or in an error with words, and none in a panic, an abort or a hang.
//!
//! A sample in every run; all of them with `WINBACK_MUTANTS=all`, as `scripts/test --full` does.

use crate::night::configured;
use crate::thrift_tree::{Taken, Value};
use crate::workplace::Workplace;
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{BrotliLevel, Compression, Encoding, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};
use serde_json::Value as Json;
use std::path::Path;
use std::time::{Duration, Instant};
use winback::config::Settings;
use winback::internals::ingest::mix;
use winback::model::export::{Portable, json, onnx};
use winback::model::{Artifact, model_card};
use winback::pipeline::{
    Job, Machine, Unwatched, Wanted, import_csv, open_sources, write_features,
};

/// Mutants of a sample.
const SAMPLE: usize = 400;
/// No mutant takes longer.
const LONGEST: Duration = Duration::from_secs(20);

#[expect(clippy::disallowed_methods, reason = "how much is tested is the caller's choice")]
fn how_many(all: usize) -> usize {
    if std::env::var("WINBACK_MUTANTS").is_ok_and(|word| word == "all") {
        all
    } else {
        all.min(SAMPLE)
    }
}

/// Does `work`; gives the words of its panic.
fn without_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default()
    })
}

/// The file with one whole number of its footer replaced.
fn with_integer(file: &[u8], which: usize, number: i64) -> Vec<u8> {
    let mut taken = Taken::apart(file);
    let mut integers = Vec::new();
    taken.footer.integers(&mut integers);
    let n = integers.len();
    *integers[which % n] = number;
    taken.together()
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (mix(self.0) % n.max(1) as u64) as usize
    }
}

/// Some rows of the sample transactions, written in one of many ways.
fn seed(rows: &RecordBatch, way: usize) -> Vec<u8> {
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::BROTLI(BrotliLevel::default()),
    ];
    let encodings = [
        Encoding::PLAIN,
        Encoding::DELTA_BINARY_PACKED,
        Encoding::BYTE_STREAM_SPLIT,
        Encoding::DELTA_BYTE_ARRAY,
        Encoding::DELTA_LENGTH_BYTE_ARRAY,
    ];
    let version =
        if way.is_multiple_of(2) { WriterVersion::PARQUET_1_0 } else { WriterVersion::PARQUET_2_0 };
    let mut properties = WriterProperties::builder()
        .set_writer_version(version)
        .set_compression(compressions[way % compressions.len()])
        .set_max_row_group_row_count(Some(rows.num_rows() / 2 + 1))
        .set_data_page_row_count_limit(97)
        .set_write_batch_size(50);
    let encoding = encodings[way / 2 % encodings.len()];
    if !way.is_multiple_of(3) {
        properties = properties.set_dictionary_enabled(false);
        for field in rows.schema().fields() {
            use arrow_schema::DataType::{Float64, Int64, Timestamp, Utf8};
            let fits = match field.data_type() {
                Int64 | Timestamp(..) => {
                    matches!(encoding, Encoding::PLAIN | Encoding::DELTA_BINARY_PACKED)
                }
                Float64 => matches!(encoding, Encoding::PLAIN | Encoding::BYTE_STREAM_SPLIT),
                Utf8 => {
                    !matches!(encoding, Encoding::DELTA_BINARY_PACKED | Encoding::BYTE_STREAM_SPLIT)
                }
                _ => false,
            };
            if fits {
                properties = properties.set_column_encoding(field.name().as_str().into(), encoding);
            }
        }
    }
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties.build())).unwrap();
    writer.write(rows).unwrap();
    writer.close().unwrap();
    bytes
}

/// A mutant: bytes flipped, put in, taken out, or an integer of the footer made extreme.
fn mutant(seed: &[u8], draw: &mut Draw) -> Vec<u8> {
    const EXTREMES: [i64; 8] =
        [-1, 0, 1, i32::MAX as i64, i32::MIN as i64, i64::MAX, i64::MIN, 1 << 40];
    let mut bytes = seed.to_vec();
    match draw.below(10) {
        0..=5 => return with_integer(seed, draw.below(4000), EXTREMES[draw.below(8)]),
        6 => {
            for _ in 0..=draw.below(8) {
                let at = draw.below(bytes.len());
                bytes[at] ^= 1 << draw.below(8);
            }
        }
        7 => {
            // In the footer, where a bit means most.
            let at = bytes.len() - 1 - draw.below(bytes.len().min(1500));
            bytes[at] = draw.below(256) as u8;
        }
        8 => {
            let at = draw.below(bytes.len());
            let n = draw.below(64);
            bytes.splice(at..(at + n).min(seed.len()), (0..draw.below(64)).map(|i| i as u8));
        }
        _ => bytes.truncate(draw.below(seed.len())),
    }
    bytes
}

fn sample_rows() -> RecordBatch {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/transactions.parquet");
    let rows = crate::workplace::read_whole(&path);
    rows.slice(0, rows.num_rows().min(600))
}

/// Makes the features of a file of transactions.
fn features_of(work: &Workplace, file: &str) -> winback::Result<()> {
    let input = work.path(file).display().to_string();
    let toml = format!("[data]\ntransactions = {input:?}\nas_of = \"2024-10-01\"\n");
    let settings = Settings::from_toml(&toml)?;
    let machine = Machine {
        memory_limit_bytes: 1 << 28,
        spill_dir: work.path(""),
        now_micros: 1_735_689_600_000_000,
    };
    let job = Job { settings: &settings, machine: &machine, watcher: &Unwatched };
    let sources = open_sources(&settings)?;
    let out = work.path("features.parquet");
    write_features(&sources, &job, &Wanted::All, &out)?;
    Ok(())
}

#[test]
fn mutants_of_parquet_files_end_in_words() {
    let work = Workplace::new();
    let rows = sample_rows();
    let seeds: Vec<Vec<u8>> = (0..30).map(|way| seed(&rows, way)).collect();
    let input = work.path("mutant.parquet");
    let (mut draw, mut read, mut refused) = (Draw(7), 0, 0);
    for number in 0..how_many(20_000) {
        let bytes = mutant(&seeds[number % seeds.len()], &mut draw);
        std::fs::write(&input, bytes).unwrap();
        let started = Instant::now();
        let ended = without_panic(|| features_of(&work, "mutant.parquet"));
        match ended {
            Ok(Ok(())) => read += 1,
            Ok(Err(error)) => {
                refused += 1;
                let words = error.to_string();
                let kind = error.kind().exit_code();
                assert!(matches!(kind, 1..=4), "mutant {number}: {words}");
            }
            Err(panic) => {
                std::fs::copy(
                    &input,
                    std::env::temp_dir().join(format!("mutant-{number}.parquet")),
                )
                .ok();
                panic!("mutant {number} panics: {panic}");
            }
        }
        assert!(started.elapsed() < LONGEST, "mutant {number} takes too long");
    }
    println!("{read} mutants read, {refused} refused");
    assert!(refused > read / 10, "mutants are too tame");
}

#[test]
fn schemas_nested_without_end_are_refused() {
    let work = Workplace::new();
    for depth in [200_u32, 10_000, 1_000_000] {
        // FileMetaData: version, then a schema of groups with one child each.
        let mut footer = vec![0x15, 2, 0x19, 0xfc];
        let mut n = depth + 1;
        while n >= 0x80 {
            footer.push(n as u8 | 0x80);
            n >>= 7;
        }
        footer.push(n as u8);
        for _ in 0..depth {
            footer.extend([0x48, 1, b'g', 0x15, 2, 0]);
        }
        footer.extend([0x15, 2, 0x38, 1, b'x', 0, 0x16, 0, 0x19, 0x0c, 0]);
        let mut bytes = b"PAR1".to_vec();
        bytes.extend(&footer);
        bytes.extend((footer.len() as u32).to_le_bytes());
        bytes.extend(b"PAR1");
        std::fs::write(work.path("deep.parquet"), bytes).unwrap();
        work.run("features --transactions deep.parquet --as-of 2024-01-01 --out f.parquet")
            .expect_error(2, &["deep.parquet", "nested too deep"]);
    }
}

#[test]
fn a_row_group_that_is_listed_twice_is_seen() {
    let work = Workplace::new();
    let rows = sample_rows();
    let mut taken = Taken::apart(&seed(&rows, 0));
    let Value::List(_, row_groups) = taken.footer.field(4) else { panic!("no row groups") };
    let Value::Integer(_, more) = *row_groups[0].field(3) else { panic!("no number of rows") };
    row_groups.push(row_groups[0].clone());
    let Value::Integer(_, all) = taken.footer.field(3) else { panic!("no number of rows") };
    *all += more;
    std::fs::write(work.path("twice.parquet"), taken.together()).unwrap();
    work.run("features --transactions twice.parquet --as-of 2024-10-01 --out f.parquet")
        .expect_error(2, &["twice.parquet", "same place"]);
}

#[test]
fn mutants_of_models_end_in_words() {
    let work = Workplace::new();
    configured(&work, "");
    work.run("train").expect_code(0);
    let version =
        work.list("models/churn").into_iter().find(|name| name.starts_with("20")).unwrap();
    let text = work.read(&format!("models/churn/{version}/model.json"));
    let document: Json = serde_json::from_str(&text).unwrap();
    let mut leaves = Vec::new();
    paths(&document["content"], "/content".to_owned(), &mut leaves);
    let (mut draw, mut read, mut refused) = (Draw(5), 0, 0);
    for number in 0..how_many(5_000) {
        let mut changed = document.clone();
        let path = &leaves[draw.below(leaves.len())];
        let value = extreme(&mut draw);
        *changed.pointer_mut(path).unwrap() = value.clone();
        let ended = without_panic(|| {
            let artifact = with_its_hash(changed)?;
            let portable = Portable::new(&artifact, &[]).map_err(|error| error.to_string())?;
            for x in [f64::NAN, 0.0, -1e300, 1e300, 7.0] {
                portable.score(&vec![x; portable.inputs.len()]);
            }
            drop((json::document(&portable), onnx::model(&portable), model_card(&artifact)));
            Ok::<_, String>(artifact.summary())
        });
        match ended {
            Ok(Ok(_)) => read += 1,
            Ok(Err(_)) => refused += 1,
            Err(panic) => panic!("model {number}: {path} = {value} panics: {panic}"),
        }
    }
    println!("{read} models read, {refused} refused");
    assert!(refused > read / 10, "mutants are too tame");
}

/// Where the values of a document stand.
fn paths(value: &Json, at: String, found: &mut Vec<String>) {
    match value {
        Json::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                paths(value, format!("{at}/{i}"), found);
            }
        }
        Json::Object(entries) => {
            for (key, value) in entries {
                paths(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        _ => {}
    }
    found.push(at);
}

fn extreme(draw: &mut Draw) -> Json {
    use serde_json::json;
    match draw.below(12) {
        0 => json!(-1),
        1 => json!(0),
        2 => json!(1e308),
        3 => json!(-1e308),
        4 => json!(10_u64.pow(19)),
        5 => json!(5e-324),
        6 => json!(null),
        7 => json!("9999-99-99"),
        8 => json!([]),
        9 => json!({}),
        10 => json!(u32::MAX),
        _ => json!(-0.5),
    }
}

/// The model of a changed document, whose hash is made to fit.
fn with_its_hash(mut document: Json) -> Result<Artifact, String> {
    let error = match Artifact::from_json(&document.to_string()) {
        Ok(artifact) => return Ok(artifact),
        Err(error) => error.to_string(),
    };
    let Some((_, after)) = error.split_once("its hash is ") else { return Err(error) };
    let hash: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
    let as_of = document["content"]["as_of"].as_str().unwrap_or_default();
    document["version"] = format!("{as_of}-{}", &hash[..8]).into();
    document["content_sha256"] = hash.into();
    Artifact::from_json(&document.to_string()).map_err(|error| error.to_string())
}

/// Sixty orders as a shop writes them: quotes, several lines in a cell, dates and money as texts.
fn orders_as_csv() -> String {
    let row = |i: usize| {
        let (day, money) = (i % 28 + 1, format!("{}.{:02}", i * 7 % 90, i * 13 % 100));
        let note = ["", "\"said \"\"yes\"\"\"", "\"two\nlines\"", "plain; text"][i % 4];
        format!("C{},2024-0{}-{day:02} 10:00:00,{money},{note}\r\n", i % 9, i % 8 + 1)
    };
    let rows: String = (0..60).map(row).collect();
    format!("\u{feff}customer_id,timestamp,amount,note\r\n{rows}")
}

#[test]
fn mutants_of_csv_files_end_in_words() {
    let work = Workplace::new();
    let text = orders_as_csv();
    let file = work.path("orders.csv");
    let (mut draw, mut imported, mut read) = (Draw(13), 0, 0);
    for number in 0..how_many(5_000) {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=draw.below(4) {
            let at = draw.below(bytes.len());
            match draw.below(4) {
                0 => bytes[at] = draw.below(256) as u8,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"\",;\t\r\n\0 -9\xff"[draw.below(11)]),
                _ => {
                    let n = draw.below(200);
                    let again = bytes[at..(at + n).min(bytes.len())].to_vec();
                    bytes.splice(at..at, again);
                }
            }
        }
        std::fs::write(&file, &bytes).unwrap();
        let ended = without_panic(|| {
            import_csv(std::slice::from_ref(&file), &work.path(""), true)?;
            imported += 1;
            features_of(&work, "orders.parquet")
        });
        match ended {
            Ok(Ok(())) => read += 1,
            Ok(Err(error)) => assert!(!error.to_string().is_empty(), "mutant {number}"),
            Err(panic) => {
                panic!("mutant {number} panics: {panic}\n{}", String::from_utf8_lossy(&bytes))
            }
        }
    }
    println!("{imported} mutants imported, {read} of them read");
    assert!(read > 0 && imported > read, "mutants are too tame, or too wild");
}

#[test]
fn mutants_of_configurations_end_in_words() {
    let work = Workplace::new();
    configured(&work, "");
    let text = work.read("winback.toml");
    let mut draw = Draw(11);
    for number in 0..how_many(5_000) {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=draw.below(4) {
            let at = draw.below(bytes.len());
            match draw.below(4) {
                0 => bytes[at] = draw.below(128) as u8,
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"[]\"'=.#{}\n-0e9"[draw.below(14)]),
                _ => {
                    let n = draw.below(40);
                    let again = bytes[at..(at + n).min(bytes.len())].to_vec();
                    bytes.splice(at..at, again);
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let ended = without_panic(|| Settings::from_toml(&text).map(drop));
        assert!(ended.is_ok(), "configuration {number} panics: {ended:?}\n{text}");
    }
}
