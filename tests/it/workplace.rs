//! A fresh folder, the binary run in it, and what a test needs from outside: Parquet files as batches, a
//! Python, real data.
//!
//! A test that needs Python or real data is ignored by plain `cargo test`, which prints its reason;
//! `scripts/test` has what it needs and runs it. There a missing need is a failure.

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, TimestampMicrosecondArray};
use arrow_select::concat::concat_batches;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

const BINARY: &str = env!("CARGO_BIN_EXE_winback");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every batch of a Parquet file.
pub fn read_parquet(path: &Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(Result::unwrap).collect()
}

/// A Parquet file as one batch, without rows where it has none.
pub fn read_whole(path: &Path) -> RecordBatch {
    let file = std::fs::File::open(path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<RecordBatch> = reader.build().unwrap().map(Result::unwrap).collect();
    concat_batches(&schema, &batches).unwrap()
}

/// A file of the real data beside the checkout.
pub fn real_data(file: &str) -> PathBuf {
    let path = Path::new(ROOT).join("../shared/data").join(file);
    assert!(path.exists(), "there is no ../shared/data/{file}");
    path
}

/// A script of this repository, run in the folder by the Python that `WINBACK_PYTHON` names, else by that
/// of `.venv`; gives what it prints.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a test may be told where its tools are")]
pub fn python(script: impl AsRef<Path>, work: &Workplace, arguments: &[&str]) -> String {
    let named = std::env::var("WINBACK_PYTHON").ok().map(PathBuf::from);
    let python = named.unwrap_or_else(|| Path::new(ROOT).join(".venv/bin/python"));
    let output = Command::new(&python)
        .arg(Path::new(ROOT).join(script))
        .args(arguments)
        .current_dir(work.path(""))
        .output()
        .unwrap_or_else(|e| {
            panic!("{} cannot be run: {e}; scripts/test makes it", python.display())
        });
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The engines that run exported SQL in tests; Spark only where it is asked for, as it takes minutes.
#[expect(clippy::disallowed_methods, reason = "a test may be told what to run")]
pub fn engines() -> Vec<&'static str> {
    let spark = std::env::var("WINBACK_SPARK").is_ok_and(|asked| asked == "1");
    ["duckdb", "datafusion"].into_iter().chain(spark.then_some("spark")).collect()
}

/// A folder that goes with the test.
pub struct Workplace {
    folder: tempfile::TempDir,
}

/// How the binary ended and what it said.
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// The result as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}: {}", self.stdout))
    }

    /// Asserts the code, with everything said in the message.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Asserts that the last line of stderr is an error that contains all of `parts`.
    #[track_caller]
    pub fn expect_error(self, code: i32, parts: &[&str]) -> Self {
        let ended = self.expect_code(code);
        let error = ended.stderr.split("error: ").last().unwrap_or_default();
        for part in parts {
            assert!(error.contains(part), "'{part}' is not in: {}", ended.stderr);
        }
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        ended
    }
}

impl Workplace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub fn write(&self, relative: &str, content: &str) -> PathBuf {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn read(&self, relative: &str) -> String {
        std::fs::read_to_string(self.path(relative)).unwrap()
    }

    /// Runs `winback` in the folder; arguments are separated by spaces.
    pub fn run(&self, arguments: &str) -> Ended {
        self.end(Command::new(BINARY).args(arguments.split_whitespace()))
    }

    /// Runs a script of the shell in the folder.
    pub fn shell(&self, script: &str) -> Ended {
        self.end(Command::new("sh").arg("-c").arg(script))
    }

    /// The same on a disk that takes no file of more than so many bytes (a multiple of 512).
    #[cfg(unix)]
    pub fn run_on_a_small_disk(&self, largest_file_bytes: u64, arguments: &str) -> Ended {
        // Ignored, the signal leaves the write to fail as it does on a full disk.
        let limit = format!("trap '' XFSZ; ulimit -f {}", largest_file_bytes / 512);
        self.end(Command::new("sh").arg("-c").arg(format!("{limit}; exec '{BINARY}' {arguments}")))
    }

    fn end(&self, command: &mut Command) -> Ended {
        let Output { status, stdout, stderr } =
            command.current_dir(self.path("")).output().unwrap();
        Ended {
            code: status.code().unwrap(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Names in a folder, hidden ones too, sorted.
    pub fn list(&self, relative: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.path(relative))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Every file and folder, hidden ones too, sorted by path.
    pub fn everything(&self) -> Vec<PathBuf> {
        let mut found = vec![self.path("")];
        let mut next = 0;
        while let Some(path) = found.get(next).cloned() {
            if path.is_dir() {
                found.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            }
            next += 1;
        }
        found.sort();
        found
    }

    /// Generates a small business of the shape `wholesale` (`history/transactions`, `history/events`,
    /// `history/customers.parquet`; 2023-08-20 to 2024-12-31) and gives the flags that read it.
    pub fn generate(&self, customers: u32, more: &str) -> &'static str {
        self.generate_shape("wholesale", customers, more)
    }

    /// The same with the shape named.
    pub fn generate_shape(&self, shape: &str, customers: u32, more: &str) -> &'static str {
        let flags = format!("--shape {shape} --customers {customers} --days 500 {more}");
        self.run(&format!("generate --out history {flags}")).expect_code(0);
        "--transactions history/transactions --events history/events \
         --customers history/customers.parquet"
    }

    /// Writes transactions `(customer, day since 1970, amount)`.
    pub fn write_transactions(&self, relative: &str, rows: &[(i64, i64, f64)]) -> PathBuf {
        let micros = rows.iter().map(|r| r.1 * 86_400_000_000);
        let columns: [(&str, ArrayRef); 3] = [
            ("customer_id", Arc::new(Int64Array::from_iter_values(rows.iter().map(|r| r.0)))),
            ("timestamp", Arc::new(TimestampMicrosecondArray::from_iter_values(micros))),
            ("amount", Arc::new(Float64Array::from_iter_values(rows.iter().map(|r| r.2)))),
        ];
        self.write_parquet(relative, &RecordBatch::try_from_iter(columns).unwrap())
    }

    /// Writes a batch as Parquet.
    pub fn write_parquet(&self, relative: &str, batch: &RecordBatch) -> PathBuf {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
        let file = std::fs::File::create(&path).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(batch).unwrap();
        writer.close().unwrap();
        path
    }
}
