//! Splits a text into words and finds phrases, whatever separates their words.

use crate::words::words_of;

/// Text and its words separated by single spaces.
pub(super) struct Words {
    /// Text in lower case, otherwise unchanged.
    text: String,
    /// Text as it is written.
    original: String,
    /// Words in lower case, with a space before and after each: `" apt get install "`.
    words: String,
}

impl Words {
    /// Splits a text into words at everything except letters and digits.
    pub(super) fn new(text: &str) -> Words {
        let original = text.to_owned();
        let text = text.to_ascii_lowercase();
        let mut words = String::with_capacity(text.len() + 2);
        words.push(' ');
        for word in words_of(&text) {
            words.push_str(word);
            words.push(' ');
        }
        Words {
            text,
            original,
            words,
        }
    }

    /// Whether the text contains a phrase of lower-case words.
    pub(super) fn has(&self, phrase: &str) -> bool {
        self.find(phrase).is_some()
    }

    /// Whether the text contains one of the phrases.
    pub(super) fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    /// Whether the text contains one of the phrases of a list such as `amazon linux, al2`.
    pub(super) fn has_one_of(&self, phrases: &str) -> bool {
        !phrases.is_empty() && phrases.split(", ").any(|phrase| self.has(phrase))
    }

    /// Returns the text as it is written.
    pub(super) fn original(&self) -> &str {
        &self.original
    }

    /// Returns how often the phrases of a list occur.
    pub(super) fn count_of(&self, phrases: &str) -> usize {
        let phrases = phrases.split(", ").filter(|phrase| !phrase.is_empty());
        let count = |phrase| self.words.matches(&format!(" {phrase} ")).count();
        phrases.map(count).sum()
    }

    /// Returns the number behind a phrase, such as `18 04` of `ubuntu 18.04`.
    pub(super) fn number_behind(&self, phrase: &str) -> Option<String> {
        let at = self.find(phrase)?;
        let mut rest = self.words[at + phrase.len()..].split_whitespace();
        let is_number = |word: &&str| word.len() <= 4 && word.bytes().all(|it| it.is_ascii_digit());
        let major = rest.next().filter(is_number)?;
        let written = rest
            .next()
            .filter(is_number)
            .filter(|minor| self.text.contains(&format!("{major}.{minor}")));
        Some(written.map_or(major.to_owned(), |minor| format!("{major} {minor}")))
    }

    /// Returns the ids with a prefix in the text, such as `ami-0abc`, each once.
    pub(super) fn ids(&self, prefix: &str) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for word in self
            .text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        {
            let id = word.strip_prefix(prefix);
            let is_id =
                id.is_some_and(|id| id.len() >= 8 && id.bytes().all(|it| it.is_ascii_hexdigit()));
            if is_id && !ids.contains(&word) {
                ids.push(word);
            }
        }
        ids
    }

    /// Returns the first position of a phrase of lower-case words.
    ///
    /// Positions of phrases in the same text can be compared.
    pub(super) fn find(&self, phrase: &str) -> Option<usize> {
        self.words
            .match_indices(phrase)
            .map(|(at, _)| at)
            .find(|at| {
                let behind = self.words.get(at + phrase.len()..);
                self.words[..*at].ends_with(' ') && behind.is_some_and(|rest| rest.starts_with(' '))
            })
    }

    /// Whether the text contains a whole id such as `ami-0abc` or `my-key`.
    pub(super) fn names(&self, id: &str) -> bool {
        let id = id.trim().to_ascii_lowercase();
        let inner = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        !id.is_empty()
            && self.text.match_indices(&id).any(|(at, _)| {
                !self.text[..at].ends_with(inner) && !self.text[at + id.len()..].starts_with(inner)
            })
    }
}

/// Parts of names that are written in capitals.
const CAPITALS: [&str; 34] = [
    "ACM", "ACL", "AMI", "API", "ARN", "ASG", "AWS", "AZ", "CIDR", "DB", "DNS", "EBS", "EC2",
    "ECR", "ECS", "EFS", "EKS", "IAM", "ID", "IP", "JWT", "KMS", "RDS", "S3", "SNS", "SQS", "SSH",
    "SSM", "SSL", "TLS", "TTL", "URL", "VPC", "VPN",
];

/// Converts a name to words for display: `db_password` becomes `DB password`.
pub(super) fn title(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    for word in name.split(['_', '-']).filter(|word| !word.is_empty()) {
        if !title.is_empty() {
            title.push(' ');
        }
        let capitals = CAPITALS
            .iter()
            .find(|capitals| capitals.eq_ignore_ascii_case(word));
        match (
            capitals,
            word.strip_suffix('s').filter(|_| capitals.is_none()),
        ) {
            (Some(capitals), _) => title.push_str(capitals),
            (None, Some(one)) if CAPITALS.iter().any(|c| c.eq_ignore_ascii_case(one)) => {
                title.push_str(&one.to_ascii_uppercase());
                title.push('s');
            }
            _ => title.push_str(word),
        }
    }
    let mut letters = title.chars();
    match letters.next() {
        Some(first) => {
            let first = first.to_ascii_uppercase();
            std::iter::once(first).chain(letters).collect()
        }
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_phrases_with_any_separators() {
        let words = Words::new("run:apt-get  install, nginx_1");
        assert!(words.has("apt get install"));
        assert!(words.has("nginx"));
        assert!(!words.has("apt ge"), "half a word is no word");
        assert!(!words.has("install run"));
        assert!(!Words::new("").has("a"));
    }

    #[test]
    fn finds_a_phrase_after_a_longer_word_with_the_same_start() {
        assert!(Words::new("amazon linux 2023 or amazon linux 2").has("amazon linux 2"));
        assert!(!Words::new("amazon linux 2023").has("amazon linux 2"));
    }

    #[test]
    fn matches_ids_only_as_a_whole() {
        let words = Words::new("from AMI-0abc with (my-key)");
        assert!(words.names("ami-0abc"));
        assert!(words.names("my-key"));
        assert!(!words.names("ami-0ab"));
        assert!(!words.names("key"));
        assert!(!words.names(""));
    }

    #[test]
    fn converts_names_to_titles() {
        assert_eq!(title("db_password"), "DB password");
        assert_eq!(title("vpc_ids"), "VPC IDs");
        assert_eq!(title("account-id"), "Account ID");
        assert_eq!(title("dns"), "DNS");
        assert_eq!(title("_"), "_");
    }
}
