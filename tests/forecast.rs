//! Checks that the forecast of a request states what a job does with it.
//!
//! The forecast is `first_answer` with the plan of `Job::first`, as the preview uses them.

use crate::common;
use infragenie::cache::Entry;
use infragenie::job::first_answer::{FirstAnswer, cache_key, first_answer};
use infragenie::job::{Effect, Event, Job};
use infragenie::ledger::Ledger;
use infragenie::model::CATALOGUE;
use infragenie::policy::{CacheUse, Policy, Profile};
use infragenie::prompt::{ModelAvailability, Plan};
use infragenie::request::Request;
use infragenie::tokens::{Pack, Vocabulary};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(common::vocabulary(&[Pack::O200kAscii])));

/// Requests that templates answer, requests that only a model answers, and changes.
static REQUESTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let listed = include_str!("requests.tsv").lines();
    let listed = listed.filter(|line| !line.starts_with('#') && line.is_ascii());
    let listed = listed.filter_map(|line| line.split('\t').nth(1));
    let own = [
        "now add a redis cache",
        "add a bucket",
        "remove the queue",
        "a queue for the quagga",
        "s3 bucket",
        "rename the queue to tasks",
        "move everything to frankfurt",
        "tag everything with Env=prod",
        "why is there a queue?",
        "thanks!",
        "add a topic called news and remove the queue",
    ];
    listed.chain(own).map(str::to_owned).collect()
});

const PROGRAMS: [&str; 7] = [
    "",
    "\n",
    "# only a comment\n",
    "locals {\n  a = 1\n}\n",
    "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n",
    "resource \"aws_sqs_queue\" \"jobs\" {\n  name = \"jobs\"\n}\n",
    "resource \"aws_sqs_queue\" \"jobs\" {\n  name = \n",
];

/// Cached programs: none, one that is complete, one with a problem, one without a block.
const CACHED: [Option<&str>; 4] = [
    None,
    Some("resource \"aws_sqs_queue\" \"jobs\" {}\n"),
    Some("output \"url\" {\n  value = aws_sqs_queue.missing.url\n}\n"),
    Some("# nothing\n"),
];

/// Runs a job up to its first call or its end.
fn begin(
    code: &str,
    request: &Request,
    policy: &Policy,
    kept: Option<&Entry>,
) -> (FirstAnswer, Option<Plan>) {
    let (mut job, mut effect) = Job::start_from(
        code,
        request.clone(),
        policy.clone(),
        Ledger::default(),
        Arc::clone(&VOCABULARY),
        0,
    );
    if let Effect::LookUpCache(key) = &effect {
        assert_eq!(*key, cache_key(request, policy));
        effect = job.handle(Event::Cached(kept.cloned()), 0);
    }
    match effect {
        Effect::Complete(plan) => (FirstAnswer::Model, Some(*plan)),
        Effect::Done(report) if report.cached.is_some() => (FirstAnswer::Cache, None),
        Effect::Done(report) if report.statement.is_some() => {
            assert_eq!(report.first, FirstAnswer::Statement);
            (FirstAnswer::Statement, None)
        }
        Effect::Done(report) if report.first == FirstAnswer::Edits => {
            assert!(!report.understood.is_empty() && report.attempts.is_empty());
            (FirstAnswer::Edits, None)
        }
        Effect::Done(report) if report.assumptions.is_some() => (FirstAnswer::Templates, None),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_job_does_what_its_forecast_states(
        at in any::<prop::sample::Index>(),
        program in 0usize..PROGRAMS.len(),
        cached in 0usize..CACHED.len(),
        profile in 0usize..3,
        templates in any::<bool>(),
        cache in prop_oneof![Just(CacheUse::On), Just(CacheUse::Refresh), Just(CacheUse::Off)],
        model in prop_oneof![3 => Just(None), 1 => (0usize..3).prop_map(Some)],
    ) {
        let request = Request::parse(&REQUESTS[at.index(REQUESTS.len())]).unwrap();
        let code = PROGRAMS[program];
        let policy = Policy {
            templates,
            cache,
            model: model.map(|model| &CATALOGUE[model]),
            ..Policy::for_profile(Profile::ALL[profile])
        };
        let kept = CACHED[cached].map(|base| Entry { base: base.to_owned(), ..Entry::default() });
        let forecast = first_answer(code, &request, &policy, kept.as_ref());
        let (begun, sent) = begin(code, &request, &policy, kept.as_ref());
        prop_assert_eq!(begun, forecast);
        if let Some(sent) = sent {
            let ledger = Ledger::default();
            let availability = ModelAvailability { ledger: &ledger, gone: &[], now: 0 };
            let plan = Job::first(code, &request, &policy, &VOCABULARY, availability);
            prop_assert_eq!(Ok(sent), plan);
        }
    }
}

#[test]
fn a_change_of_a_program_is_forecast_as_it_is_made() {
    let request = Request::parse("now add a redis cache").unwrap();
    let policy = Policy::minimal();
    let of = |code| first_answer(code, &request, &policy, None);
    // The program has no network that the cache could be in.
    assert_eq!(of(PROGRAMS[5]), FirstAnswer::Model);
    assert_eq!(of(""), FirstAnswer::Templates);
    let of = |text: &str| first_answer(PROGRAMS[5], &Request::parse(text).unwrap(), &policy, None);
    assert_eq!(of("rename the queue to tasks"), FirstAnswer::Edits);
    assert_eq!(of("thanks!"), FirstAnswer::Statement);
    assert_eq!(of("make the queue nicer"), FirstAnswer::Model);
}
