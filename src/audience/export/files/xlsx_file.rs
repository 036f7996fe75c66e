//! An Excel workbook of one sheet with texts only: nothing in it is ever run as a formula.
//!
//! The least that Excel opens (ECMA-376): texts stand in their cells, so that rows are written as they
//! come. Dates, numbers and styles are not known here.

use super::zip::Zip;
use super::{Limits, Row, TableFile};
use std::io::{self, Write};
use std::path::Path;

/// Rows of a sheet, the header not counted, and bytes of one before it is packed.
const SHEET: Limits = Limits { rows: 1_048_575, bytes: 3 << 30 };
/// Bytes that are packed at a time, about.
const AT_A_TIME: usize = 1 << 16;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Contacts" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const SHEET_BEGIN: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>"#;
const SHEET_END: &str = "</sheetData></worksheet>";

/// A workbook that is being written.
pub(crate) struct XlsxFile {
    zip: Zip,
    xml: Vec<u8>,
    rows: u64,
    bytes: u64,
}

impl XlsxFile {
    /// Begins a workbook.
    pub(crate) fn begin(path: &Path, header: &[&str]) -> io::Result<Self> {
        let mut zip = Zip::begin(path)?;
        for (name, text) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
            ("xl/worksheets/sheet1.xml", SHEET_BEGIN),
        ] {
            zip.file(name)?;
            zip.write_all(text.as_bytes())?;
        }
        let mut file = Self { zip, xml: Vec::new(), rows: 0, bytes: 0 };
        file.add_row(header.iter().map(|name| Some(*name)))?;
        Ok(file)
    }

    fn add_row<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) -> io::Result<()> {
        let before = self.xml.len();
        self.xml.extend_from_slice(b"<row>");
        for cell in cells {
            match cell {
                Some(text) => {
                    self.xml
                        .extend_from_slice(b"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                    add_escaped(text, &mut self.xml);
                    self.xml.extend_from_slice(b"</t></is></c>");
                }
                None => self.xml.extend_from_slice(b"<c/>"),
            }
        }
        self.xml.extend_from_slice(b"</row>");
        self.bytes += (self.xml.len() - before) as u64;
        if self.xml.len() >= AT_A_TIME {
            self.zip.write_all(&self.xml)?;
            self.xml.clear();
        }
        Ok(())
    }
}

impl TableFile for XlsxFile {
    fn offer(&mut self, row: &Row<'_>) -> io::Result<bool> {
        if self.rows >= SHEET.rows || self.bytes >= SHEET.bytes {
            return Ok(false);
        }
        self.add_row(row.iter().map(|cell| cell.as_deref()))?;
        self.rows += 1;
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.xml.extend_from_slice(SHEET_END.as_bytes());
        self.zip.write_all(&self.xml)?;
        self.zip.finish()
    }
}

/// The text as XML; characters that XML does not know are left out.
fn add_escaped(text: &str, xml: &mut Vec<u8>) {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>');
    if text.bytes().all(is_plain) {
        return xml.extend_from_slice(text.as_bytes());
    }
    for c in text.chars() {
        match c {
            '&' => xml.extend_from_slice(b"&amp;"),
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '\t' | '\n' => xml.push(c as u8),
            '\r' => xml.extend_from_slice(b"&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => xml.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn texts_stay_texts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut file = Box::new(XlsxFile::begin(&path, &["name", "note"]).unwrap());
        let row = [Some(Cow::Borrowed("=1+1 <&>\u{1}")), None];
        assert!(file.offer(&row).unwrap());
        let before = String::from_utf8(file.xml.clone()).unwrap();
        assert!(before.ends_with(
            "<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 &lt;&amp;&gt;</t></is></c>\
             <c/></row>"
        ));
        file.rows = SHEET.rows;
        assert!(!file.offer(&row).unwrap(), "a sheet has no more rows");
        file.finish().unwrap();
        let bytes = std::fs::read(path).unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"));
        let count =
            |bytes: &[u8], mark: &[u8]| bytes.windows(4).filter(|four| *four == mark).count();
        assert_eq!(count(&bytes, b"PK\x01\x02"), 5, "files in the directory");
        assert_eq!(count(&bytes, b"PK\x05\x06"), 1);
    }
}
