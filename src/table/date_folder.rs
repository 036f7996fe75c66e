//! The results of one date: prepared one kind after the other, published by one rename.
//!
//! ```text
//! <output>/as_of=2025-01-01/scores/ …                      the files themselves
//! <output>/as_of=2025-01-01/audience/ …
//! <output>/as_of=2025-01-01/report/ …
//! <output>/as_of=2025-01-01/monitor/ …
//! <output>/scores/as_of=2025-01-01 -> ../as_of=2025-01-01/scores
//! <output>/audience/as_of=2025-01-01 -> ../as_of=2025-01-01/audience
//! <output>/report/as_of=2025-01-01 -> ../as_of=2025-01-01/report
//! <output>/monitor/as_of=2025-01-01 -> ../as_of=2025-01-01/monitor
//! ```
//!
//! Readers go by the links, which never change: whichever way they come, they see all kinds of last time
//! or all of this time. Kinds that are not made anew are carried over. What the kinds are is for
//! [`folders`](super::folders). Where the output is the copy of a store's, what was published here is published there
//! in one more step.

use super::atomic_file::AtomicFile;
use super::created_folders::CreatedFolders;
use super::folders::{PARTS, date_folder, part_folder, undated};
use super::manifest::{Manifest, SUCCESS};
use super::modes;
use super::publish::{PublishError, begin_to_sync, seal, sync_files};
use super::staged::{self, Access, Purpose};
use super::stores::Stores;
use super::swap;
use super::temporary::Temporary;
use crate::time::AsOf;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// Results under preparation; dropping it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct DateStaging {
    output: PathBuf,
    as_of: AsOf,
    staged: Staged,
    made: Vec<&'static str>,
    created: Vec<CreatedFolders>,
    /// What writes the parts that are complete to the disk.
    syncing: Vec<JoinHandle<io::Result<()>>>,
    stores: Stores,
}

/// A folder that is to take the place of a date's.
#[derive(Debug)]
struct Staged {
    folder: Temporary,
    /// Held for as long as the folder is in work: another run can tell it from a leftover.
    _lock: Option<File>,
}

impl DateStaging {
    /// Prepares to publish results of `as_of`; `stores` know whether `output` is the copy of a store's.
    pub(crate) fn begin(output: &Path, as_of: AsOf, stores: &Stores) -> Result<Self, PublishError> {
        let target = date_folder(output, as_of);
        let in_the_way = PARTS.map(|part| part_folder(output, part, as_of));
        for path in in_the_way.iter().chain([&target]) {
            if path.is_file() {
                return Err(PublishError::NotAFolder(path.clone()));
            }
        }
        // What stands there is removed when it has been replaced: that it can be is found out before.
        for path in in_the_way.iter().chain([&target]).filter(|path| is_folder(path)) {
            modes::open_to_user(path).map_err(|error| PublishError::of(path, error))?;
        }
        let io = |error| PublishError::of(&target, error);
        let created = vec![CreatedFolders::make(output, Access::Private).map_err(io)?];
        let staged = Staged::beside(&target).map_err(io)?;
        let (output, stores) = (output.to_owned(), stores.clone());
        let (made, syncing) = (Vec::new(), Vec::new());
        Ok(Self { output, as_of, staged, made, created, syncing, stores })
    }

    /// Makes the folder of a kind of results, where its files are to be written.
    pub(crate) fn part(&mut self, part: &'static str) -> Result<PathBuf, PublishError> {
        let target = part_folder(&self.output, part, self.as_of);
        let io = |error| PublishError::of(&target, error);
        self.created.push(CreatedFolders::above(&target, Access::Private).map_err(io)?);
        let folder = self.staged.folder.path().join(part);
        staged::folder_builder(Access::Private).create(&folder).map_err(io)?;
        self.made.push(part);
        Ok(folder)
    }

