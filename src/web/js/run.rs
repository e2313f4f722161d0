//! Runs a request to its end: performs the job's effects and returns their events.

use super::facts::{Fact, lacks_facts, lacks_later, lacks_registry, schema, tables};
use super::packs::{self, DataPack, fetched, vocabulary};
use super::preview::Asked;
use super::value::{plain, read};
use crate::cache;
use crate::hcl;
use crate::job::{Effect, Event, Job};
use crate::ledger::Ledger;
use crate::policy::CacheUse;
use crate::reply::{self, RefusalKind};
use crate::schema::Schema;
use crate::web::api::{self, Progress};
use crate::web::fetch;
use crate::web::host::now;
use js_sys::{Function, Object, Promise, Reflect};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Runs a request to its end and passes its events to `on`.
///
/// The signal cancels the run. The key is used for the calls and not stored.
///
/// `apply_entries` is for hosts with several tabs. It receives ledger entries, applies them to the
/// shared ledger (with [`apply_entries`](super::apply_entries), under the host's lock) and returns
/// that ledger.
///
/// `answers` is for hosts that cache answers; see [`find_answer`](super::find_answer) and
/// [`store_answer`](super::store_answer).
#[wasm_bindgen(unchecked_return_type = "Report")]
pub async fn generate(
    request: String,
    key: String,
    #[wasm_bindgen(unchecked_param_type = "Options")] options: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(progress: Progress) => void")] on: Function,
    signal: Option<AbortSignal>,
    #[wasm_bindgen(unchecked_optional_param_type = "(entries: LedgerEntry[]) => Promise<Ledger>")]
    apply_entries: Option<Function>,
    #[wasm_bindgen(
        unchecked_optional_param_type = "{ find(key: string): Promise<unknown>; store(key: string, answer: unknown): Promise<void> }"
    )]
    answers: Option<Object>,
) -> Result<JsValue, JsValue> {
    let asked = Asked::read(&request, options, now())?;
    let listener = Listener {
        on,
        attempts: 0,
        moves: 0,
    };
    let harden = asked.policy.harden;
    let report = run(
        asked,
        &key,
        listener,
        signal.as_ref(),
        apply_entries.as_ref(),
        answers.as_ref(),
    )
    .await;
    plain(&api::report(report, harden))
}

/// Performs the effects of a job until it is done.
async fn run(
    asked: Asked,
    key: &str,
    mut listener: Listener,
    signal: Option<&AbortSignal>,
    apply_entries: Option<&Function>,
    answers: Option<&Object>,
) -> crate::job::Report {
    let Asked {
        request,
        mut policy,
        ledger,
        moved,
        code,
    } = asked;
    if answers.is_none() {
        policy.cache = CacheUse::Off;
    }
    if let Some(moved) = moved {
        listener.send(&moved);
    }
    policy.schema = provided(&code, signal).await;
    policy.rules = tables();
    let (mut job, mut effect) =
        Job::start_from(&code, request, policy, ledger, vocabulary(), now());
    loop {
        listener.send_new(&job);
        let passes = shared(&mut job, apply_entries).await;
        let event = match effect {
            Effect::Done(report) => return *report,
            Effect::StoreInCache(key, entry) => {
                host(answers, "store", key.text(), Some(&entry)).await;
                Event::Stored
            }
            _ if signal.is_some_and(AbortSignal::aborted) => Event::Cancelled,
            Effect::LookUpCache(key) => {
                let stored = host(answers, "find", key.text(), None).await;
                Event::Cached(stored.and_then(|stored| cache::Entry::read(&read(&stored))))
            }
            Effect::Load(pack) => match fetched(DataPack::Vocabulary(pack), signal).await {
                Ok(()) => Event::Loaded(Some(vocabulary())),
                Err(refusal) if refusal.kind == RefusalKind::Cancelled => Event::Cancelled,
                Err(_) => Event::Loaded(None),
            },
            Effect::Complete(_) if !passes => Event::QuotaTaken,
            Effect::Complete(plan) => {
                listener.send(&api::sending(&job, &plan));
                let on_piece = |piece: fetch::Piece<'_>| match piece {
                    fetch::Piece::Quota(spent) => job.record_quota_headers(spent, now()),
                    fetch::Piece::Text(text) => {
                        job.record_delta(text);
                        listener.send(&Progress::Delta {
                            text: text.to_owned(),
                        });
                    }
                };
                Event::Completed(fetch::complete(&plan, key, signal, on_piece).await)
            }
            Effect::Models => Event::Models(fetch::models(key, signal).await),
            Effect::Wait(pause) => {
                let wait = pause
                    .until
                    .saturating_sub(now())
                    .try_into()
                    .unwrap_or(u32::MAX / 2);
                listener.send(&Progress::Waiting(pause));
                let by_user = fetch::stopped(signal, wait).await;
                if by_user {
                    Event::Cancelled
                } else {
                    Event::Resumed
                }
            }
        };
        if let Event::Completed(Ok(reply)) = &event
            && tables().lack_actions_for(&hcl::parse(reply::program(&reply.text)))
            && fetched(DataPack::Fact(Fact::Actions), signal).await.is_ok()
        {
            job.set_rules(tables());
        }
        effect = job.handle(event, now());
    }
}

