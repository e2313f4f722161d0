//! A request, run to its end: the job's questions in, the world's answers out.

use super::facts::{Fact, lacks_later, schema, tables};
use super::packs::{self, DataPack, fetched, vocabulary};
use super::preview::Asked;
use super::value::{now, plain, read};
use crate::cache;
use crate::hcl;
use crate::job::{Answer, Ask, Job};
use crate::ledger::Ledger;
use crate::policy::Recall;
use crate::reply::{self, RefusalKind};
use crate::schema::Schema;
use crate::web::face::{self, Progress};
use crate::web::fetch;
use js_sys::{Function, Object, Promise, Reflect};
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Runs a request to its end. `on` hears of every step; a signal ends it early. The key is used
/// for the calls and kept nowhere.
///
/// `book` is for hosts with several tabs: it gets what was entered into the ledger, enters it into
/// the one that they share ([`booked`](super::booked), under a lock of theirs), and answers with that one.
/// `answers` is for hosts that keep earlier answers: see [`recalled`](super::recalled) and [`kept`](super::kept).
#[wasm_bindgen(unchecked_return_type = "Report")]
pub async fn generate(
    request: String,
    key: String,
    #[wasm_bindgen(unchecked_param_type = "Options")] options: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(progress: Progress) => void")] on: Function,
    signal: Option<AbortSignal>,
    #[wasm_bindgen(unchecked_optional_param_type = "(entries: LedgerEntry[]) => Promise<Ledger>")]
    book: Option<Function>,
    #[wasm_bindgen(
        unchecked_optional_param_type = "{ recall(key: string): Promise<unknown>; keep(key: string, answer: unknown): Promise<void> }"
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
        book.as_ref(),
        answers.as_ref(),
    )
    .await;
    plain(&face::report(report, harden))
}

/// Drives a job with what the world answers.
async fn run(
    asked: Asked,
    key: &str,
    mut listener: Listener,
    signal: Option<&AbortSignal>,
    book: Option<&Function>,
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
        policy.recall = Recall::Off;
    }
    if let Some(moved) = moved {
        listener.hear(&moved);
    }
    policy.schema = provided(&code, signal).await;
    policy.rules = tables();
    let (mut job, mut ask) = Job::start_from(&code, request, policy, ledger, vocabulary(), now());
    loop {
        listener.news(&job);
        let passes = shared(&mut job, book).await;
        let answer = match ask {
            Ask::Done(report) => return *report,
            Ask::Keep(key, entry) => {
                host(answers, "keep", key.text(), Some(&entry)).await;
                Answer::Kept
            }
            _ if signal.is_some_and(AbortSignal::aborted) => Answer::Cancelled,
            Ask::Recall(key) => {
                let stored = host(answers, "recall", key.text(), None).await;
                Answer::Recalled(stored.as_ref().and_then(read))
            }
            Ask::Load(pack) => match fetched(DataPack::Vocabulary(pack), signal).await {
                Ok(()) => Answer::Loaded(Some(vocabulary())),
                Err(refusal) if refusal.kind == RefusalKind::Cancelled => Answer::Cancelled,
                Err(_) => Answer::Loaded(None),
            },
            Ask::Complete(_) if !passes => Answer::Crowded,
            Ask::Complete(plan) => {
                listener.hear(&face::sending(&job, &plan));
                let heard = |piece: fetch::Piece<'_>| match piece {
                    fetch::Piece::Quota(spent) => job.seen(spent, now()),
                    fetch::Piece::Text(text) => {
                        job.heard(text);
                        listener.hear(&Progress::Heard {
                            text: text.to_owned(),
                        });
                    }
                };
                Answer::Completed(fetch::complete(&plan, key, signal, heard).await)
            }
            Ask::Models => Answer::Models(fetch::models(key, signal).await),
            Ask::Wait(pause) => {
                let wait = pause
                    .until
                    .saturating_sub(now())
                    .try_into()
                    .unwrap_or(u32::MAX / 2);
                listener.hear(&face::waiting(pause));
                let by_user = fetch::stopped(signal, wait).await;
                if by_user {
                    Answer::Cancelled
                } else {
                    Answer::Waited
                }
            }
        };
        if let Answer::Completed(Ok(reply)) = &answer
            && tables().lack_actions_for(&hcl::parse(reply::program(&reply.text)))
            && fetched(DataPack::Fact(Fact::Actions), signal).await.is_ok()
        {
            job.scans_by(tables());
        }
        ask = job.answer(answer, now());
    }
}

/// What a host that keeps answers says. One that fails at it keeps none.
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

/// Hands on what was entered into the ledger, and takes over the one that the host's tabs share.
/// False where the open call no longer passes by it. A host that fails at it has one tab.
async fn shared(job: &mut Job, book: Option<&Function>) -> bool {
    let Some(book) = book else { return true };
    let entries = job.entries();
    if entries.is_empty() {
        return true;
    }
    let Ok(Ok(promise)) = plain(&entries).map(|entries| book.call1(&JsValue::NULL, &entries))
    else {
        return true;
    };
    match JsFuture::from(Promise::resolve(&promise)).await {
        Ok(stored) => read(&stored).is_none_or(|stored| {
            let (ledger, lost) = Ledger::read(stored, now());
            lost.is_some() || job.adopt(ledger, now())
        }),
        Err(_) => true,
    }
}

/// Who hears of the steps, and how far it has heard.
struct Listener {
    on: Function,
    attempts: usize,
    moves: usize,
}

impl Listener {
    /// A listener that throws is its own concern: the job goes on.
    fn hear(&self, progress: &Progress) {
        if let Ok(progress) = plain(progress) {
            let _ = self.on.call1(&JsValue::NULL, &progress);
        }
    }

    fn news(&mut self, job: &Job) {
        for moved in job.moves().iter().skip(self.moves) {
            self.hear(&face::moved(moved));
        }
        for attempt in job.attempts().iter().skip(self.attempts) {
            self.hear(&Progress::Judged {
                attempt: face::attempt(attempt),
            });
        }
        self.moves = job.moves().len();
        self.attempts = job.attempts().len();
    }
}

/// The schema that a job needs which begins with a program, fetched now where it is not there yet.
/// The job goes on without it, and says so.
async fn provided(code: &str, signal: Option<&AbortSignal>) -> Option<Arc<Schema>> {
    let is_told_where = packs::are_somewhere();
    if schema().is_none() && is_told_where {
        let _ = fetched(DataPack::Fact(Fact::Schema), signal).await;
    }
    let wants_later = face::program(code).is_ok_and(|module| lacks_later(&module));
    if wants_later && is_told_where {
        let _ = fetched(DataPack::Fact(Fact::Later), signal).await;
    }
    schema()
}
