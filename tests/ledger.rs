//! Checks the ledger against Groq's published refusals and a simulated service.
//!
//! The simulated service counts as Groq does and runs random schedules of calls.

use infragenie::ledger::{
    CapRefundPolicy, Fit, Ledger, Limits, Lost, Millis, Spent, Tokens, UsageEvent, Window,
};
use infragenie::reply::{Refusal, RetryHeaders};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MODEL: &str = "openai/gpt-oss-20b";
const LIMITS: Limits = Limits {
    requests_minute: 30,
    requests_day: 1_000,
    tokens_minute: 8_000,
    tokens_day: 200_000,
};

/// Returns window, limit, used, requested, and printed wait in milliseconds.
fn vectors() -> Vec<(Window, u64, u64, u64, f64)> {
    let text = include_str!("../www/tests/groq/waits.tsv");
    let rows = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let [window, limit, used, requested, wait] =
            row.split('\t').collect::<Vec<_>>()[..].try_into().unwrap();
        let said = format!("on x ({window}). Please try again in {wait}.");
        let wait = Refusal::from_http(429, &said, RetryHeaders::default())
            .wait
            .unwrap();
        let figure = |text: &str| text.parse().unwrap();
        let window = Window::from_code(window).unwrap();
        (
            window,
            figure(limit),
            figure(used),
            figure(requested),
            wait as f64,
        )
    })
    .collect()
}

#[test]
fn opens_when_a_published_refusal_says() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 35);
    for (window, limit, used, requested, printed) in vectors {
        let spent = Spent {
            window,
            limit: Some(limit),
            used: Some(used),
            requested: Some(requested),
        };
        // Groq prints whole tokens, but its level is fractional: one token refills in W/limit.
        let tolerance = window.millis() as f64 / limit as f64 + 1.0;
        let Some(wait) = spent.wait() else {
            assert!(requested > limit, "{spent:?}");
            continue;
        };
        assert!((wait as f64 - printed).abs() <= tolerance, "{spent:?}");

        let mut ledger = Ledger::default();
        let (now, asked) = (1_000_000, asking(window, requested));
        ledger.enter(MODEL, LIMITS, UsageEvent::Seen(spent), now);
        let generous = Limits {
            requests_minute: 1_000,
            requests_day: 10_000,
            tokens_minute: 1_000_000,
            tokens_day: 1_000_000,
        };
        let opens = ledger.next_at(MODEL, &generous, asked, now).unwrap();
        // The ledger allows for one unprinted token, so it never opens too early.
        let late = (opens - now) as f64 - wait as f64;
        assert!((0.0..=tolerance).contains(&late), "{spent:?}: {late} ms");
    }
}

fn asking(window: Window, requested: u64) -> Tokens {
    let requested = u32::try_from(requested).unwrap();
    match window {
        Window::OutputTokensMinute => Tokens {
            prompt: 0,
            completion: requested,
        },
        _ => Tokens {
            prompt: requested,
            completion: 0,
        },
    }
}

/// Simulated service with Groq's fractional levels that prints whole tokens.
struct Service {
    regime: CapRefundPolicy,
    limits: BTreeMap<Window, f64>,
    levels: BTreeMap<Window, f64>,
    at: Millis,
}

impl Service {
    fn new(regime: CapRefundPolicy) -> Service {
        let limits = [
            (Window::RequestsDay, 1_000.0),
            (Window::TokensDay, 200_000.0),
            (Window::RequestsMinute, 30.0),
            (Window::TokensMinute, 8_000.0),
        ];
        Service {
            regime,
            limits: limits.into(),
            levels: limits.map(|(window, _)| (window, 0.0)).into(),
            at: 0,
        }
    }

    fn pass(&mut self, now: Millis) {
        for (window, level) in &mut self.levels {
            let back = (now - self.at) as f64 * self.limits[window] / window.millis() as f64;
            *level = (*level - back).max(0.0);
        }
        self.at = now;
    }

    /// Admits a call, or returns the exhausted quota.
    fn admit(&mut self, asked: Tokens, now: Millis) -> Result<(), Spent> {
        self.pass(now);
        for (window, limit) in &self.limits {
            let requested = f64::from(window.amount(asked));
            if self.levels[window] + requested > limit + 1e-6 {
                return Err(Spent {
                    window: *window,
                    limit: Some(*limit as u64),
                    used: Some(self.levels[window] as u64),
                    requested: Some(requested as u64),
                });
            }
        }
        for (window, level) in &mut self.levels {
            *level += f64::from(window.amount(asked));
        }
        Ok(())
    }

