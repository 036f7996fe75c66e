//! Where the engines' SQL differs: type names, timestamps, quoting, files.

/// Accented letters and their plain ones, as `ingest::meaning` folds them.
const ACCENTED: &str = "àáâãäåāăąçćčèéêëēėęěğìíîïīıłñńňòóôõöøōőřšśşșťţțùúûüūůűýÿžźż";
const PLAIN: &str = "aaaaaaaaaccceeeeeeeegiiiiiilnnnoooooooorsssstttuuuuuuuyyzzz";

/// An engine that the generated SQL runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `DuckDB` 1.0 or later.
    DuckDb,
    /// Spark 3.5 or later, ANSI mode or not; in another session time zone than UTC its statements fail.
    Spark,
    /// Apache `DataFusion`.
    DataFusion,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 3] = [Dialect::DuckDb, Dialect::Spark, Dialect::DataFusion];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::DuckDb => "duckdb",
            Dialect::Spark => "spark",
            Dialect::DataFusion => "datafusion",
        }
    }

    /// The dialect of a name on the command line.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// A column's or table's name: as it is where it is plain, else quoted.
    pub fn quoted(self, name: &str) -> String {
        let mark = if self == Dialect::Spark { '`' } else { '"' };
        let doubled = name.replace(mark, &format!("{mark}{mark}"));
        format!("{mark}{doubled}{mark}")
    }

    /// A column's name in the output: quoted only where it must be.
    pub fn alias(self, name: &str) -> String {
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if plain { name.to_owned() } else { self.quoted(name) }
    }

    /// An expression as text.
    pub fn text(self, expression: &str) -> String {
        let text_type = if self == Dialect::Spark { "string" } else { "varchar" };
        format!("cast({expression} as {text_type})")
    }

    /// Microseconds since the epoch of a date, a timestamp of any unit, or ISO text; what has no
    /// zone is read as UTC.
    pub fn micros(self, expression: &str) -> String {
        match self {
            Dialect::DuckDb => format!("epoch_us(cast({expression} as timestamp))"),
            Dialect::Spark => format!("unix_micros(cast({expression} as timestamp))"),
            Dialect::DataFusion => {
                format!("cast(arrow_cast({expression}, 'Timestamp(Microsecond, None)') as bigint)")
            }
        }
    }

    /// Whether a column holds instants, not the wall time of a place.
    pub fn is_instant(self, column: &str) -> String {
        match self {
            Dialect::DuckDb => format!("typeof({column}) = 'TIMESTAMP WITH TIME ZONE'"),
            // Spark's other one is `timestamp_ntz`.
            Dialect::Spark => format!("typeof({column}) = 'timestamp'"),
            Dialect::DataFusion => format!("arrow_typeof({column}) like 'Timestamp(%\"%'"),
        }
    }

    /// A query of customers' rows that many others read; its columns stand in the order of their names.
    pub fn computed_once(self, query: &str) -> String {
        match self {
            // Spark writes a common table into the place of every use, unless what it draws at random would
            // differ from use to use. Then one shuffle serves all of them, if the table is one: which it stays
            // where Spark, leaving out columns that nobody reads, finds the others in the order it puts them in.
            Dialect::Spark => {
                format!(
                    "select /*+ repartition(customer_id) */ * from (\n  {query}\n  ) q where rand() >= 0e0"
                )
            }
            Dialect::DuckDb | Dialect::DataFusion => query.to_owned(),
        }
    }

    /// A further condition on rows, which fails where the session's time zone is not UTC: then times without a
    /// zone would be moved in silence.
    pub fn in_utc(self) -> &'static str {
        match self {
            Dialect::Spark => {
                "\n        and assert_true(current_timezone() in ('UTC', 'Etc/UTC', 'Z', '+00:00'), \
                 'the session time zone must be UTC') is null"
            }
            Dialect::DuckDb | Dialect::DataFusion => "",
        }
    }

    /// Has tables joined by merging what is in order already, not by sending them to everybody.
    pub fn merge_joins(self, tables: &[&str]) -> String {
        match (self, tables) {
            (Dialect::Spark, [_, _, ..]) => format!("/*+ merge({}) */ ", tables.join(", ")),
            _ => String::new(),
        }
    }

    /// A text with every match of a pattern replaced.
    pub fn replaced(self, text: &str, pattern: &str, by: &str) -> String {
        // Spark reads backslashes in texts, and always replaces all.
        let (pattern, all) = match self {
            Dialect::Spark => (pattern.replace('\\', "\\\\"), ""),
            _ => (pattern.to_owned(), ", 'g'"),
        };
        format!("regexp_replace({text}, '{pattern}', '{by}'{all})")
    }

    /// Whether a pattern is found in a text.
    pub fn matches(self, text: &str, pattern: &str) -> String {
        match self {
            Dialect::DuckDb => format!("regexp_matches({text}, '{pattern}')"),
            Dialect::Spark => format!("{text} rlike '{}'", pattern.replace('\\', "\\\\")),
            Dialect::DataFusion => format!("regexp_like({text}, '{pattern}')"),
        }
    }

    /// What a pattern's first group matched, in a replacement.
    pub fn first_group(self) -> &'static str {
        if self == Dialect::Spark { "$1" } else { "\\1" }
    }

    /// Letters and digits alone, in lower case and without accents.
    pub fn plain(self, text: &str) -> String {
        let unaccented = format!("translate(lower({text}), '{ACCENTED}', '{PLAIN}')");
        self.replaced(&unaccented, r"[^\p{L}\p{N}]", "")
    }

    /// A Parquet file, folder or glob as a relation.
    pub fn parquet(self, path: &str) -> String {
        match self {
            Dialect::DuckDb => format!("read_parquet({})", super::phrase::text(path)),
            Dialect::Spark => format!("parquet.`{}`", path.replace('`', "``")),
            Dialect::DataFusion => super::phrase::text(path),
        }
    }

    /// The same, where the number of a row in its file is asked for.
    pub fn parquet_with_rows(self, path: &str) -> String {
        match self {
            Dialect::DuckDb => {
                format!("read_parquet({}, file_row_number = true)", super::phrase::text(path))
            }
            _ => self.parquet(path),
        }
    }

    /// The number of a row in its file; `DataFusion` knows none.
    pub fn row_in_file(self) -> &'static str {
        match self {
            Dialect::DuckDb => "file_row_number",
            Dialect::Spark => "_metadata.row_index",
            Dialect::DataFusion => "null",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accented_letter_has_its_plain_one() {
        assert_eq!(ACCENTED.chars().count(), PLAIN.chars().count());
    }
}
