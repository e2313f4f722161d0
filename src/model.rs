//! Lists the known models and chooses the model for a call.
//!
//! The catalogue holds limits, chat template and reasoning efforts of each model. Ids are
//! data: a retired id names its successor, and Groq reports which models are live.

use crate::ledger::{Fit, Ledger, Limits, Millis, Tokens};
use crate::tokens::Frame;

/// The calls for which a model is chosen automatically.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Simple drafts.
    Small,
    /// Larger drafts and repairs.
    Large,
    /// None: the model is used only if the user names it.
    ByName,
}

/// A model and its known properties.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The id sent to the API.
    pub id: &'static str,
    /// The display name.
    pub name: &'static str,
    /// The calls for which the model is chosen.
    pub size: Size,
    /// The chat template; token counts are exact for the harmony template.
    pub frame: Frame,
    /// Size of the context window: prompt and completion tokens together.
    pub context_tokens: u32,
    /// The largest allowed cap of completion tokens.
    pub completion_tokens_max: u32,
    /// The allowed values of `reasoning_effort`.
    pub efforts: &'static [&'static str],
    /// The limits of the free plan.
    ///
    /// A rate-limit response that states other limits corrects the ledger.
    pub limits: Limits,
}

/// Result of looking up a model id.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    /// A model of the catalogue.
    Listed(&'static Model),
    /// A retired model; holds the successor, which is used instead.
    Retired(&'static Model),
    /// An unknown id.
    Unknown,
}

/// Limits of the free plan as of 2026-10.
const FREE: Limits = Limits {
    requests_minute: 30,
    requests_day: 1_000,
    tokens_minute: 8_000,
    tokens_day: 200_000,
};

const GPT_OSS_120B: Model = Model {
    id: "openai/gpt-oss-120b",
    name: "GPT-OSS 120B",
    size: Size::Large,
    frame: Frame::Harmony,
    context_tokens: 131_072,
    completion_tokens_max: 65_536,
    efforts: &["low", "medium", "high"],
    limits: FREE,
};

/// All models that can be called, in order of preference.
pub const CATALOGUE: &[Model] = &[
    GPT_OSS_120B,
    Model {
        id: "openai/gpt-oss-20b",
        name: "GPT-OSS 20B",
        size: Size::Small,
        ..GPT_OSS_120B
    },
    Model {
        id: "qwen/qwen3.8-27b",
        name: "Qwen 3.8 27B (preview)",
        size: Size::ByName,
        frame: Frame::ChatMl,
        context_tokens: 131_042,
        completion_tokens_max: 16_384,
        efforts: &["none", "default", "low", "medium", "high"],
        limits: FREE,
    },
];

/// Ids that the API no longer accepts, with their successors; an id is never removed.
const RETIRED: &[(&str, &str)] = &[
    ("llama-3.1-70b-versatile", "openai/gpt-oss-120b"),
    ("llama-3.3-70b-versatile", "openai/gpt-oss-120b"),
    ("llama-3.3-70b-specdec", "openai/gpt-oss-120b"),
    ("llama3-70b-8192", "openai/gpt-oss-120b"),
    ("mixtral-8x7b-32768", "openai/gpt-oss-120b"),
    ("deepseek-r1-distill-llama-70b", "openai/gpt-oss-120b"),
    ("llama-3.1-8b-instant", "openai/gpt-oss-20b"),
    ("llama3-8b-8192", "openai/gpt-oss-20b"),
    ("gemma2-9b-it", "openai/gpt-oss-20b"),
    ("qwen/qwen3-32b", "qwen/qwen3.8-27b"),
    ("qwen/qwen3.6-27b", "qwen/qwen3.8-27b"),
];

/// Looks up a model id in the catalogue and among the retired ids.
///
/// ```
/// use infragenie::model::{Known, find};
///
/// let Known::Retired(successor) = find("llama-3.3-70b-versatile") else { panic!() };
/// assert_eq!(successor.id, "openai/gpt-oss-120b");
/// ```
pub fn find(id: &str) -> Known {
    let listed = |id: &str| CATALOGUE.iter().find(|model| model.id == id);
    if let Some(model) = listed(id) {
        return Known::Listed(model);
    }
    let retired = RETIRED.iter().find(|(retired, _)| *retired == id);
    retired
        .and_then(|(_, successor)| listed(successor))
        .map_or(Known::Unknown, Known::Retired)
}

/// Chooses the model for a call of the given size and token count.
///
/// Prefers a live model of the given size whose quota admits `requested` tokens now, then any other
/// such model. Models whose quota may admit them come next, then models that wait for a minute
/// window only, each with the given size first. The last resort is the model whose quota opens
/// first. Returns None if no live model is left.
///
/// A model that the ledger remembers as unavailable comes after all of these: the memory may be
/// out of date, and a refused call costs nothing.
///
/// `gone` holds ids that the API has just rejected; models used only by name are never chosen.
pub fn choose(
    size: Size,
    requested: Tokens,
    gone: &[&str],
    ledger: &Ledger,
    now: Millis,
) -> Option<&'static Model> {
    let live = CATALOGUE
        .iter()
        .filter(|model| model.size != Size::ByName && !gone.contains(&model.id));
    live.min_by_key(|model| {
        let is_other_size = model.size != size;
        let fit = match ledger.fit(model.id, &model.limits, requested, now) {
            Fit::Now => (0, is_other_size, 0),
            Fit::Perhaps => (1, is_other_size, 0),
            Fit::At(_, window) if !window.is_day() => (2, is_other_size, 0),
            // A daily window reopens too late to wait for.
            Fit::At(at, _) => (3, false, at),
            Fit::Never(_) => (3, false, Millis::MAX),
        };
        (ledger.is_gone(model.id, now), fit)
    })
}