    fn finish(&mut self, asked: Tokens, counted: Tokens, now: Millis) {
        self.pass(now);
        // The cached part of a prompt is refunded under both policies.
        let counted = match self.regime {
            CapRefundPolicy::Refunded => counted,
            CapRefundPolicy::Kept => Tokens {
                completion: asked.completion,
                ..counted
            },
        };
        for (window, level) in &mut self.levels {
            let back = f64::from(window.amount(asked)) - f64::from(window.amount(counted));
            *level = (*level - back).max(0.0);
        }
    }

    /// Returns when a call would pass, to the millisecond.
    fn opens_at(&self, asked: Tokens) -> Millis {
        let wait = |(window, limit): (&Window, &f64)| {
            let over = self.levels[window] + f64::from(window.amount(asked)) - limit;
            (over.max(0.0) * window.millis() as f64 / limit).ceil() as Millis
        };
        self.at + self.limits.iter().map(wait).max().unwrap()
    }
}

/// One call of a schedule.
///
/// It consists of the gap after the previous call, the requested tokens, the cached part of the
/// prompt, the used part of the cap, the duration, and the tokens that another program of the
/// organisation spends just before.
#[derive(Clone, Debug)]
struct Call {
    gap: Millis,
    asked: Tokens,
    cached: u32,
    used: u32,
    takes: Millis,
    foreign: u32,
}

fn calls(foreign: bool) -> impl Strategy<Value = Vec<Call>> {
    let call = (
        prop_oneof![0u64..3_000, 3_000u64..40_000, 40_000u64..900_000],
        200u32..1_200,
        prop_oneof![3 => Just(0u32), 1 => Just(128u32)],
        300u32..3_000,
        0.02f64..1.0,
        200u64..9_000,
        if foreign {
            prop_oneof![3 => Just(0u32), 1 => 500u32..5_000].boxed()
        } else {
            Just(0).boxed()
        },
    );
    let call = call.prop_map(
        |(gap, prompt, cached, completion, share, takes, foreign)| Call {
            gap,
            asked: Tokens { prompt, completion },
            cached,
            used: (f64::from(completion) * share) as u32,
            takes,
            foreign,
        },
    );
    proptest::collection::vec(call, 1..160)
}

/// Observations from a schedule.
#[derive(Debug, Default)]
struct Observations {
    /// Refusals of calls that the ledger had reported as fitting.
    refused: u32,
    /// Refusals of calls that the ledger had reported as trials.
    trials_refused: u32,
    bursts: u32,
    /// Waits more than a tenth longer than needed, after the first refusal.
    too_long: Vec<(Millis, Millis)>,
}

