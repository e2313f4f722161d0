//! Reads tables that ship as text.
//!
//! A row is a line, its cells are separated by tabs, and the cell `-` is empty. Lines that begin
//! with `#` are comments. A table is searched in its text: nothing is parsed or stored in advance.

/// Table with a fixed number of cells per row.
#[derive(Clone, Copy)]
pub(crate) struct Table<const CELLS: usize>(pub &'static str);

impl<const CELLS: usize> Table<CELLS> {
    /// Returns all rows in the order of the text.
    pub(crate) fn rows(&self) -> impl Iterator<Item = [&'static str; CELLS]> + use<CELLS> {
        self.0
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(cells)
    }

    /// Returns the rows whose first cell equals a key.
    ///
    /// The rows have to be in ascending order of their first cells.
    pub(crate) fn rows_of(&self, key: &str) -> impl Iterator<Item = [&'static str; CELLS]> {
        let lines = self.0[first(self.0, key)..].lines();
        lines.take_while(move |line| key_of(line) == key).map(cells)
    }

    /// Checks that every row has all cells, and returns the rows.
    #[cfg(test)]
    pub(crate) fn checked(&self) -> Vec<[&'static str; CELLS]> {
        for line in self.0.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == CELLS && !cells.contains(&""), "{line}");
        }
        self.rows().collect()
    }

    /// Checks that every row has all cells and that a key can be found, and returns the rows.
    #[cfg(test)]
    pub(crate) fn checked_by_key(&self) -> Vec<[&'static str; CELLS]> {
        let keys: Vec<&str> = self.0.lines().map(key_of).collect();
        let comments = keys.iter().take_while(|key| key.starts_with('#')).count();
        assert!(keys[comments..].is_sorted(), "the rows are not sorted");
        self.checked()
    }
}

fn key_of(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn cells<const CELLS: usize>(line: &'static str) -> [&'static str; CELLS] {
    let mut cells = line.split('\t');
    std::array::from_fn(|_| match cells.next() {
        Some("-") | None => "",
        Some(cell) => cell,
    })
}

/// Returns the start of the first line whose first cell is not less than a key.
///
/// Comments precede every key, since `#` precedes every letter and digit.
fn first(text: &str, key: &str) -> usize {
    let (mut from, mut to) = (0, text.len());
    while from < to {
        let before = &text.as_bytes()[from..from + (to - from) / 2];
        let start = match before.iter().rposition(|byte| *byte == b'\n') {
            Some(newline) => from + newline + 1,
            None => from,
        };
        let line = text[start..].lines().next().unwrap_or_default();
        match key_of(line) < key {
            true => from = (start + line.len() + 1).min(text.len()),
            false => to = start,
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_rows_of_a_key() {
        let table: Table<2> = Table("# comment\na\t1\nb\t2\nb\t-\nbb\t3\n");
        let found = |key| table.rows_of(key).map(|row| row[1]).collect::<Vec<_>>();
        assert_eq!(found("a"), ["1"]);
        assert_eq!(found("b"), ["2", ""]);
        assert_eq!(found("bb"), ["3"]);
        assert!(found("").is_empty() && found("c").is_empty() && found("aa").is_empty());
        assert_eq!(table.checked_by_key().len(), 4);
    }
}
