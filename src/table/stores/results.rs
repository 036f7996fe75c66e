//! Results that lie in an object store: a run works in a local copy of them and publishes what it made.
//!
//! ```text
//! <output>/current/results.jsonl                                  what counts: the one object that is written over
//! <output>/scores/as_of=2025-01-01/generation=G/part-00000.parquet
//! <output>/audience/as_of=2025-01-01/generation=G/win_back.csv …  likewise lists, pages and readings
//! <output>/report/index.html, <output>/monitor/history.parquet    made of what counts, after it was published
//! <output>/_writing/G                                             a run has begun and not ended
//! ```
//!
//! A run reads the list when it begins and writes it when it ends, over what it read and nothing else: of two runs
//! that were under way at once one publishes, and the other's files never count. What lay there when a run began and
//! does not count can therefore be removed once that run has published: whoever left it can publish no more. Files
//! that counted before stay until the next run, for whoever reads them.

use super::super::folders::{self, dated_name};
use super::super::staged::{self, Access};
use super::super::temporary::Temporary;
use super::Results;
use super::connection::Connection;
use super::current::{CURRENT, Current, prefix};
use super::error::StoreError;
use super::url::StoreUrl;
use super::writing::{Held, Over};
use object_store::path::Path as Key;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The copy of a store's results that one run works in.
pub(super) struct StoredResults {
    connection: Arc<Connection>,
    url: StoreUrl,
    copy: Temporary,
    /// Held for as long as the copy is in work: another run can tell it from a leftover.
    _lock: Option<File>,
    /// Under which this run publishes, and no other.
    generation: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Current,
    /// The list as it was read.
    held: Option<Held>,
    /// Names beneath the output, when the run began.
    listed: Vec<String>,
    /// Files of all dates, as they were when the run began.
    undated: Vec<(String, Held)>,
    /// Keys that this run has written.
    written: Vec<Key>,
}

impl std::fmt::Debug for StoredResults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {}", self.url, self.copy.path().display())
    }
}

/// What stands in the copy for results in a store.
const COPY: &str = "winback-results";
const WRITING: &str = "_writing";

impl StoredResults {
    /// Makes a copy in `scratch` of what counts at `url`; files come when they are asked for. `at` is the present, for
    /// the name of the generation. That the place may be written to is found out here.
    pub(super) fn check_out(
        connection: Arc<Connection>,
        url: StoreUrl,
        scratch: &Path,
        at: &str,
    ) -> Result<Self, StoreError> {
        let target = scratch.join(COPY);
        staged::sweep_beside(&target);
        let made = staged::folder_beside(&target, Access::Private);
        let (copy, lock) = made.map_err(|source| StoreError::Copy {
            url: url.to_string(),
            path: scratch.to_owned(),
            source,
        })?;
        let random = copy.path().to_string_lossy();
        let random: String = random.chars().rev().take_while(char::is_ascii_alphanumeric).collect();
        let generation = format!("{at}-{random}");
        let state = Mutex::new(State::default());
        let results = Self { connection, url, copy, _lock: lock, generation, state };
        results.begin()?;
        Ok(results)
    }

    /// The copy.
    pub(super) fn folder(&self) -> &Path {
        self.copy.path()
    }

