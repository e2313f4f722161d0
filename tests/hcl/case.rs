//! Splits fixtures into cases, which name their problems in comments.

use infragenie::hcl::{self, Kind};

pub const ACCEPTED: &str = include_str!("accepted.tf");
pub const PROBLEMS: &str = include_str!("problems.tf");
pub const ENDINGS: &str = include_str!("endings.tf");

/// One case of a fixture, from its title line to the next title line.
#[derive(Clone, Copy)]
pub struct Case {
    pub text: &'static str,
}

impl Case {
    pub fn from_fixture(fixture: &'static str) -> Vec<Case> {
        let starts: Vec<usize> = fixture.match_indices("# === ").map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([fixture.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| Case {
                text: &fixture[start..end],
            })
            .collect()
    }

    pub fn title(self) -> &'static str {
        self.text.lines().next().unwrap_or_default()
    }

    /// Returns the kinds and lines of the problems that the case names.
    pub fn expected(self) -> Vec<(Kind, usize)> {
        let last = self.text.matches('\n').count() + 1;
        let mut expected = Vec::new();
        for (line, text) in (1..).zip(self.text.lines()) {
            let Some((_, mark)) = text.split_once("#~") else {
                continue;
            };
            let (line, summaries) = match mark.split_once(' ') {
                Some(("v", rest)) => (line + 1, rest),
                Some(("end", rest)) => (last, rest),
                _ => (line, mark.trim_start()),
            };
            for summary in summaries.split(" + ") {
                let kind = Kind::ALL.iter().find(|kind| kind.summary() == summary);
                expected.push((
                    *kind.unwrap_or_else(|| panic!("no kind is `{summary}`")),
                    line,
                ));
            }
        }
        expected.sort_by_key(|(kind, line)| (*line, *kind));
        expected
    }
}

/// Returns the kinds and lines of the problems in a text.
pub fn problems_in(text: &str) -> Vec<(Kind, usize)> {
    let module = hcl::parse(text);
    let kind_and_line =
        |problem: &hcl::Problem| (problem.kind, module.position(problem.span.start).line);
    module.problems.iter().map(kind_and_line).collect()
}