fn run(regime: CapRefundPolicy, calls: &[Call]) -> Observations {
    let (mut service, mut ledger, mut observed) = (
        Service::new(regime),
        Ledger::default(),
        Observations::default(),
    );
    let mut now: Millis = 1_700_000_000_000;
    service.pass(now);
    let mut has_met_refusal = false;
    for call in calls {
        now += call.gap;
        if call.foreign > 0 {
            let asked = Tokens {
                prompt: call.foreign,
                completion: 0,
            };
            observed.bursts += u32::from(service.admit(asked, now).is_ok());
        }
        loop {
            let fit = ledger.fit(MODEL, &LIMITS, call.asked, now);
            match fit {
                Fit::Now | Fit::Perhaps => {}
                Fit::At(at, window) => {
                    service.pass(now);
                    let needed = service.opens_at(call.asked) - now;
                    let waited = at - now;
                    // A printed figure hides up to one token, and the clock counts whole
                    // milliseconds.
                    let unseen = window.millis() as f64 / service.limits[&window] + 2.0;
                    let is_long = waited as f64 > needed as f64 * 1.1 + unseen;
                    if has_met_refusal && call.foreign == 0 && is_long {
                        observed.too_long.push((waited, needed));
                    }
                    now = at;
                    continue;
                }
                Fit::Never(window) => panic!("{call:?} never fits {window:?}"),
            }
            let sent = now;
            ledger.enter(MODEL, LIMITS, UsageEvent::Sent(call.asked), now);
            match service.admit(call.asked, now) {
                Ok(()) => {
                    now += call.takes;
                    let counted = Tokens {
                        prompt: call.asked.prompt - call.cached,
                        completion: call.used,
                    };
                    service.finish(call.asked, counted, now);
                    let answered = UsageEvent::Answered {
                        asked: call.asked,
                        counted: Some(counted),
                        sent,
                    };
                    ledger.enter(MODEL, LIMITS, answered, now);
                    break;
                }
                Err(spent) => {
                    let unsent = UsageEvent::Refused {
                        asked: call.asked,
                        sent,
                    };
                    ledger.enter(MODEL, LIMITS, unsent, now);
                    ledger.enter(MODEL, LIMITS, UsageEvent::Seen(spent), now);
                    if fit == Fit::Perhaps {
                        observed.trials_refused += 1;
                    } else {
                        observed.refused += 1;
                    }
                    has_met_refusal = true;
                }
            }
        }
    }
    observed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn learns_limits_from_the_first_refusals(
        is_kept in any::<bool>(), calls in calls(false),
    ) {
        let regime = if is_kept { CapRefundPolicy::Kept } else { CapRefundPolicy::Refunded };
        let observed = run(regime, &calls);
        prop_assert_eq!(observed.refused, 0, "{:?}", observed);
        // The ledger learns the limit of each of the four windows once, and the refund policy.
        prop_assert!(observed.trials_refused <= 5, "{:?}", observed);
        prop_assert!(observed.too_long.is_empty(), "{:?}", observed);
    }

    #[test]
    fn foreign_use_costs_at_most_one_refusal(
        is_kept in any::<bool>(), calls in calls(true),
    ) {
        let regime = if is_kept { CapRefundPolicy::Kept } else { CapRefundPolicy::Refunded };
        let observed = run(regime, &calls);
        prop_assert!(observed.refused <= observed.bursts, "{:?}", observed);
        prop_assert!(observed.trials_refused <= observed.bursts + 5, "{:?}", observed);
    }

    #[test]
    fn survives_storage_and_any_clock(
        calls in proptest::collection::vec((0u32..20_000, any::<u64>()), 0..20),
    ) {
        let mut ledger = Ledger::default();
        for (completion, now) in calls {
            let asked = Tokens { prompt: 300, completion };
            ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), now);
            let (read, lost) = Ledger::read(ledger.stored(), now);
            prop_assert_eq!(lost, None);
            let quota = read.left(MODEL, &LIMITS, now);
            prop_assert!(quota.tokens_day <= 200_000 && quota.tokens_minute <= 8_000);
            let later = read.left(MODEL, &LIMITS, now.saturating_add(86_400_000));
            prop_assert_eq!((later.tokens_day, later.tokens_minute), (200_000, 8_000));
        }
    }

    #[test]
    fn reads_arbitrary_stored_values(text in "\\PC{0,200}", json in arbitrary_json()) {
        let scribble = serde_json::Value::String(text);
        prop_assert_eq!(Ledger::read(scribble, 0).1, Some(Lost::Unreadable));
        let _ = Ledger::read(json, 0);
    }
}

fn arbitrary_json() -> impl Strategy<Value = serde_json::Value> {
    let figure = prop_oneof![
        Just(serde_json::json!(2)),
        any::<f64>().prop_map(|it| serde_json::json!(it)),
        any::<i64>().prop_map(|it| serde_json::json!(it)),
        Just(serde_json::Value::Null),
    ];
    (figure.clone(), figure.clone(), figure.clone(), figure).prop_map(|(version, limit, used, at)| {
        serde_json::json!({
            "version": version,
            "models": { MODEL: { "buckets": { "TPD": { "limit": limit, "charged": used, "used": used, "at": at } } } },
        })
    })
}

#[test]
fn two_tabs_share_one_ledger_without_loss() {
    let asked = Tokens {
        prompt: 40,
        completion: 60,
    };
    let counted = Some(Tokens {
        prompt: 40,
        completion: 20,
    });
    let (mut first, mut second) = (Ledger::default(), Ledger::default());
    let mut stored = Ledger::default();
    for round in 0..10 {
        let now = 1_000_000 + round * 100;
        for tab in [&mut first, &mut second] {
            let sent = tab.enter(MODEL, LIMITS, UsageEvent::Sent(asked), now);
            stored.replay(&sent);
            *tab = stored.clone();
            let answered = UsageEvent::Answered {
                asked,
                counted,
                sent: now,
            };
            stored.replay(&tab.enter(MODEL, LIMITS, answered, now + 50));
            *tab = stored.clone();
        }
    }
    let now = 1_001_000;
    let whole = 20 * asked.total();
    let left = stored.left(MODEL, &LIMITS, now).tokens_day;
    assert!(left.abs_diff(200_000 - whole) <= 3, "{left}");
}

/// Returns a ledger that knows its minute's limit.
fn limited() -> Ledger {
    let mut ledger = Ledger::default();
    let limits = Spent {
        window: Window::TokensMinute,
        limit: Some(8_000),
        used: None,
        requested: None,
    };
    ledger.enter(MODEL, LIMITS, UsageEvent::Seen(limits), 0);
    ledger
}