    fn begin(&self) -> Result<(), StoreError> {
        let mut state = self.state();
        (state.current, state.held) = read_current(&self.connection, &self.url)?;
        let mark = self.key(&format!("{WRITING}/{}", self.generation));
        self.connection.put(&mark, "", Over::Nothing)?;
        state.written.push(mark);
        // After the list was read: whatever lies there and does not count can count no more once this run publishes.
        for start in folders::PARTS.into_iter().chain([WRITING]) {
            let listed = self.connection.list(&self.key(start))?;
            state.listed.extend(listed.iter().filter_map(|meta| self.name_of(&meta.location)));
        }
        for (kind, as_of) in state.current.dated() {
            let folder = self.copy.path().join(dated_name(kind, as_of));
            fs::create_dir_all(&folder).map_err(|source| self.here(&folder, source))?;
        }
        for path in folders::undated(self.copy.path()) {
            let name = self.name(&path).unwrap_or_default();
            if let Some(held) = self.connection.read(&self.key(&name))? {
                write(&path, &held.content).map_err(|source| self.here(&path, source))?;
                state.undated.push((name, held));
            }
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn here(&self, path: &Path, source: std::io::Error) -> StoreError {
        StoreError::Copy { url: self.url.to_string(), path: path.to_owned(), source }
    }

    /// The key of a name beneath the output.
    fn key(&self, name: &str) -> Key {
        self.url.key_of(name)
    }

    /// The name beneath the output of what lies in the copy.
    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(self.copy.path()).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// The name beneath the output of a key.
    fn name_of(&self, key: &Key) -> Option<String> {
        let name = key.as_ref().strip_prefix(self.key("").as_ref())?;
        Some(name.trim_start_matches('/').to_owned())
    }

    fn url_of_name(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{}/{name}", self.url.to_string().trim_end_matches('/')))
    }

    /// Uploads the files of a folder, to its bottom.
    fn upload_below(&self, folder: &Path, name: &str) -> Result<(), StoreError> {
        let here = |source| self.here(folder, source);
        for entry in fs::read_dir(folder).map_err(here)? {
            let entry = entry.map_err(here)?;
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.upload_below(&entry.path(), &name)?;
            } else {
                let key = self.key(&name);
                self.state().written.push(key.clone());
                self.connection.upload(&entry.path(), &key)?;
            }
        }
        Ok(())
    }

    /// Removes what others left before this run began, now that it has published.
    fn sweep(&self, state: &State, before: &Current) {
        let is_left =
            |name: &&String| before.leaves_out(name) || name.starts_with(&format!("{WRITING}/"));
        let left = state.listed.iter().filter(is_left).map(|name| self.key(name));
        let left: Vec<Key> = left.filter(|key| !state.written.contains(key)).collect();
        self.connection.remove(&left);
    }
}

/// What counts at a URL.
pub(super) fn read_current(
    connection: &Connection,
    url: &StoreUrl,
) -> Result<(Current, Option<Held>), StoreError> {
    let key = url.key_of(CURRENT);
    let held = connection.read(&key)?;
    let damaged = |reason| StoreError::Damaged { url: connection.url(key.as_ref()), reason };
    let current = held.as_ref().map(|held| Current::parse(&held.content)).transpose();
    Ok((current.map_err(damaged)?.unwrap_or_default(), held))
}

/// Kind and date of a name in the copy.
fn kind_and_date(name: &str) -> Option<(&str, &str)> {
    let (kind, rest) = name.split_once('/')?;
    let folder = rest.split('/').next()?;
    let as_of = folder.strip_prefix(folders::AS_OF)?;
    folders::PARTS.contains(&kind).then_some((kind, as_of))
}

fn write(path: &Path, content: &[u8]) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, content)
}

impl Results for StoredResults {
    fn bring(&self, folders: &[PathBuf], only: Option<&str>) -> Result<(), StoreError> {
        let state = self.state();
        let mut wanted = Vec::new();
        for folder in folders {
            let Some(name) = self.name(folder) else { continue };
            let Some((kind, as_of)) = kind_and_date(&name) else { continue };
            let Some(generation) = state.current.get(kind, as_of) else { continue };
            let start = format!("{}/", prefix(kind, as_of, generation));
            for name in &state.listed {
                let Some(file) = name.strip_prefix(&start) else { continue };
                let to = folder.join(file);
                if only.is_none_or(|only| only == file) && !to.exists() {
                    wanted.push((self.key(name), to));
                }
            }
        }
        self.connection.fetch(wanted)
    }

    fn url_of(&self, path: &Path) -> Option<PathBuf> {
        let name = self.name(path)?;
        let Some((kind, as_of)) = kind_and_date(&name) else {
            return Some(self.url_of_name(&name));
        };
        let state = self.state();
        let generation = state.current.get(kind, as_of).unwrap_or(&self.generation);
        let (here, there) = (dated_name(kind, as_of), prefix(kind, as_of, generation));
        Some(self.url_of_name(&name.replacen(&here, &there, 1)))
    }

    fn url_to_be(&self, kind: &str, as_of: &str) -> PathBuf {
        self.url_of_name(&prefix(kind, as_of, &self.generation))
    }

    fn publish(&self, as_of: &str, kinds: &[&str], folder: &Path) -> Result<(), StoreError> {
        for kind in kinds {
            self.upload_below(&folder.join(kind), &prefix(kind, as_of, &self.generation))?;
        }
        let mut state = self.state();
        let before = state.current.clone();
        for kind in kinds {
            state.current.set(kind, as_of, &self.generation);
        }
        let text = state.current.text();
        let key = self.key(CURRENT);
        let Some(version) =
            self.connection.put(&key, text.clone(), Over::held(state.held.as_ref()))?
        else {
            self.connection.remove(&std::mem::take(&mut state.written));
            return Err(StoreError::Overtaken(self.url.to_string()));
        };
        state.held = Some(Held { content: text.into(), version });
        self.sweep(&state, &before);
        Ok(())
    }

    fn send(&self, path: &Path) -> Result<(), StoreError> {
        let Some(name) = self.name(path) else { return Ok(()) };
        let content = fs::read(path).map_err(|source| self.here(path, source))?;
        let known = self.state().undated.iter().find(|(known, _)| *known == name).cloned();
        let over = Over::held(known.as_ref().map(|(_, held)| held));
        // Whoever has written it since knows more nights.
        self.connection.put(&self.key(&name), content, over).map(|_| ())
    }
}

