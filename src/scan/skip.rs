//! Reads the check ids that comments in a block skip.

/// Reads `checkov:skip=ID[,ID][:reason]` comments as pairs of an id and its reason.
///
/// The first and the last line of the block are not read. A comment without a reason has an empty
/// one.
pub(super) fn skipped(block: &str) -> Vec<(&str, &str)> {
    if !block.contains(":skip=") {
        return Vec::new();
    }
    let lines: Vec<&str> = block.lines().collect();
    let inner = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    inner
        .iter()
        .filter_map(|line| ids(line))
        .flatten()
        .collect()
}

fn ids(line: &str) -> Option<impl Iterator<Item = (&str, &str)>> {
    let tool = |at: usize| {
        let before = &line[..at];
        ["checkov", "bridgecrew", "cortex"]
            .iter()
            .any(|tool| before.ends_with(tool))
    };
    let (at, mark) = line.match_indices(":skip=").find(|(at, _)| tool(*at))?;
    let rest = line[at + mark.len()..].trim_start_matches(' ');
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "_-,".contains(c)));
    let (ids, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let reason = rest.strip_prefix(':').unwrap_or_default().trim();
    Some(ids.split(',').map(move |id| (id, reason)))
}

#[cfg(test)]
mod tests {
    use super::skipped;

    #[test]
    fn skips_ids_in_comments_inside_the_block() {
        let block = "resource \"a\" \"b\" {\n  # checkov:skip=CKV_AWS_1,CKV_AWS_2: on purpose\n}";
        let skipped = skipped(block);
        assert_eq!(
            skipped,
            [("CKV_AWS_1", "on purpose"), ("CKV_AWS_2", "on purpose")]
        );
    }

    #[test]
    fn ignores_comments_on_the_first_and_last_line() {
        let block = "resource \"a\" \"b\" { # checkov:skip=CKV_AWS_1\n} # checkov:skip=CKV_AWS_2";
        assert!(skipped(block).is_empty());
    }

    #[test]
    fn ignores_comments_of_other_tools() {
        assert!(skipped("a {\n# tfsec:skip=CKV_AWS_1\n}").is_empty());
        assert_eq!(
            skipped("a {\n# tfsec:skip=X bridgecrew:skip= CKV_AWS_1\n}"),
            [("CKV_AWS_1", "")]
        );
    }
}