#[test]
fn learns_a_larger_plan_after_a_few_calls() {
    let mut ledger = Ledger::default();
    let asked = Tokens {
        prompt: 500,
        completion: 1_500,
    };
    for call in 0..40 {
        let now = call * 100;
        if ledger.fit(MODEL, &LIMITS, asked, now) == Fit::Now {
            ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), now);
        } else {
            assert_eq!(ledger.fit(MODEL, &LIMITS, asked, now), Fit::Perhaps);
            ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), now);
            // A second call of this size waits for the outcome of the first.
            let fit = ledger.fit(MODEL, &LIMITS, asked, now);
            if ledger.left(MODEL, &LIMITS, now).tokens_minute == 0 {
                assert!(matches!(fit, Fit::At(at, _) if at == now + 1_000));
            }
        }
        let counted = Some(asked);
        let answered = UsageEvent::Answered {
            asked,
            counted,
            sent: now,
        };
        ledger.enter(MODEL, LIMITS, answered, now + 50);
    }
    let quota = ledger.left(MODEL, &LIMITS, 4_000);
    assert_eq!(quota.tokens_minute_limit, 128_000);
}

#[test]
fn a_refusal_proves_that_caps_are_charged_in_full() {
    let asked = Tokens {
        prompt: 500,
        completion: 3_000,
    };
    let mut ledger = limited();
    for sent in [0, 1_000] {
        ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), sent);
        let counted = Some(Tokens {
            prompt: 500,
            completion: 100,
        });
        let answered = UsageEvent::Answered {
            asked,
            counted,
            sent,
        };
        ledger.enter(MODEL, LIMITS, answered, sent + 500);
    }
    // 7,000 tokens are charged and 1,200 used: a third call passes only if caps are refunded.
    assert_eq!(ledger.fit(MODEL, &LIMITS, asked, 1_500), Fit::Perhaps);
    ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), 1_500);
    let unsent = UsageEvent::Refused { asked, sent: 1_500 };
    ledger.enter(MODEL, LIMITS, unsent, 1_500);
    let spent = Spent {
        window: Window::TokensMinute,
        limit: Some(8_000),
        used: Some(6_800),
        requested: Some(3_500),
    };
    ledger.enter(MODEL, LIMITS, UsageEvent::Seen(spent), 1_500);
    assert_eq!(ledger.cap_refund(), Some(CapRefundPolicy::Kept));
    assert!(matches!(
        ledger.fit(MODEL, &LIMITS, asked, 1_500),
        Fit::At(_, Window::TokensMinute)
    ));
}

#[test]
fn a_call_above_the_charged_level_proves_refunds() {
    let asked = Tokens {
        prompt: 500,
        completion: 4_000,
    };
    let mut ledger = limited();
    for sent in [0, 1_000] {
        ledger.enter(MODEL, LIMITS, UsageEvent::Sent(asked), sent);
        let counted = Some(Tokens {
            prompt: 500,
            completion: 100,
        });
        let answered = UsageEvent::Answered {
            asked,
            counted,
            sent,
        };
        ledger.enter(MODEL, LIMITS, answered, sent + 500);
    }
    assert_eq!(ledger.cap_refund(), Some(CapRefundPolicy::Refunded));
    assert_eq!(ledger.left(MODEL, &LIMITS, 1_500).tokens_day, 198_803);
}

#[test]
fn caps_fit_into_every_window() {
    let mut ledger = Ledger::default();
    let sent = Tokens {
        prompt: 1_000,
        completion: 5_000,
    };
    ledger.enter(MODEL, LIMITS, UsageEvent::Sent(sent), 0);
    let cap = ledger.cap(MODEL, &LIMITS, 300, 0);
    assert_eq!(cap, 1_699);
    let asked = Tokens {
        prompt: 300,
        completion: cap,
    };
    assert_eq!(ledger.fit(MODEL, &LIMITS, asked, 0), Fit::Now);
}

#[test]
fn remembers_gone_models_for_an_hour_and_bounds_drift() {
    let mut ledger = Ledger::default();
    ledger.enter(MODEL, LIMITS, UsageEvent::Gone, 1_000);
    assert!(ledger.is_gone(MODEL, 3_600_000));
    assert!(!ledger.is_gone(MODEL, 1_000 + 3_600_000));
    ledger.enter(MODEL, LIMITS, UsageEvent::Gone, 1_000);
    ledger.enter(MODEL, LIMITS, UsageEvent::Available, 1_000);
    assert!(!ledger.is_gone(MODEL, 1_000));
    for drift in [1_000_000, 400, 400] {
        ledger.enter(MODEL, LIMITS, UsageEvent::Drifted(drift), 1_000);
    }
    assert_eq!(ledger.drift(MODEL), 500);
}