    /// Where a part lies that is complete: prepared here, or published before.
    pub(crate) fn complete(&self, part: &'static str) -> PathBuf {
        if self.made.contains(&part) {
            self.staged.folder.path().join(part)
        } else {
            part_folder(&self.output, part, self.as_of)
        }
    }

    /// Where others will find a part that is made here.
    pub(crate) fn place(&self, part: &str) -> PathBuf {
        let url = self.stores.url_to_be(part, &self.as_of.to_string());
        url.unwrap_or_else(|| part_folder(&self.output, part, self.as_of))
    }

    /// Where others find a part that is complete, made here or published before.
    pub(crate) fn found_at(&self, part: &str) -> PathBuf {
        if self.made.contains(&part) {
            self.place(part)
        } else {
            self.stores.shown(&part_folder(&self.output, part, self.as_of))
        }
    }

    /// Completes a part: its manifest, its mark of completeness, and who may read it.
    pub(crate) fn seal(
        &mut self,
        part: &str,
        manifest: Manifest,
    ) -> Result<Manifest, PublishError> {
        let target = part_folder(&self.output, part, self.as_of);
        let folder = self.staged.folder.path().join(part);
        let manifest = seal(&folder, &target, Access::Private, manifest)?;
        let mode = modes::of_results(&target);
        modes::set_below(&folder, &target, mode)
            .map_err(|error| PublishError::of(&target, error))?;
        self.syncing.extend(begin_to_sync(folder));
        Ok(manifest)
    }

    /// Puts all parts in their place at once.
    pub(crate) fn publish(self) -> Result<(), PublishError> {
        let Self { output, as_of, staged, made, created, syncing, stores } = self;
        let target = date_folder(&output, as_of);
        let io = |error| PublishError::of(&target, error);
        for synced in syncing.into_iter().map(JoinHandle::join) {
            synced.unwrap_or(Ok(())).map_err(io)?;
        }
        let places = Places { output: &output, as_of };
        places.adopt(&made).map_err(io)?;
        for part in PARTS.into_iter().filter(|part| !made.contains(part)) {
            places.carry_over(part, staged.folder.path()).map_err(io)?;
        }
        staged.finish(&target).map_err(io)?;
        // The links come first: what they lead to is all there in one step.
        let links = made.iter().map(|part| places.link(part)).collect::<io::Result<Vec<_>>>();
        let links = links.map_err(io)?;
        staged.swap_in(&target).map_err(io)?;
        links.into_iter().flatten().for_each(NewLink::keep);
        created.into_iter().for_each(CreatedFolders::keep);
        Ok(stores.publish(&as_of.to_string(), &made, &target)?)
    }
}

impl Staged {
    fn beside(target: &Path) -> io::Result<Self> {
        let (folder, lock) = staged::folder_beside(target, Access::Private)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Lets pass whoever may read one of the parts, as far as what it replaces does, and makes all of it last.
    fn finish(&self, replaced: &Path) -> io::Result<()> {
        modes::let_pass(self.folder.path(), replaced)?;
        sync_files(self.folder.path())
    }

    fn swap_in(self, target: &Path) -> io::Result<()> {
        let aside = Temporary::of(staged::name_beside(target, Purpose::Old)?);
        swap::swap_in(self.folder.path(), target, aside.path())
    }
}

/// Where the parts of a date are found by readers.
struct Places<'a> {
    output: &'a Path,
    as_of: AsOf,
}

/// A link that leads nowhere yet; removed again unless it is kept.
struct NewLink(Temporary);

impl NewLink {
    fn keep(self) {
        self.0.keep();
    }
}

