//! A ZIP archive, written file by file: what an Excel workbook is kept in. Nothing is read.
//!
//! A file's size and checksum stand in front of it: they are filled in when it is complete, so that it
//! need not be held in memory. No file may reach 4 GiB.

use crate::table::private_file;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// The version of the format in which deflated files are known.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// 1980-01-01, the earliest there is: the same rows give the same bytes.
const DATE: u16 = (1 << 5) | 1;
/// Bytes in front of the checksum of a local header.
const CHECKSUM_AT: u64 = 14;

/// A file of the archive that is complete.
struct Entry {
    name: &'static str,
    at: u64,
    crc: u32,
    packed: u32,
    size: u32,
}

/// The file of the archive that is being written.
struct Current {
    name: &'static str,
    at: u64,
    crc: Crc,
    size: u64,
    out: DeflateEncoder<BufWriter<File>>,
}

/// An archive that is being written.
pub(super) struct Zip {
    entries: Vec<Entry>,
    current: Option<Current>,
    out: Option<BufWriter<File>>,
}

impl Zip {
    /// Begins an archive.
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        let out = Some(BufWriter::new(private_file(path)?));
        Ok(Self { entries: Vec::new(), current: None, out })
    }

    /// Begins a file of the archive; the one before it is complete.
    pub(super) fn file(&mut self, name: &'static str) -> io::Result<()> {
        self.complete()?;
        let mut out = self.out.take().ok_or_else(|| io::Error::other("the archive is closed"))?;
        let at = out.stream_position()?;
        let header = Entry { name, at, crc: 0, packed: 0, size: 0 };
        out.write_all(&local_header(&header))?;
        let out = DeflateEncoder::new(out, Compression::fast());
        self.current = Some(Current { name, at, crc: Crc::new(), size: 0, out });
        Ok(())
    }

    fn complete(&mut self) -> io::Result<()> {
        let Some(current) = self.current.take() else { return Ok(()) };
        let mut out = current.out.finish()?;
        let end = out.stream_position()?;
        let start = current.at + local_header_len(current.name);
        let size = |n: u64| u32::try_from(n).map_err(|_| io::Error::other("a file reached 4 GiB"));
        let entry = Entry {
            name: current.name,
            at: current.at,
            crc: current.crc.sum(),
            packed: size(end - start)?,
            size: size(current.size)?,
        };
        out.seek(SeekFrom::Start(entry.at + CHECKSUM_AT))?;
        for number in [entry.crc, entry.packed, entry.size] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.seek(SeekFrom::Start(end))?;
        self.entries.push(entry);
        self.out = Some(out);
        Ok(())
    }

    /// Completes the archive.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.complete()?;
        let mut out = self.out.take().ok_or_else(|| io::Error::other("the archive is closed"))?;
        let start = out.stream_position()?;
        let mut directory = Vec::new();
        for entry in &self.entries {
            add_central_header(entry, &mut directory)?;
        }
        let n = self.entries.len() as u16;
        let number = |n: u64| u32::try_from(n).map_err(|_| io::Error::other("archive too large"));
        let (length, start) = (number(directory.len() as u64)?, number(start)?);
        add(&mut directory, &END.to_le_bytes());
        // Disks, entries, where the directory is; no comment.
        for half in [0, 0, n, n] {
            add(&mut directory, &half.to_le_bytes());
        }
        add(&mut directory, &length.to_le_bytes());
        add(&mut directory, &start.to_le_bytes());
        add(&mut directory, &0_u16.to_le_bytes());
        out.write_all(&directory)?;
        out.flush()
    }
}

impl Write for Zip {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(current) = &mut self.current else {
            return Err(io::Error::other("no file of the archive is begun"));
        };
        current.out.write_all(bytes)?;
        current.crc.update(bytes);
        current.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn add(bytes: &mut Vec<u8>, more: &[u8]) {
    bytes.extend_from_slice(more);
}

/// What both headers of a file have in common, from the version to the length of the name.
fn add_facts(entry: &Entry, bytes: &mut Vec<u8>) {
    for half in [VERSION, FLAGS, DEFLATED, 0, DATE] {
        add(bytes, &half.to_le_bytes());
    }
    for number in [entry.crc, entry.packed, entry.size] {
        add(bytes, &number.to_le_bytes());
    }
    add(bytes, &(entry.name.len() as u16).to_le_bytes());
    // No extra field.
    add(bytes, &0_u16.to_le_bytes());
}

fn local_header(entry: &Entry) -> Vec<u8> {
    let mut bytes = LOCAL.to_le_bytes().to_vec();
    add_facts(entry, &mut bytes);
    add(&mut bytes, entry.name.as_bytes());
    bytes
}

fn local_header_len(name: &str) -> u64 {
    30 + name.len() as u64
}

fn add_central_header(entry: &Entry, bytes: &mut Vec<u8>) -> io::Result<()> {
    let at = u32::try_from(entry.at).map_err(|_| io::Error::other("archive too large"))?;
    add(bytes, &CENTRAL.to_le_bytes());
    add(bytes, &VERSION.to_le_bytes());
    add_facts(entry, bytes);
    // No comment, first disk, no attributes.
    for half in [0_u16, 0, 0, 0, 0] {
        add(bytes, &half.to_le_bytes());
    }
    add(bytes, &at.to_le_bytes());
    add(bytes, entry.name.as_bytes());
    Ok(())
}
