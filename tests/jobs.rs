//! Runs whole requests from text files and checks every effect of the job.
//!
//! The rules of the scan are made up for these tests.
//!
//! Lines of `tests/jobs/*.txt` that begin with `> ` are input from the user and the host; the other
//! lines are the output of the job; `#` begins a comment. `UPDATE=1 cargo test --test it jobs::`
//! rewrites the output lines.
//!
//! ```text
//! > model ID                     the user names a model (before `start`)
//! > in use ID WINDOW USED       tokens in use of a quota (before `start`)
//! > gone ID                      a model was found to be gone (before `start`)
//! > program                      the program to change (before `start`); text as below
//! > library                      enables the templates (before `start`)
//! > start REQUEST
//! > headers WINDOW LIMIT USED    quota figures in the headers of an open answer
//! > crowded ID WINDOW USED       another tab used this much before the call was sent
//! > answer FINISH P+C            an answer: stop, length or filter, prompt and completion tokens
//! > | text                       its text, line by line
//! > heard                        a piece of an unfinished answer; text as above
//! > refuse STATUS BODY           a call that failed; `503+20` has a `retry-after` of 20 s
//! > event DATA                   an error event inside an answer
//! > lost                         the network failed
//! > broken                       the stream broke off
//! > live ID ID                   the list of live models
//! > unlisted                     the user cancelled the request for that list
//! > ended                        the user cancelled a call that was sent
//! > cache                        enables the answer cache (before `start`)
//! > recalled                     the cached answer; text as above, no entry without text
//! > kept
//! > waited · > cancel · > no pack · > pack without what is missing
//! ```

use crate::common;
use infragenie::cache::Entry;
use infragenie::job::{Effect, Event, Job, Report};
use infragenie::ledger::{Ledger, Millis, Spent, UsageEvent, Window};
use infragenie::model::{self, CATALOGUE, Known};
use infragenie::policy::{CacheUse, Policy};
use infragenie::prompt::Step;
use infragenie::reply::{Finish, Refusal, RefusalKind, Reply, RetryHeaders, Usage};
use infragenie::request::Request;
use infragenie::scan::{Assignment, Check, FALSE, Fix, Rule, Severity, TRUE, Tables};
use infragenie::tokens::{Pack, Vocabulary};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

/// Rules that belong to no service, so that a new rule never changes a play.
const MADE_UP: Tables = Tables::new(&[&[
    Rule {
        id: "MADE_1",
        types: &["aws_sqs_queue"],
        severity: Severity::High,
        message: "the queue has no seal",
        rationale: "A made-up rule that only a model can mend.",
        check: Check::Has("seal"),
        fix: Fix::None,
    },
    Rule {
        id: "MADE_2",
        types: &["aws_sqs_queue"],
        severity: Severity::Medium,
        message: "the queue is loud",
        rationale: "A made-up rule that is mended for free.",
        check: Check::IsNot("loud", TRUE),
        fix: Fix::Free(Assignment::Set(&[("loud", FALSE)])),
    },
    Rule {
        id: "MADE_3",
        types: &["aws_sns_topic"],
        severity: Severity::Low,
        message: "the topic has no colour",
        rationale: "A made-up rule that is not worth a call.",
        check: Check::Has("colour"),
        fix: Fix::None,
    },
]]);