/// Calls a cache function of the host; a failing one counts as an empty cache.
async fn host(
    answers: Option<&Object>,
    name: &str,
    key: &str,
    entry: Option<&cache::Entry>,
) -> Option<JsValue> {
    let method = Reflect::get(answers?, &name.into()).ok()?;
    let method: Function = method.dyn_into().ok()?;
    let entry = entry.and_then(|entry| plain(entry).ok());
    let said = match entry {
        Some(entry) => method.call2(answers?, &key.into(), &entry),
        None => method.call1(answers?, &key.into()),
    };
    JsFuture::from(Promise::resolve(&said.ok()?)).await.ok()
}

/// Passes new ledger entries to the host and adopts the ledger that its tabs share.
///
/// Returns false if the open call no longer fits the quota. A host whose function fails is treated
/// as one with a single tab.
async fn shared(job: &mut Job, apply_entries: Option<&Function>) -> bool {
    let Some(apply_entries) = apply_entries else {
        return true;
    };
    let entries = job.entries();
    if entries.is_empty() {
        return true;
    }
    let Ok(Ok(promise)) =
        plain(&entries).map(|entries| apply_entries.call1(&JsValue::NULL, &entries))
    else {
        return true;
    };
    match JsFuture::from(Promise::resolve(&promise)).await {
        Ok(stored) => {
            let stored = read(&stored);
            let is_missing = stored.is_null();
            let (ledger, lost) = Ledger::read(stored, now());
            is_missing || lost.is_some() || job.adopt(ledger, now())
        }
        Err(_) => true,
    }
}

/// Listener of the host's events and what it has received.
struct Listener {
    on: Function,
    attempts: usize,
    moves: usize,
}

impl Listener {
    /// An exception of the listener is ignored, so that the job continues.
    fn send(&self, progress: &Progress) {
        if let Ok(progress) = plain(progress) {
            let _ = self.on.call1(&JsValue::NULL, &progress);
        }
    }

    fn send_new(&mut self, job: &Job) {
        for attempt in job.attempts().iter().skip(self.attempts) {
            self.send(&Progress::Evaluated {
                attempt: attempt.clone(),
            });
        }
        for moved in job.model_changes().iter().skip(self.moves) {
            self.send(&Progress::ModelChanged(moved.clone()));
        }
        self.moves = job.model_changes().len();
        self.attempts = job.attempts().len();
    }
}

/// Returns the schema for a job, fetched if it is not loaded yet.
///
/// If the fetch fails, the job continues without a schema and reports that.
async fn provided(code: &str, signal: Option<&AbortSignal>) -> Option<Arc<Schema>> {
    let has_folder = packs::has_folder();
    if schema().is_none() && has_folder {
        let _ = fetched(DataPack::Fact(Fact::Schema), signal).await;
    }
    let wants_later = api::program(code).is_ok_and(|module| lacks_later(&module));
    if wants_later && has_folder {
        let _ = fetched(DataPack::Fact(Fact::Later), signal).await;
    }
    if lacks_facts() && has_folder {
        let _ = fetched(DataPack::Fact(Fact::Deploy), signal).await;
    }
    let wants_registry = api::program(code).is_ok_and(|module| lacks_registry(&module));
    if wants_registry && has_folder {
        let _ = fetched(DataPack::Fact(Fact::Registry), signal).await;
    }
    schema()
}
