//! Exports previews, models and quotas, which need no call and cost no tokens.
//!
//! The small module that a page loads first contains only these functions.

use super::answers::peek;
use super::packs::vocabulary;
use super::value::{options_of, plain, read, refused, thrown, too_long};
use crate::job::first_answer::{FirstAnswer, cache_key, first_answer, removed, template_answer};
use crate::job::{CHANGES_PROGRAMS, Job};
use crate::json::list;
use crate::ledger::{Entry, Ledger, Millis, UsageEvent};
use crate::model::CATALOGUE;
use crate::policy::{CacheUse, Policy};
use crate::prompt::{self, ModelAvailability, NoPlan, Plan};
use crate::request::Request;
use crate::web::api::{self, CallSize, Options, Preview, Progress};
use crate::web::fetch;
use crate::web::host::now;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Previews the first call of a request, as it would be sent now.
///
/// `cache` is the stored cache of answers. A request that it answers costs nothing.
///
/// Throws an error whose `kind` is `empty`, `too_long`, `control_character`, `unknown_model` or
/// `unknown_profile`. The small module of a page's first screen previews no change of a program: an
/// option `code` is of kind `whole_module` there.
#[wasm_bindgen(unchecked_return_type = "Preview")]
pub fn preview(
    request: &str,
    #[wasm_bindgen(unchecked_param_type = "Options")] options: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cache | null")] cache: JsValue,
) -> Result<JsValue, JsValue> {
    let now = now();
    let asked = Asked::read(request, options, now)?;
    let (request, policy) = (&asked.request, &asked.policy);
    let kept = peek(&cache, &cache_key(request, policy), now);
    let first = first_answer(&asked.code, request, policy, kept.as_ref());
    let is_template = first == FirstAnswer::Templates;
    let template_code = is_template
        .then(|| template_answer(request, policy))
        .flatten();
    let preview = match asked.first(policy, now) {
        Ok(plan) => {
            let model = policy.model;
            let costs = api::costs(|policy| {
                let policy = Policy {
                    model,
                    ..policy.clone()
                };
                asked.first(&policy, now)
            });
            let kept = kept.filter(|_| first == FirstAnswer::Cache);
            let removes = match first {
                FirstAnswer::Edits => removed(&asked.code, request, policy),
                _ => Vec::new(),
            };
            let notes = [request.notes(), plan.notes()].concat();
            api::counted(
                &plan,
                costs,
                &asked.ledger,
                notes,
                (first, kept, removes),
                template_code,
                now,
            )
        }
        Err(NoPlan::Waiting(missing)) => Preview::Waiting {
            pack: missing.0,
            first,
            template_code,
        },
        Err(NoPlan::TooLong { tokens, tokens_max }) => {
            let message = prompt::too_long(tokens, tokens_max);
            return Err(thrown("too_long", &message));
        }
        Err(NoPlan::NoModel | NoPlan::TooLarge) => {
            return Err(thrown("unknown_model", "no model is available"));
        }
    };
    plain(&preview)
}

/// Counts the tokens of a text exactly.
///
/// Throws an error of kind `waiting` while a required pack is missing.
#[wasm_bindgen]
pub fn count(text: &str) -> Result<usize, JsValue> {
    vocabulary()
        .count(text)
        .map_err(|missing| thrown("waiting", &missing.to_string()))
}

/// Lists the known models.
#[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
pub fn catalogue() -> Result<JsValue, JsValue> {
    plain(&api::models(None))
}

/// Lists the known models and whether a key has access to them. Costs no tokens.
#[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
pub async fn models(key: String, signal: Option<AbortSignal>) -> Result<JsValue, JsValue> {
    let live = fetch::models(&key, signal.as_ref())
        .await
        .map_err(|refusal| refused(&refusal))?;
    plain(&api::models(Some(&live)))
}

