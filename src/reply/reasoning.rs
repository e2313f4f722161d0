//! Removes the reasoning that a model wrote into its answer.
//!
//! It is between `<think>` and `</think>`. Qwen writes it there unless the call asks it not to, and some proxies drop that parameter.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Returns an answer without reasoning.
///
/// The opening tag counts at the start of a line outside of fences. Where it is missing, because the
/// chat template holds it, everything before the closing tag is reasoning; where the closing tag is
/// missing, everything after the opening tag is.
///
/// ```
/// use infragenie::reply::without_reasoning;
///
/// let answer = "<think>\nA queue.\n</think>\n\nvariable \"a\" {}\n".to_owned();
/// assert_eq!(without_reasoning(answer), "\nvariable \"a\" {}\n");
/// ```
pub fn without_reasoning(answer: String) -> String {
    if !answer.contains(OPEN) && !answer.contains(CLOSE) {
        return answer;
    }
    let mut kept = String::new();
    let (mut is_reasoning, mut has_opened, mut is_fenced) = (false, false, false);
    for line in answer.split_inclusive('\n') {
        let mut rest = line;
        if !is_reasoning && !is_fenced && line.trim_start().starts_with(OPEN) {
            (is_reasoning, has_opened) = (true, true);
        }
        let ends_reasoning = is_reasoning
            || !has_opened && (line.trim() == CLOSE || !is_fenced && line.contains(CLOSE));
        match line.split_once(CLOSE).filter(|_| ends_reasoning) {
            Some((_, after)) => {
                if !is_reasoning {
                    kept.clear();
                    is_fenced = false;
                }
                (is_reasoning, has_opened) = (false, true);
                rest = after.trim_start_matches(['\r', '\n']);
            }
            None if is_reasoning => continue,
            None => {}
        }
        let mark = rest.trim_start();
        is_fenced ^= mark.starts_with("```") || mark.starts_with("~~~");
        kept.push_str(rest);
    }
    kept
}

/// Withholds the reasoning at the start of an answer while the answer arrives.
#[derive(Debug, Default)]
pub struct ReasoningFilter {
    /// Text that may still turn out to be reasoning.
    held: String,
    is_answer: bool,
}

impl ReasoningFilter {
    /// Takes a piece of the answer and returns what of it is shown.
    pub fn feed(&mut self, piece: &str) -> String {
        if self.is_answer {
            return piece.to_owned();
        }
        self.held.push_str(piece);
        let start = self.held.trim_start();
        if start.starts_with(OPEN) {
            let Some((_, after)) = start.split_once(CLOSE) else {
                // Of reasoning only its opening tag and a part of a closing tag matter.
                let from = self.held.len().saturating_sub(CLOSE.len());
                let tail = &self.held[self.held.ceil_char_boundary(from)..];
                if self.held.len() > OPEN.len() + 2 * CLOSE.len() {
                    self.held = format!("{OPEN}{tail}");
                }
                return String::new();
            };
            self.is_answer = true;
            return after.to_owned();
        }
        if OPEN.starts_with(start) {
            return String::new();
        }
        self.is_answer = true;
        std::mem::take(&mut self.held)
    }

    /// Returns the text that is held at the end of an answer, unless it is reasoning.
    pub fn end(&mut self) -> String {
        let held = std::mem::take(&mut self.held);
        if self.is_answer || held.trim_start().starts_with(OPEN) {
            String::new()
        } else {
            held
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CODE: &str = "```hcl\nvariable \"a\" {}\n```\n";

    #[test]
    fn removes_reasoning_wherever_its_tags_are() {
        for reasoning in [
            "<think>\nFirst:\n```hcl\nvariable \"draft\" {}\n```\n</think>\n",
            "<think></think>\n",
            "  <think>one line</think>\n",
            "The user wants a variable.\n```hcl\nvariable \"draft\" {}\n```\n</think>\n",
            "The user wants\n```hcl\nan open fence\n</think>\n",
            "",
        ] {
            assert_eq!(
                without_reasoning(format!("{reasoning}{CODE}")),
                CODE,
                "{reasoning}"
            );
        }
        assert_eq!(
            without_reasoning(format!("{CODE}<think>\nmore\n</think>\n")),
            CODE
        );
        assert_eq!(without_reasoning(format!("<think>\n{CODE}")), "");
    }

    #[test]
    fn keeps_tags_inside_of_code() {
        let code = "```hcl\nlocals {\n  a = <<-EOT\n<think>b</think>\nEOT\n}\n```\n";
        assert_eq!(without_reasoning(code.to_owned()), code);
    }

    proptest! {
        #[test]
        fn shows_the_same_text_however_an_answer_is_split(
            cuts in proptest::collection::vec(0usize..40, 0..6),
            is_reasoned in any::<bool>(),
        ) {
            let reasoning = if is_reasoned { "<think>größer</think>\n" } else { "" };
            let answer = format!("{reasoning}{CODE}");
            let mut filter = ReasoningFilter::default();
            let (mut shown, mut at) = (String::new(), 0);
            let mut cuts = cuts;
            cuts.push(answer.len());
            for cut in cuts {
                let end = answer.floor_char_boundary(cut.max(at));
                shown += &filter.feed(&answer[at..end.max(at)]);
                at = end.max(at);
            }
            shown += &filter.end();
            prop_assert_eq!(shown.trim_start(), CODE);
        }
    }
}
