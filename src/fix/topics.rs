//! Maps the topics that a request can ask for or decline to checks.

use crate::table::Table;
use foldhash::HashSet;

/// Topics and the ids of their checks.
const TOPICS: Table<2> = Table(include_str!("topics.tsv"));

/// Topic that a request mentions for some resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicMention {
    /// Topic as in `topics.tsv`: `encryption`, `backups`.
    pub topic: &'static str,
    /// Resource types that the request speaks of; empty for all.
    pub types: HashSet<String>,
}

impl TopicMention {
    /// Returns whether the request speaks of what a check is about.
    pub(super) fn covers(&self, check: &str, type_name: &str) -> bool {
        (self.types.is_empty() || self.types.contains(type_name))
            && TOPICS
                .rows()
                .any(|[topic, ids]| topic == self.topic && ids.split(' ').any(|id| id == check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{aws, rules};

    #[test]
    fn topics_name_checks_that_exist() {
        let known: HashSet<&str> = rules(aws::TABLES).map(|rule| rule.id).collect();
        for [topic, ids] in TOPICS.checked() {
            for id in ids.split(' ') {
                assert!(known.contains(id), "{topic}: {id}");
            }
        }
    }

    #[test]
    fn covers_the_checks_of_the_types_that_are_spoken_of() {
        let all = TopicMention {
            topic: "backups",
            ..TopicMention::default()
        };
        assert!(all.covers("CKV_AWS_133", "aws_db_instance"));
        assert!(!all.covers("CKV_AWS_16", "aws_db_instance"));
        let tables = TopicMention {
            types: HashSet::from_iter(["aws_dynamodb_table".to_owned()]),
            ..all
        };
        assert!(tables.covers("CKV_AWS_28", "aws_dynamodb_table"));
        assert!(!tables.covers("CKV_AWS_133", "aws_db_instance"));
    }
}
