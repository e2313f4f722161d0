//! Reads dated facts about AWS: versions, instance types, managed policies.

use foldhash::HashMap;

/// Tables of facts with the date at which they were true.
///
/// What is newer than the date is unknown, not wrong.
#[derive(Debug, Default)]
pub struct Facts {
    text: String,
    /// Start and end of the rows of each table.
    tables: HashMap<String, (usize, usize)>,
}

impl Facts {
    /// Reads the tables of a text.
    ///
    /// A table is a line `## name` and its rows, one for each line, with cells between tabs. The
    /// first line of the text is `# date YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// Returns a message if the first line has no date.
    pub fn read(text: &str) -> Result<Facts, String> {
        let first = text.lines().next().unwrap_or_default();
        if !first.starts_with("# date ") {
            return Err("the facts have no date in their first line".to_owned());
        }
        let mut tables = HashMap::default();
        let mut open: Option<(String, usize)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some(name) = line.strip_prefix("## ") {
                if let Some((name, start)) = open.take() {
                    tables.insert(name, (start, at));
                }
                open = Some((name.trim_end().to_owned(), at + line.len()));
            }
            at += line.len();
        }
        if let Some((name, start)) = open {
            tables.insert(name, (start, at));
        }
        Ok(Facts {
            text: text.to_owned(),
            tables,
        })
    }

    /// Returns the date of the facts as `YYYY-MM-DD`.
    pub fn date(&self) -> &str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches("# date ").trim_end()
    }

    /// Returns the rows of a table; none if the pack does not have it.
    pub fn rows(&self, table: &str) -> impl Iterator<Item = &str> {
        let (start, end) = self.tables.get(table).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default().lines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_tables_of_a_text() {
        let facts = Facts::read("# date 2026-01-02\n## one\na\tb\nc\td\n## two\ne\n").unwrap();
        assert_eq!(facts.date(), "2026-01-02");
        assert_eq!(facts.rows("one").collect::<Vec<_>>(), ["a\tb", "c\td"]);
        assert_eq!(facts.rows("two").collect::<Vec<_>>(), ["e"]);
        assert_eq!(facts.rows("three").count(), 0);
        assert!(Facts::read("## one\n").is_err());
    }
}