/// Returns the quota left for every model, from the ledger of an earlier report.
///
/// With the size of a call, as a plan reports it, the result also holds how many such calls fit
/// today and when the next one fits.
///
/// ```js
/// const { plan } = preview("an s3 bucket");
/// for (const { model, runsLeft, opensAt } of quota(ledger, plan)) {
///   console.log(`${model}: ${runsLeft} more today, the next at ${new Date(opensAt)}`);
/// }
/// ```
#[wasm_bindgen(unchecked_return_type = "Quota[]")]
pub fn quota(
    #[wasm_bindgen(unchecked_param_type = "Ledger | null")] ledger: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallSize | null")] call: JsValue,
) -> Result<JsValue, JsValue> {
    let ledger = api::ledger(read(&ledger), now());
    plain(&api::quota(&ledger, CallSize::read(&read(&call)), now()))
}

/// Applies a tab's ledger entries to a stored ledger and returns the result.
///
/// Call this function under a lock that the tabs share, and store the result before releasing the
/// lock.
#[wasm_bindgen(js_name = applyEntries, unchecked_return_type = "Ledger")]
pub fn apply_entries(
    #[wasm_bindgen(unchecked_param_type = "Ledger | null")] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "LedgerEntry[]")] entries: JsValue,
) -> Result<JsValue, JsValue> {
    let mut ledger = api::ledger(read(&stored), now());
    for entry in &list(&read(&entries), Entry::read).unwrap_or_default() {
        ledger.replay(entry);
    }
    plain(&ledger)
}

/// Corrects a stored ledger by the list of models that Groq offers.
///
/// A model that Groq lists is available again, and one that Groq does not list is not.
#[wasm_bindgen(js_name = applyModels, unchecked_return_type = "Ledger")]
pub fn apply_models(
    #[wasm_bindgen(unchecked_param_type = "Ledger | null")] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly ModelInfo[]")] models: JsValue,
) -> Result<JsValue, JsValue> {
    let mut ledger = api::ledger(read(&stored), now());
    let models = read(&models);
    for listed in models.as_array().into_iter().flatten() {
        let known = CATALOGUE.iter().find(|model| listed["id"] == model.id);
        if let (Some(model), Some(live)) = (known, listed["live"].as_bool()) {
            let fact = if live {
                UsageEvent::Available
            } else {
                UsageEvent::Gone
            };
            ledger.enter(model.id, model.limits, fact, now());
        }
    }
    plain(&ledger)
}

/// Parsed request with its policy and ledger.
pub struct Asked {
    pub request: Request,
    pub policy: Policy,
    pub ledger: Ledger,
    /// The program that the request changes; empty if there is none.
    pub code: String,
    /// First event of the job if the user named a retired model.
    pub moved: Option<Progress>,
}

impl Asked {
    /// Plans the first call in a policy.
    ///
    /// It is not inlined, since it is called for the preview and for the costs.
    #[inline(never)]
    fn first(&self, policy: &Policy, now: Millis) -> Result<Plan, NoPlan> {
        let availability = ModelAvailability {
            ledger: &self.ledger,
            gone: &[],
            now,
        };
        let vocabulary = vocabulary();
        Job::first(&self.code, &self.request, policy, &vocabulary, availability)
    }

    /// Parses the request and the options, or throws the error to report.
    pub fn read(request: &str, options: JsValue, now: Millis) -> Result<Asked, JsValue> {
        let request = Request::parse(request)
            .map_err(|refused| thrown(refused.kind(), &refused.to_string()))?;
        let names = "`model`, `profile`, `templates`, `ledger`, `code` and `skipCache`";
        let options = options_of(&options, names, Options::read)?;
        let code = options.code.unwrap_or_default();
        api::program(&code).map_err(too_long)?;
        if !CHANGES_PROGRAMS && !code.is_empty() {
            let message = "this part of the module reads no `code`: call the whole module";
            return Err(thrown("whole_module", message));
        }
        let (model, moved) = api::named_model(options.model.as_deref())
            .map_err(|unknown| thrown("unknown_model", &unknown))?;
        let policy = api::policy(options.profile.as_deref())
            .map_err(|unknown| thrown("unknown_profile", &unknown))?;
        let policy = Policy {
            model,
            templates: options.templates.unwrap_or(true) && !options.skip_cache,
            cache: if options.skip_cache {
                CacheUse::Refresh
            } else {
                CacheUse::On
            },
            ..policy
        };
        let ledger = api::ledger(options.ledger, now);
        Ok(Asked {
            request,
            policy,
            ledger,
            code,
            moved,
        })
    }
}
