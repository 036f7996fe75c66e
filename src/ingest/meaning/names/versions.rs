//! Names of columns that tell versions of a row apart, and of those that tell the lines of an order apart.

use crate::ingest::meaning::plain::normalised;

/// Names of columns that say when or how often a row was written; the first that is there counts.
#[rustfmt::skip] // A table: as many words a line as fit.
const VERSIONS: &[&str] = &[
    "updatedat", "lastupdatedat", "modifiedat", "lastmodifiedat", "lastmodified", "updatedon",
    "modifiedon", "updatedate", "updateddate", "modifieddate", "datemodified", "dateupdated",
    "lastmodifieddate", "systemmodstamp", "datemodifiedgmt", "updatetime", "updatedtime",
    "sourcetsms", "tsms", "abcdcupdatedat", "abcdclsn", "rowversion", "airbyteextractedat",
    "airbyteemittedat", "fivetransynced", "sdcextractedat", "sdcbatchedat", "sdcsequence",
    "hoodiecommittime", "hoodiecommitseqno", "kafkaoffset", "kafkatimestamp", "lsn", "startlsn", "cdcstartlsn", "seqval", "cdcseqval", "commitlsn", "scn", "commitscn",
    "binlogposition", "binlogpos", "changeseq", "changesequence", "sourcets", "cdctimestamp", "commitversion", "committimestamp", "cdclsn", "sourcelsn", "ingestedat", "loadedat", "extractedat", "syncedat",
    "emittedat", "batchedat", "replicatedat", "insertedat", "loadtimestamp", "loadts", "loaddate", "exportedat",
    "exportdate", "snapshotdate", "snapshotat", "syncts", "syncedts", "lastsyncedat", "etlts", "etlloadedat", "loadedts",
    "dwloadedat", "dwupdatedat", "extractts", "changedat", "changedon", "lastchangedat", "changedate", "updatets",
    "updatedts", "lastmodifieddatetime", "modifieddatetime", "modificationdate", "modifiedtime", "aedat", "laeda",
    "modified", "updated", "lastupdate", "lastupdated", "lastupdatedate", "lastupdatetime", "lastupdatedon", "lastmodifiedon",
    "lastmodifiedtime", "lastchange", "lastchanged", "lastchangedon", "lastchangedate", "modifiedts", "modifiedtimestamp",
    "updatedtimestamp", "updatetimestamp", "changetime", "changets", "changetimestamp", "rowupdatedat", "recordupdatedat",
    "dbupdatedat", "etlupdatedat", "ingestiontime", "ingesttime", "ingestedtime", "ingestts", "ingestionts", "ingesttimestamp",
    "ingestiontimestamp", "ingestiondate", "ingestdate", "loadtime", "loadedtime", "loadeddate", "loaddatetime", "loaddts",
    "inserttime", "insertts", "inserttimestamp", "insertdate", "inserteddate", "rowloadedat", "recordloadedat", "etldate",
    "etltime", "etltimestamp", "etlloaddate", "etlloadtime", "extractdate", "extractiondate", "extracttime", "extractedts",
    "snapshottime", "snapshotts", "sdcreceivedat", "sdctableversion", "dltloadid", "geaendertam", "geändertam",
    "aenderungsdatum", "änderungsdatum", "datemodification", "datemiseajour", "modifiele", "fechamodificacion",
    "fechaactualizacion", "datamodifica", "dataalteracao", "dataatualizacao", "gewijzigdop",
    // The beginning of a version, where a table keeps them all.
    "validfrom", "effectivefrom", "dbtvalidfrom", "startat", "effectivestartdate", "rowvalidfrom", "dwvalidfrom",
    "recordstartdate", "sysstarttime", "validfromdate", "effectivefromdate", "versionnumber", "version",
    "versionno", "recordversion", "docversion", "revision", "revisionnumber", "rev", "seq", "sequence", "sequencenumber",
    "seqno",
];

/// Names of columns that tell the lines of an order apart; the first that is there counts.
#[rustfmt::skip] // A table: as many words a line as fit.
const LINES: &[&str] = &[
    "line", "lineno", "linenumber", "lineid", "linenum", "orderline", "orderlineid", "orderlineno",
    "orderlinenumber", "lineitemid", "lineitem", "lineitemnumber", "orderitemid", "orderitem",
    "itemno", "itemnumber", "position", "invoiceline", "invoicelineid", "positionid", "rownumber",
];

/// The columns among those of a table that say when or how often a row was written, the likeliest first.
pub(crate) fn versions_among(columns: &[String]) -> impl Iterator<Item = &String> {
    VERSIONS.iter().filter_map(|known| named(columns, known))
}

/// The column among those of a table that tells the lines of an order apart.
pub(crate) fn line_among(columns: &[String]) -> Option<&String> {
    LINES.iter().find_map(|known| named(columns, known))
}

fn named<'a>(columns: &'a [String], known: &str) -> Option<&'a String> {
    columns.iter().find(|name| normalised(name) == known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_as_they_are_compared() {
        assert!(VERSIONS.iter().chain(LINES).all(|name| normalised(name) == **name));
    }
}