impl Places<'_> {
    fn target(&self) -> PathBuf {
        date_folder(self.output, self.as_of)
    }

    fn place(&self, part: &str) -> PathBuf {
        part_folder(self.output, part, self.as_of)
    }

    fn leads_to(&self, part: &str) -> PathBuf {
        let target = self.target();
        Path::new("..").join(target.file_name().unwrap_or_default()).join(part)
    }

    /// Whether readers are led to the date's folder.
    fn is_linked(&self, part: &str) -> bool {
        fs::read_link(self.place(part)).is_ok_and(|leads_to| leads_to == self.leads_to(part))
    }

    /// Where a whole part of last time lies, if there is one.
    fn last(&self, part: &str) -> Option<PathBuf> {
        let place = self.place(part);
        let is_ours = self.is_linked(part) || !place.is_symlink();
        (is_ours && place.join(SUCCESS).is_file()).then_some(place)
    }

    /// Takes folders that stand where links should (copied without their links, say) into the date's
    /// folder. Readers see the same files before, between and after. What is not whole stays where it is,
    /// unless it is to be replaced.
    fn adopt(&self, made: &[&str]) -> io::Result<()> {
        let is_to_be_adopted = |part: &&str| {
            is_folder(&self.place(part)) && (made.contains(part) || self.last(part).is_some())
        };
        let folders: Vec<&str> = PARTS.into_iter().filter(is_to_be_adopted).collect();
        if folders.is_empty() {
            return Ok(());
        }
        let same = Staged::beside(&self.target())?;
        for part in PARTS {
            self.carry_over(part, same.folder.path())?;
        }
        same.finish(&self.target())?;
        same.swap_in(&self.target())?;
        for part in folders {
            let place = self.place(part);
            let link = staged::name_beside(&place, Purpose::Staging)?;
            let link = Temporary::of(link);
            symlink(&self.leads_to(part), link.path())?;
            let aside = Temporary::of(staged::name_beside(&place, Purpose::Staging)?);
            swap::swap_in(link.path(), &place, aside.path())?;
        }
        Ok(())
    }

    /// Copies a part of last time into `into`, by further names of the same files where possible.
    fn carry_over(&self, part: &str, into: &Path) -> io::Result<()> {
        let Some(last) = self.last(part) else { return Ok(()) };
        let last = last.canonicalize()?;
        let mode = fs::metadata(&last)?.permissions();
        let folder = into.join(part);
        link_tree(&last, &folder)?;
        fs::set_permissions(&folder, mode)
    }

    /// Leads readers to the date's folder, where they are not led there yet.
    fn link(&self, part: &str) -> io::Result<Option<NewLink>> {
        if self.is_linked(part) {
            return Ok(None);
        }
        let place = self.place(part);
        if place.is_symlink() {
            // Somebody else's link, which is not followed.
            fs::remove_file(&place)?;
        }
        symlink(&self.leads_to(part), &place)?;
        swap::sync_parent(&place)?;
        Ok(Some(NewLink(Temporary::of(place))))
    }
}

/// Whether a folder stands there itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_dir())
}

/// Refuses an output in which results could be published in part only: a folder of a kind of results that is a link, and
/// one that takes none of the files that are made of all dates, after the dates.
pub(crate) fn refuse_half_open(output: &Path) -> Result<(), PublishError> {
    for folder in PARTS.map(|part| output.join(part)) {
        if folder.is_symlink() {
            return Err(PublishError::Linked(folder));
        }
        if folder.is_file() {
            return Err(PublishError::NotAFolder(folder));
        }
    }
    for file in undated(output) {
        // It takes its place when it is published, and is removed here.
        drop(AtomicFile::create(&file, Access::Private)?);
    }
    Ok(())
}

fn link_tree(from: &Path, to: &Path) -> io::Result<()> {
    staged::folder_builder(Access::Private).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            link_tree(&source, &copy)?;
            fs::set_permissions(&copy, fs::metadata(&source)?.permissions())?;
        } else if kind.is_file() && fs::hard_link(&source, &copy).is_err() {
            fs::copy(&source, &copy)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(leads_to: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(leads_to, link)
}

#[cfg(windows)]
fn symlink(leads_to: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(leads_to, link)
}
