//! What makes two rows versions of one, as it is set; and the columns that look as if something did.

use crate::ingest::columns::ColumnMap;
use crate::ingest::{TransactionColumn, normalised};

/// Rows with the same key are versions of one row, and only the newest counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestRule {
    /// Names of the columns whose values together are the key; at least one.
    pub key: Vec<String>,
    /// Name of the column whose largest value is the newest version.
    pub newest_by: String,
}

/// Names of columns that say when or how often a row was written; the first that is there counts.
#[rustfmt::skip] // A table: as many words a line as fit.
const VERSIONS: &[&str] = &[
    "updatedat", "lastupdatedat", "modifiedat", "lastmodifiedat", "lastmodified", "updatedon",
    "modifiedon", "updatedate", "updateddate", "modifieddate", "datemodified", "dateupdated",
    "lastmodifieddate", "systemmodstamp", "datemodifiedgmt", "updatetime", "updatedtime",
    "sourcetsms", "tsms", "abcdcupdatedat", "abcdclsn", "rowversion", "airbyteextractedat",
    "airbyteemittedat", "fivetransynced", "sdcextractedat", "sdcbatchedat", "sdcsequence",
    "hoodiecommittime", "hoodiecommitseqno", "kafkaoffset", "kafkatimestamp", "lsn", "commitlsn", "scn", "commitscn",
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

/// Names of columns that tell the lines of an order apart.
#[rustfmt::skip] // A table: as many words a line as fit.
const LINES: &[&str] = &[
    "line", "lineno", "linenumber", "lineid", "linenum", "orderline", "orderlineid", "orderlineno",
    "orderlinenumber", "lineitemid", "lineitem", "lineitemnumber", "orderitemid", "orderitem",
    "itemno", "itemnumber", "position", "invoiceline", "invoicelineid", "positionid", "rownumber",
];

impl NewestRule {
    /// The rule that the columns of a table suggest: one that looks like a version, and orders with what
    /// tells their lines apart. None where one is missing.
    pub fn suggested(
        names: &[String],
        mapping: &ColumnMap<TransactionColumn, String>,
    ) -> Option<Self> {
        let is_time = |name: &&String| mapping.get(TransactionColumn::Timestamp) != Some(*name);
        let mut versions = VERSIONS.iter().filter_map(|known| named(names, known));
        let newest_by = versions.find(is_time)?.clone();
        Some(Self { key: Self::key_of(names, mapping)?, newest_by })
    }

    /// What tells the sales of a table apart: orders, with what tells their lines apart. None where orders have no numbers.
    pub fn key_of(
        names: &[String],
        mapping: &ColumnMap<TransactionColumn, String>,
    ) -> Option<Vec<String>> {
        let order = mapping.get(TransactionColumn::OrderId)?;
        let line = LINES.iter().find_map(|known| named(names, known));
        let line = line.or_else(|| mapping.get(TransactionColumn::ProductId));
        Some(std::iter::once(order).chain(line.filter(|line| *line != order)).cloned().collect())
    }
}

fn named<'a>(names: &'a [String], known: &str) -> Option<&'a String> {
    names.iter().find(|name| normalised(name) == known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_suggested_by_the_names_of_columns() {
        let suggested = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let mut mapping = ColumnMap::default();
            mapping.insert(TransactionColumn::OrderId, "order_id".to_owned());
            mapping.insert(TransactionColumn::Timestamp, "created_at".to_owned());
            NewestRule::suggested(&names, &mapping).map(|rule| (rule.key, rule.newest_by))
        };
        let key = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            suggested(&[
                "order_id",
                "Line No",
                "created_at",
                "_airbyte_extracted_at",
                "updated_at"
            ]),
            Some((key(&["order_id", "Line No"]), "updated_at".to_owned()))
        );
        assert_eq!(
            suggested(&["order_id", "_fivetran_synced"]),
            Some((key(&["order_id"]), "_fivetran_synced".to_owned()))
        );
        for name in
            ["modified", "last_modified", "ingestion_time", "_sdc_received_at", "Geändert am"]
        {
            let rule = suggested(&["order_id", name]);
            assert_eq!(rule, Some((key(&["order_id"]), name.to_owned())), "{name}");
        }
        assert_eq!(suggested(&["order_id", "created_at"]), None);
        assert!(VERSIONS.iter().chain(LINES).all(|name| normalised(name) == **name));
    }
}