impl Model {
    /// Returns the reasoning effort that costs the fewest tokens.
    pub fn least_effort(&self) -> &'static str {
        let mut least = ["none", "low"].into_iter();
        least
            .find(|effort| self.efforts.contains(effort))
            .unwrap_or("low")
    }

    /// Returns whether the prompt tokens of this model can be counted exactly.
    pub fn is_exact(&self) -> bool {
        self.frame == Frame::Harmony
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::UsageEvent;

    fn chosen(size: Size, completion: u32, gone: &[&str], ledger: &Ledger) -> Option<&'static str> {
        let requested = Tokens {
            prompt: 0,
            completion,
        };
        choose(size, requested, gone, ledger, 0).map(|model| model.id)
    }

    #[test]
    fn every_successor_is_in_the_catalogue() {
        for (id, _) in RETIRED {
            assert!(matches!(find(id), Known::Retired(_)), "{id}");
        }
    }

    #[test]
    fn chooses_another_model_when_the_quota_is_used_up() {
        let mut ledger = Ledger::default();
        let small = |ledger: &Ledger| chosen(Size::Small, 1_000, &[], ledger);
        assert_eq!(small(&ledger), Some("openai/gpt-oss-20b"));
        let requested = Tokens {
            prompt: 500,
            completion: 7_000,
        };
        ledger.enter("openai/gpt-oss-20b", FREE, UsageEvent::Sent(requested), 0);
        assert_eq!(small(&ledger), Some("openai/gpt-oss-120b"));
    }

    #[test]
    fn chooses_a_model_remembered_as_unavailable_only_if_no_other_is_left() {
        let mut ledger = Ledger::default();
        ledger.enter("openai/gpt-oss-20b", FREE, UsageEvent::Gone, 0);
        let small = |ledger: &Ledger, gone: &[&str]| chosen(Size::Small, 1, gone, ledger);
        assert_eq!(small(&ledger, &[]), Some("openai/gpt-oss-120b"));
        ledger.enter("openai/gpt-oss-120b", FREE, UsageEvent::Gone, 0);
        assert_eq!(small(&ledger, &[]), Some("openai/gpt-oss-20b"));
        let refused = ["openai/gpt-oss-20b"];
        assert_eq!(small(&ledger, &refused), Some("openai/gpt-oss-120b"));
    }

    #[test]
    fn asks_for_the_least_reasoning() {
        let efforts: Vec<&str> = CATALOGUE.iter().map(Model::least_effort).collect();
        assert_eq!(efforts, ["low", "low", "none"]);
    }

    #[test]
    fn never_chooses_a_model_used_only_by_name() {
        let gone = ["openai/gpt-oss-20b", "openai/gpt-oss-120b"];
        assert_eq!(chosen(Size::Large, 1, &gone, &Ledger::default()), None);
    }
}
