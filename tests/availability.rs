//! Checks that no remembered state keeps a job from a model that Groq offers.
//!
//! A simulated service lists some models, refuses the others, and answers. The ledger of the job
//! comes from random events or is random JSON.

use crate::common;
use infragenie::job::{Effect, Event, Job, Report};
use infragenie::ledger::{Ledger, Millis, Spent, Tokens, UsageEvent, Window};
use infragenie::model::CATALOGUE;
use infragenie::policy::{CacheUse, Policy};
use infragenie::reply::{Finish, Refusal, RefusalKind, Reply, RetryHeaders};
use infragenie::request::Request;
use infragenie::tokens::{Pack, Vocabulary};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(common::vocabulary(&[Pack::O200kAscii])));

const NOW: Millis = 10 * 86_400_000;
const HOUR: Millis = 3_600_000;
const ANSWER: &str = "```hcl\nresource \"aws_sqs_queue\" \"jobs\" {}\n```\n";

/// Runs a job with a service that offers these models.
fn run(ledger: Ledger, offered: &[&str], code: &str, start: Millis) -> Report {
    let policy = Policy {
        templates: false,
        cache: CacheUse::Off,
        rules: infragenie::scan::Tables::new(&[]),
        ..Policy::minimal()
    };
    let request = Request::parse("an sqs queue").unwrap();
    let mut now = start;
    let (mut job, mut effect) = Job::start(request, policy, ledger, Arc::clone(&VOCABULARY), now);
    for _ in 0..100 {
        let event = match effect {
            Effect::Done(report) => return *report,
            Effect::Complete(plan) if offered.contains(&plan.model.id) => {
                Event::Completed(Ok(Reply {
                    text: ANSWER.to_owned(),
                    finish: Finish::Stop,
                    usage: None,
                }))
            }
            Effect::Complete(_) => {
                let body = json!({ "error": { "message": "refused", "code": code } }).to_string();
                let refusal = Refusal::from_http(404, &body, RetryHeaders::default());
                Event::Completed(Err(refusal))
            }
            Effect::Models => {
                Event::Models(Ok(offered.iter().map(|id| (*id).to_owned()).collect()))
            }
            Effect::Wait(pause) => {
                now = now.max(pause.until);
                Event::Resumed
            }
            other => panic!("unexpected effect {other:?}"),
        };
        effect = job.handle(event, now);
    }
    panic!("the job does not end");
}

fn offers() -> impl Strategy<Value = Vec<&'static str>> {
    let both = ["openai/gpt-oss-20b", "openai/gpt-oss-120b"];
    prop_oneof![
        Just(vec![both[0]]),
        Just(vec![both[1]]),
        Just(both.to_vec()),
    ]
}

fn codes() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("model_not_found"),
        Just("model_decommissioned"),
        Just("model_permission_blocked_org"),
        Just("model_terms_required"),
    ]
}

fn facts() -> impl Strategy<Value = UsageEvent> {
    let tokens =
        (0u32..3_000, 0u32..3_000).prop_map(|(prompt, completion)| Tokens { prompt, completion });
    prop_oneof![
        4 => Just(UsageEvent::Gone),
        1 => Just(UsageEvent::Available),
        2 => tokens.prop_map(UsageEvent::Sent),
        1 => (-600i32..600).prop_map(UsageEvent::Drifted),
    ]
}

proptest! {
    #[test]
    fn no_memory_of_unavailable_models_ends_a_job(
        events in proptest::collection::vec((0usize..3, facts(), 0u64..2 * HOUR), 0..30),
        offered in offers(),
        code in codes(),
    ) {
        let mut ledger = Ledger::default();
        for (at, fact, ago) in events {
            let model = &CATALOGUE[at];
            ledger.enter(model.id, model.limits, fact, NOW - ago);
        }
        let report = run(ledger, &offered, code, NOW);
        let failure = report.failure.map(|failure| failure.kind);
        // A quota that is used up is another matter than a model that is not there.
        prop_assert!(matches!(failure, None | Some(RefusalKind::Quota)), "{failure:?}");
    }

    #[test]
    fn no_stored_state_hides_an_offered_model(
        gone in any::<[u64; 3]>(),
        limit in 1u64..1_000_000,
        charged in 0u64..1_000_000,
        at in any::<u64>(),
        printed in any::<bool>(),
        offered in offers(),
        code in codes(),
    ) {
        let bucket = json!({ "limit": limit, "printed": printed, "charged": charged, "used": charged, "at": at });
        let models: serde_json::Map<String, Value> = CATALOGUE.iter().zip(gone).map(|(model, gone)| {
            let account = json!({ "gone": gone, "buckets": { "TPD": bucket, "OTPM": bucket } });
            (model.id.to_owned(), account)
        }).collect();
        let stored = json!({ "version": 2, "models": models });
        let (ledger, _) = Ledger::read(stored, NOW);
        let report = run(ledger, &offered, code, NOW);
        let failure = report.failure.map(|failure| failure.kind);
        let is_model = matches!(failure, Some(RefusalKind::ModelGone | RefusalKind::ModelBlocked));
        prop_assert!(!is_model, "{failure:?}");
    }

    #[test]
    fn a_printed_limit_locks_no_user_out_for_longer_than_a_day(
        limits in proptest::collection::vec((0usize..3, 0usize..6, 1u64..400), 1..8),
    ) {
        let mut ledger = Ledger::default();
        for (at, window, limit) in limits {
            let model = &CATALOGUE[at];
            let spent = Spent { window: Window::ALL[window], limit: Some(limit), used: Some(limit), requested: None };
            ledger.enter(model.id, model.limits, UsageEvent::Seen(spent), NOW);
        }
        let offered: Vec<&str> = CATALOGUE.iter().map(|model| model.id).collect();
        let report = run(ledger, &offered, "", NOW + 24 * HOUR);
        prop_assert!(report.failure.is_none(), "{:?}", report.failure);
    }
}