impl Drop for StoredResults {
    /// The run has ended, however it did.
    fn drop(&mut self) {
        let mark = self.key(&format!("{WRITING}/{}", self.generation));
        self.connection.remove(&[mark]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::memory::InMemory;

    const DATE: &str = "2024-10-01";

    struct Shop {
        connection: Arc<Connection>,
        scratch: tempfile::TempDir,
    }

    impl Shop {
        fn open() -> Self {
            let store = Arc::new(InMemory::new());
            let connection = Connection::of(store, "s3://shop/".to_owned()).unwrap();
            Self { connection: Arc::new(connection), scratch: tempfile::tempdir().unwrap() }
        }

        fn run(&self) -> StoredResults {
            let url = StoreUrl::parse("s3://shop/out").unwrap();
            let scratch = self.scratch.path();
            StoredResults::check_out(self.connection.clone(), url, scratch, "20241001").unwrap()
        }

        fn names(&self) -> Vec<String> {
            let listed = self.connection.list(&Key::from("out")).unwrap();
            listed.into_iter().map(|meta| meta.location.to_string()).collect()
        }

        fn of(&self, run: &StoredResults) -> usize {
            self.names().iter().filter(|name| name.contains(&run.generation)).count()
        }
    }

    /// Makes scores and a list in the copy of a run.
    fn made(run: &StoredResults, content: &str) -> PathBuf {
        let folder = run.folder().join("made");
        for name in ["scores/part.parquet", "audience/exports/meta/list.csv"] {
            write(&folder.join(name), content.as_bytes()).unwrap();
        }
        folder
    }

    fn publish(run: &StoredResults, content: &str) -> Result<(), StoreError> {
        run.publish(DATE, &["scores", "audience"], &made(run, content))
    }

    fn read(run: &StoredResults) -> String {
        let folder = run.folder().join(dated_name("audience", DATE));
        run.bring(std::slice::from_ref(&folder), None).unwrap();
        fs::read_to_string(folder.join("exports/meta/list.csv")).unwrap()
    }

    #[test]
    fn of_two_runs_at_once_one_publishes_and_the_other_leaves_nothing() {
        let shop = Shop::open();
        let (one, other) = (shop.run(), shop.run());
        publish(&other, "other").unwrap();
        let error = publish(&one, "one").unwrap_err();
        assert!(
            error.to_string().contains("another run has published to s3://shop/out"),
            "{error}"
        );
        assert_eq!(shop.of(&one), 0);
        let next = shop.run();
        assert_eq!(read(&next), "other");
        let folder = next.folder().join(dated_name("scores", DATE));
        let url = next.url_of(&folder.join("part.parquet")).unwrap();
        let place = prefix("scores", DATE, &other.generation);
        assert_eq!(url, Path::new(&format!("s3://shop/out/{place}/part.parquet")));
    }

    #[test]
    fn what_counted_stays_for_one_run_and_what_never_counted_goes_with_the_next() {
        let shop = Shop::open();
        let first = shop.run();
        publish(&first, "first").unwrap();
        let killed = shop.run();
        let folder = made(&killed, "half").join("scores");
        killed.upload_below(&folder, &prefix("scores", DATE, &killed.generation)).unwrap();
        assert_eq!(shop.of(&killed), 2, "a file and the mark of a run");
        let second = shop.run();
        assert_eq!(read(&second), "first");
        publish(&second, "second").unwrap();
        assert_eq!((shop.of(&killed), shop.of(&first)), (0, 2));
        publish(&shop.run(), "third").unwrap();
        assert_eq!(shop.of(&first), 0);
        let late = publish(&killed, "late").unwrap_err();
        assert!(matches!(late, StoreError::Overtaken(_)), "{late}");
        assert_eq!(read(&shop.run()), "third");
    }

    #[test]
    fn a_file_of_all_dates_is_not_written_over_a_newer_one() {
        let shop = Shop::open();
        let (one, other) = (shop.run(), shop.run());
        for (run, content) in [(&other, "newer"), (&one, "older")] {
            let path = folders::report_index(run.folder());
            write(&path, content.as_bytes()).unwrap();
            run.send(&path).unwrap();
        }
        let next = shop.run();
        let index = folders::report_index(next.folder());
        assert_eq!(fs::read_to_string(&index).unwrap(), "newer");
        write(&index, b"newest").unwrap();
        next.send(&index).unwrap();
        drop((one, other, next));
        assert_eq!(shop.names(), ["out/report/index.html"]);
    }
}