#[test]
fn rejects_ledgers_of_other_versions() {
    let stored = serde_json::json!({ "models": {}, "version": 1 });
    assert_eq!(
        Ledger::read(stored, 0),
        (Ledger::default(), Some(Lost::OtherVersion))
    );
}

fn printed(window: Window, limit: u64) -> UsageEvent {
    UsageEvent::Seen(Spent {
        window,
        limit: Some(limit),
        used: Some(0),
        requested: None,
    })
}

#[test]
fn doubts_a_printed_limit_after_a_day_or_a_higher_one() {
    let large = Tokens {
        prompt: 400,
        completion: 1_500,
    };
    let fit = |ledger: &Ledger, now| ledger.fit(MODEL, &LIMITS, large, now);
    let mut ledger = Ledger::default();
    ledger.enter(MODEL, LIMITS, printed(Window::OutputTokensMinute, 1_000), 0);
    let refused = Fit::Never(Window::OutputTokensMinute);
    assert_eq!(fit(&ledger, 86_399_999), refused);
    assert_eq!(fit(&ledger, 86_400_000), Fit::Perhaps);
    // The stored form keeps the time of the print, and does not renew it.
    let (stored, _) = Ledger::read(ledger.stored(), 80_000_000);
    assert_eq!(fit(&stored, 80_000_000), refused);
    assert_eq!(fit(&stored, 86_400_000), Fit::Perhaps);
    // The limit of another window rose, so the organisation has another plan.
    ledger.enter(MODEL, LIMITS, printed(Window::TokensMinute, 250_000), 1_000);
    assert_eq!(fit(&ledger, 1_000), Fit::Perhaps);
    // An equal or a lower limit shows nothing about the others.
    ledger.enter(
        MODEL,
        LIMITS,
        printed(Window::OutputTokensMinute, 1_000),
        2_000,
    );
    ledger.enter(MODEL, LIMITS, printed(Window::TokensMinute, 250_000), 3_000);
    assert_eq!(fit(&ledger, 3_000), refused);
}

#[test]
fn stored_times_ahead_of_the_clock_block_nothing() {
    let (now, future) = (1_000_000_000, 9_000_000_000_000_u64);
    let stored = serde_json::json!({
        "version": 2,
        "regime": "kept",
        "presumed": future,
        "trial": { "model": MODEL, "sent": future, "proves": true },
        "models": { MODEL: {
            "gone": future,
            "buckets": { "TPD": { "limit": 200_000, "printed": true, "charged": 200_000, "used": 200_000, "at": future } },
        } },
    });
    let (ledger, lost) = Ledger::read(stored, now);
    let asked = Tokens {
        prompt: 400,
        completion: 1_500,
    };
    assert_eq!(lost, Some(Lost::Impossible));
    assert_eq!(ledger.fit(MODEL, &LIMITS, asked, now), Fit::Now);
    assert!(!ledger.is_gone(MODEL, now));
    assert_eq!(ledger.cap_refund(), None);
}

#[test]
fn keeps_the_last_used_of_too_many_models() {
    let mut ledger = Ledger::default();
    let sent = UsageEvent::Sent(Tokens {
        prompt: 400,
        completion: 1_500,
    });
    for at in 0..100 {
        ledger.enter(&format!("a/model-{at}"), LIMITS, sent, at);
    }
    ledger.enter(MODEL, LIMITS, sent, 100);
    let (ledger, lost) = Ledger::read(ledger.stored(), 100);
    assert_eq!(lost, Some(Lost::Impossible));
    assert_eq!(ledger.left(MODEL, &LIMITS, 100).tokens_day, 198_100);
}

#[test]
fn reads_a_limit_that_was_stored_without_the_time_of_its_print() {
    let bucket = serde_json::json!(
        { "limit": 1_000, "printed": true, "charged": 0, "used": 0, "at": 5_000 });
    let stored =
        serde_json::json!({ "version": 2, "models": { MODEL: { "buckets": { "OTPM": bucket } } } });
    let (ledger, lost) = Ledger::read(stored, 6_000);
    assert_eq!(lost, None);
    let asked = Tokens {
        prompt: 10,
        completion: 1_001,
    };
    let fit = |now| ledger.fit(MODEL, &LIMITS, asked, now);
    assert_eq!(fit(6_000), Fit::Never(Window::OutputTokensMinute));
    assert_eq!(fit(86_405_000), Fit::Perhaps);
}