#[test]
fn plays_run_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jobs");
    let mut plays: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    plays.sort();
    assert!(!plays.is_empty());
    let mut failures = Vec::new();
    for path in plays {
        let written = fs::read_to_string(&path).unwrap();
        let played = Play::new().run(&written);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &played).unwrap();
        } else if played != written {
            failures.push(format!(
                "{}\n{}",
                path.display(),
                first_difference(&written, &played)
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "UPDATE=1 rewrites the plays\n{}",
        failures.join("\n")
    );
}

#[test]
fn repairs_of_a_megabyte_answer_stay_small() {
    let blocks: String = (0..16_000)
        .map(|at| format!("resource \"aws_sqs_queue\" \"q{at}\" {{\n  name = \"q{at}\"\n}}\n"))
        .collect();
    let mut play = Play::new();
    play.apply_input("start sqs queues", String::new());
    play.apply_input("answer stop 1+1", format!("```hcl\n{blocks}```\n"));
    let Some(Effect::Complete(plan)) = &play.ask else {
        panic!("{:?}", play.ask)
    };
    assert!(plan.prompt_tokens < 1_300 && !plan.shown.is_empty());
    play.apply_input("answer stop 1+1", format!("```hcl\n{blocks}```\n"));
    let Some(Effect::Done(report)) = &play.ask else {
        panic!("{:?}", play.ask)
    };
    assert_eq!(report.best.as_ref().unwrap().base.len(), blocks.len());
}

fn first_difference(written: &str, played: &str) -> String {
    let at = written
        .lines()
        .zip(played.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    format!(
        "line {}:\n  written: {}\n  played:  {}",
        at + 1,
        line(written),
        line(played)
    )
}

struct Play {
    policy: Policy,
    program: String,
    ledger: Ledger,
    job: Option<Job>,
    ask: Option<Effect>,
    now: Millis,
    attempts: usize,
    moves: usize,
}

impl Play {
    fn new() -> Play {
        let policy = Policy {
            rules: MADE_UP,
            templates: false,
            cache: CacheUse::Off,
            ..Policy::minimal()
        };
        Play {
            policy,
            ledger: Ledger::default(),
            program: String::new(),
            job: None,
            ask: None,
            now: 0,
            attempts: 0,
            moves: 0,
        }
    }

    /// Plays the input lines of a text and returns them with the output of the job.
    fn run(&mut self, written: &str) -> String {
        let mut out = String::new();
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next() {
            if line.starts_with('#') {
                writeln!(out, "{line}").unwrap();
                continue;
            }
            let Some(input) = line.strip_prefix("> ") else {
                continue;
            };
            writeln!(out, "{line}").unwrap();
            let mut text = String::new();
            while let Some(more) = lines.peek().and_then(|line| line.strip_prefix("> |")) {
                writeln!(out, "> |{more}").unwrap();
                text.push_str(more.strip_prefix(' ').unwrap_or(more));
                text.push('\n');
                lines.next();
            }
            self.apply_input(input, text);
            const SILENT: [&str; 8] = [
                "heard", "headers", "model", "in use", "gone", "program", "cache", "library",
            ];
            if !SILENT.iter().any(|silent| input.starts_with(silent)) {
                self.write_effect(&mut out);
            }
        }
        out
    }

    fn apply_input(&mut self, input: &str, text: String) {
        let (word, rest) = input.split_once(' ').unwrap_or((input, ""));
        let answer = match word {
            "model" => {
                let Known::Listed(model) = model::find(rest) else {
                    panic!("no model {rest}")
                };
                self.policy.model = Some(model);
                return;
            }
            "in" => {
                enter(
                    &mut self.ledger,
                    rest.strip_prefix("use ").unwrap(),
                    self.now,
                );
                return;
            }
            "gone" => {
                let limits = CATALOGUE[0].limits;
                self.ledger.enter(rest, limits, UsageEvent::Gone, self.now);
                return;
            }
            "headers" => {
                let spent = printed(rest);
                self.job
                    .as_mut()
                    .unwrap()
                    .record_quota_headers(spent, self.now);
                return;
            }
            "crowded" => {
                let mut shared = Ledger::default();
                enter(&mut shared, rest, self.now);
                let job = self.job.as_mut().unwrap();
                for entry in job.entries() {
                    shared.replay(&entry);
                }
                assert!(!job.adopt(shared, self.now));
                Event::QuotaTaken
            }
            "cache" => {
                self.policy.cache = CacheUse::On;
                return;
            }
            "program" => {
                self.program = text;
                return;
            }
            "library" => {
                self.policy.templates = true;
                return;
            }
            "start" => {
                let request = Request::parse(rest).unwrap();
                let policy = self.policy.clone();
                let ledger = self.ledger.clone();
                let (job, ask) = Job::start_from(
                    &self.program,
                    request,
                    policy,
                    ledger,
                    vocabulary(),
                    self.now,
                );
                self.job = Some(job);
                self.ask = Some(ask);
                return;
            }
            "heard" => {
                self.job.as_mut().unwrap().record_delta(&text);
                return;
            }
            "answer" => Event::Completed(Ok(reply(rest, text))),
            "refuse" => {
                let (status, body) = rest.split_once(' ').unwrap_or((rest, ""));
                let (status, seconds) = status.split_once('+').unwrap_or((status, ""));
                let headers = RetryHeaders {
                    wait: seconds.parse().ok().map(|seconds: Millis| 1_000 * seconds),
                    may_retry: None,
                };
                let status = status.parse().unwrap();
                Event::Completed(Err(Refusal::from_http(status, body, headers)))
            }
            "lost" => failed(RefusalKind::Network, "groq was not reached"),
            "event" => Event::Completed(Err(Refusal::from_event(rest))),
            "broken" => failed(RefusalKind::BrokenStream, "the answer broke off"),
            "live" => Event::Models(Ok(rest.split_whitespace().map(str::to_owned).collect())),
            "recalled" => Event::Cached((!text.is_empty()).then(|| Entry {
                base: text,
                tokens: 700,
                ..Entry::default()
            })),
            "kept" => Event::Stored,
            "waited" => Event::Resumed,
            "cancel" => Event::Cancelled,
            "ended" => failed(RefusalKind::Cancelled, "cancelled"),
            "no" => Event::Loaded(None),
            "pack" => Event::Loaded(Some(vocabulary())),
            "unlisted" => Event::Models(Err(Refusal::new(RefusalKind::Cancelled, "cancelled"))),
            other => panic!("unknown input line `{other}`"),
        };
        self.now += 1_000;
        if let Some(Effect::Wait(pause)) = &self.ask {
            self.now = pause.until;
        }
        self.ask = Some(self.job.as_mut().unwrap().handle(answer, self.now));
    }

    fn write_effect(&mut self, out: &mut String) {
        let job = self.job.as_ref().unwrap();
        for attempt in job.attempts().iter().skip(self.attempts) {
            writeln!(out, "evaluated {}: {}", attempt.number, attempt.outcome).unwrap();
        }
        self.attempts = job.attempts().len();
        for moved in job.model_changes().iter().skip(self.moves) {
            writeln!(
                out,
                "moved {} -> {}: {}",
                moved.from, moved.to, moved.reason
            )
            .unwrap();
        }
        self.moves = job.model_changes().len();
        match self.ask.as_ref().unwrap() {
            Effect::Load(pack) => writeln!(out, "load {}", pack.name()).unwrap(),
            Effect::LookUpCache(_) => writeln!(out, "recall").unwrap(),
            Effect::StoreInCache(_, entry) => {
                writeln!(out, "keep {} tokens of {}", entry.tokens, entry.model).unwrap();
                for line in entry.base.lines() {
                    writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
                }
            }
            Effect::Models => writeln!(out, "models").unwrap(),
            Effect::Wait(pause) => {
                let wait = pause.until - self.now;
                writeln!(out, "wait {wait} ms for {}: {}", pause.model, pause.reason).unwrap();
            }
            Effect::Complete(plan) => {
                let step = match plan.step {
                    Step::Draft => "draft",
                    Step::Edit => "edit",
                    Step::Repair => "repair",
                };
                let cap = plan.max_completion_tokens;
                writeln!(out, "{step} {} cap {cap}", plan.model.id).unwrap();
                for line in plan.messages.last().unwrap().content.lines() {
                    writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
                }
            }
            Effect::Done(report) => self.write_report(report, out),
        }
    }

    fn write_report(&self, report: &Report, out: &mut String) {
        let calls = report.attempts.len();
        let end = format!("{:?}", report.end).to_ascii_lowercase();
        writeln!(
            out,
            "{end}, {calls} answered, {} tokens",
            report.used.total_tokens
        )
        .unwrap();
        if let Some(assumed) = &report.assumptions {
            writeln!(out, "from templates, 0 tokens").unwrap();
            for line in assumed {
                writeln!(out, "assumed {line}").unwrap();
            }
        }
        if let Some(failure) = &report.failure {
            let until = failure
                .until
                .map_or(String::new(), |until| format!(" (opens at {until})"));
            writeln!(out, "{:?}: {}{until}", failure.kind, failure.message).unwrap();
        }
        for model in CATALOGUE {
            let quota = report.ledger.left(model.id, &model.limits, self.now);
            let spent = model.limits.tokens_day - quota.tokens_day;
            let calls = model.limits.requests_day - quota.requests_day;
            if spent + calls > 0 {
                writeln!(out, "spent {}: {spent} tokens, {calls} calls", model.id).unwrap();
            }
        }
        let Some(best) = &report.best else { return };
        for change in &best.fixed.changes {
            writeln!(out, "change {}", change.id).unwrap();
        }
        for problem in &best.fixed.problems {
            let line = best.fixed.module.position(problem.span.start).line;
            writeln!(out, "problem {line}: {}", problem.message).unwrap();
        }
        for finding in &best.fixed.findings {
            writeln!(out, "finding {} {}", finding.id, finding.address).unwrap();
        }
        for missing in best.missing() {
            writeln!(out, "missing: {}", missing.message).unwrap();
        }
        for note in best.notes() {
            writeln!(out, "note {note}").unwrap();
        }
        for line in best.fixed.module.text.lines() {
            writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
        }
    }
}

/// Records quota use given as `ID WINDOW USED`.
fn enter(ledger: &mut Ledger, input: &str, now: Millis) {
    let (id, rest) = input.split_once(' ').unwrap();
    let (window, used) = rest.split_once(' ').unwrap();
    let limits = CATALOGUE[0].limits;
    let limit = limits.limit(Window::from_code(window).unwrap());
    let spent = printed(&format!("{window} {limit} {used}"));
    ledger.enter(id, limits, UsageEvent::Seen(spent), now);
}

/// Parses quota figures given as `WINDOW LIMIT USED`.
fn printed(input: &str) -> Spent {
    let words: Vec<&str> = input.split(' ').collect();
    Spent {
        window: Window::from_code(words[0]).unwrap(),
        limit: words[1].parse().ok(),
        used: words[2].parse().ok(),
        requested: None,
    }
}

fn failed(kind: RefusalKind, message: &str) -> Event {
    Event::Completed(Err(Refusal::new(kind, message)))
}

fn reply(rest: &str, text: String) -> Reply {
    let (finish, tokens) = rest.split_once(' ').unwrap();
    let (prompt, completion) = tokens.split_once('+').unwrap();
    let (prompt_tokens, completion_tokens) = (prompt.parse().unwrap(), completion.parse().unwrap());
    let usage = Usage {
        prompt_tokens,
        completion_tokens,
        total_tokens: prompt_tokens + completion_tokens,
        ..Usage::default()
    };
    let finish = match finish {
        "length" => Finish::Length,
        "broken" => Finish::Broken,
        "filter" => Finish::ContentFilter,
        _ => Finish::Stop,
    };
    Reply {
        text,
        finish,
        usage: Some(usage),
    }
}

fn vocabulary() -> Arc<Vocabulary> {
    Arc::new(common::vocabulary(&[Pack::O200kAscii]))
}
