//! Plays in, what the job asks out: whole requests as text, with made-up rules.
//!
//! Lines of `tests/jobs/*.txt` that begin with `> ` are the world speaking, the others are what
//! the job does; `#` begins a comment. `UPDATE=1 cargo test --test jobs` rewrites the others.
//!
//! ```text
//! > model ID                     the user names a model (before `start`)
//! > in use ID WINDOW USED       what is in use of a quota (before `start`)
//! > gone ID                      a model was found to be gone (before `start`)
//! > program                      a program that is there (before `start`); text as below
//! > library                      the building blocks answer (before `start`)
//! > start REQUEST
//! > headers WINDOW LIMIT USED    what the headers of an open answer print
//! > crowded ID WINDOW USED       another tab has used this much before the call is sent
//! > answer FINISH P+C            an answer: stop or length, prompt and completion tokens
//! > | text                       its text, line by line
//! > heard                        a piece of an answer that does not end; text as above
//! > refuse STATUS BODY           a call that failed
//! > lost                         nothing was reached
//! > broken                       the stream broke off
//! > live ID ID                   the models that answer
//! > unlisted                     the user ended it while they were asked for
//! > ended                        the user ended a call that was sent
//! > cache                        earlier answers are looked up and kept (before `start`)
//! > recalled                     what the earlier answer held; text as below, none without
//! > kept
//! > waited · > cancel · > no pack · > pack without what is missing
//! ```

use crate::common;
use infragenie::cache::Entry;
use infragenie::job::{Answer, Ask, Job, Report};
use infragenie::ledger::{Fact, Ledger, Millis, Spent, Window};
use infragenie::model::{self, CATALOGUE, Known};
use infragenie::policy::{Policy, Recall};
use infragenie::prompt::Step;
use infragenie::reply::{Finish, Refusal, RefusalKind, Reply, Usage};
use infragenie::request::Request;
use infragenie::scan::{Check, FALSE, Fix, Repair, Rule, Severity, TRUE, Tables};
use infragenie::tokens::{Pack, Vocabulary};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

/// Rules that no service has, so that a new rule never changes a play.
const MADE_UP: Tables = Tables::of(&[&[
    Rule {
        id: "MADE_1",
        types: &["aws_sqs_queue"],
        severity: Severity::High,
        wrong: "the queue has no seal",
        why: "A made-up rule that only a model can mend.",
        check: Check::Has("seal"),
        fix: Fix::None,
    },
    Rule {
        id: "MADE_2",
        types: &["aws_sqs_queue"],
        severity: Severity::Medium,
        wrong: "the queue is loud",
        why: "A made-up rule that is mended for free.",
        check: Check::IsNot("loud", TRUE),
        fix: Fix::Free(Repair::Set(&[("loud", FALSE)])),
    },
    Rule {
        id: "MADE_3",
        types: &["aws_sns_topic"],
        severity: Severity::Low,
        wrong: "the topic has no colour",
        why: "A made-up rule that is not worth a call.",
        check: Check::Has("colour"),
        fix: Fix::None,
    },
]]);

#[test]
fn every_play_goes_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jobs");
    let mut plays: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    plays.sort();
    assert!(!plays.is_empty());
    let mut wrong = Vec::new();
    for path in plays {
        let written = fs::read_to_string(&path).unwrap();
        let played = Play::new().run(&written);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &played).unwrap();
        } else if played != written {
            wrong.push(format!(
                "{}\n{}",
                path.display(),
                first_difference(&written, &played)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE=1 rewrites the plays\n{}",
        wrong.join("\n")
    );
}

#[test]
fn an_answer_of_a_megabyte_is_judged_and_its_repair_is_small() {
    let blocks: String = (0..16_000)
        .map(|at| format!("resource \"aws_sqs_queue\" \"q{at}\" {{\n  name = \"q{at}\"\n}}\n"))
        .collect();
    let mut play = Play::new();
    play.hear("start sqs queues", String::new());
    play.hear("answer stop 1+1", format!("```hcl\n{blocks}```\n"));
    let Some(Ask::Complete(plan)) = &play.ask else {
        panic!("{:?}", play.ask)
    };
    assert!(plan.prompt_tokens < 1_300 && !plan.shown.is_empty());
    play.hear("answer stop 1+1", format!("```hcl\n{blocks}```\n"));
    let Some(Ask::Done(report)) = &play.ask else {
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
    ask: Option<Ask>,
    now: Millis,
    attempts: usize,
    moves: usize,
}

impl Play {
    fn new() -> Play {
        let policy = Policy {
            rules: MADE_UP,
            library: false,
            recall: Recall::Off,
            ..Policy::thrift()
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

    /// Speaks the world's lines, and writes them down with what the job does.
    fn run(&mut self, written: &str) -> String {
        let mut out = String::new();
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next() {
            if line.starts_with('#') {
                writeln!(out, "{line}").unwrap();
                continue;
            }
            let Some(said) = line.strip_prefix("> ") else {
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
            self.hear(said, text);
            const SILENT: [&str; 8] = [
                "heard", "headers", "model", "in use", "gone", "program", "cache", "library",
            ];
            if !SILENT.iter().any(|silent| said.starts_with(silent)) {
                self.tell(&mut out);
            }
        }
        out
    }

    fn hear(&mut self, said: &str, text: String) {
        let (word, rest) = said.split_once(' ').unwrap_or((said, ""));
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
                self.ledger.enter(rest, limits, Fact::Gone, self.now);
                return;
            }
            "headers" => {
                let spent = printed(rest);
                self.job.as_mut().unwrap().seen(spent, self.now);
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
                Answer::Crowded
            }
            "cache" => {
                self.policy.recall = Recall::On;
                return;
            }
            "program" => {
                self.program = text;
                return;
            }
            "library" => {
                self.policy.library = true;
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
                self.job.as_mut().unwrap().heard(&text);
                return;
            }
            "answer" => Answer::Completed(Ok(reply(rest, text))),
            "refuse" => {
                let (status, body) = rest.split_once(' ').unwrap_or((rest, ""));
                Answer::Completed(Err(Refusal::from_http(status.parse().unwrap(), body, None)))
            }
            "lost" => failed(RefusalKind::Network, "groq was not reached"),
            "broken" => failed(RefusalKind::BrokenStream, "the answer broke off"),
            "live" => Answer::Models(Ok(rest.split_whitespace().map(str::to_owned).collect())),
            "recalled" => Answer::Recalled((!text.is_empty()).then(|| Entry {
                base: text,
                tokens: 700,
                ..Entry::default()
            })),
            "kept" => Answer::Kept,
            "waited" => Answer::Waited,
            "cancel" => Answer::Cancelled,
            "ended" => failed(RefusalKind::Cancelled, "cancelled"),
            "no" => Answer::Loaded(None),
            "pack" => Answer::Loaded(Some(vocabulary())),
            "unlisted" => Answer::Models(Err(Refusal::new(RefusalKind::Cancelled, "cancelled"))),
            other => panic!("the world does not say `{other}`"),
        };
        self.now += 1_000;
        if let Some(Ask::Wait(pause)) = &self.ask {
            self.now = pause.until;
        }
        self.ask = Some(self.job.as_mut().unwrap().answer(answer, self.now));
    }

    fn tell(&mut self, out: &mut String) {
        let job = self.job.as_ref().unwrap();
        for moved in job.moves().iter().skip(self.moves) {
            writeln!(out, "moved {} -> {}: {}", moved.from, moved.to, moved.why).unwrap();
        }
        self.moves = job.moves().len();
        for attempt in job.attempts().iter().skip(self.attempts) {
            writeln!(out, "judged {}: {}", attempt.number, attempt.outcome).unwrap();
        }
        self.attempts = job.attempts().len();
        match self.ask.as_ref().unwrap() {
            Ask::Load(pack) => writeln!(out, "load {}", pack.name()).unwrap(),
            Ask::Recall(_) => writeln!(out, "recall").unwrap(),
            Ask::Keep(_, entry) => {
                writeln!(out, "keep {} tokens of {}", entry.tokens, entry.model).unwrap();
                for line in entry.base.lines() {
                    writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
                }
            }
            Ask::Models => writeln!(out, "models").unwrap(),
            Ask::Wait(pause) => {
                let wait = pause.until - self.now;
                writeln!(out, "wait {wait} ms for {}: {}", pause.model, pause.why).unwrap();
            }
            Ask::Complete(plan) => {
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
            Ask::Done(report) => self.tell_end(report, out),
        }
    }

    fn tell_end(&self, report: &Report, out: &mut String) {
        let calls = report.attempts.len();
        let end = format!("{:?}", report.end).to_ascii_lowercase();
        writeln!(
            out,
            "{end}, {calls} answered, {} tokens",
            report.used.total_tokens
        )
        .unwrap();
        if let Some(assumed) = &report.assumed {
            writeln!(out, "from the library, 0 tokens").unwrap();
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
            let room = report.ledger.room(model.id, &model.limits, self.now);
            let spent = model.limits.tokens_day - room.tokens_day;
            let calls = model.limits.requests_day - room.requests_day;
            if spent + calls > 0 {
                writeln!(out, "spent {}: {spent} tokens, {calls} calls", model.id).unwrap();
            }
        }
        let Some(best) = &report.best else { return };
        for change in &best.mended.changes {
            writeln!(out, "change {}", change.id).unwrap();
        }
        for problem in &best.mended.problems {
            let line = best.mended.module.place(problem.span.start).line;
            writeln!(out, "problem {line}: {}", problem.message).unwrap();
        }
        for finding in &best.mended.findings {
            writeln!(out, "finding {} {}", finding.id, finding.address).unwrap();
        }
        for missing in best.missing() {
            writeln!(out, "missing: {}", missing.message).unwrap();
        }
        if let Some(note) = best.cut_off_note() {
            writeln!(out, "note {note}").unwrap();
        }
        for line in best.mended.module.text.lines() {
            writeln!(out, "{}", format!("  {line}").trim_end()).unwrap();
        }
    }
}

/// `ID WINDOW USED`
fn enter(ledger: &mut Ledger, said: &str, now: Millis) {
    let (id, rest) = said.split_once(' ').unwrap();
    let (window, used) = rest.split_once(' ').unwrap();
    let limits = CATALOGUE[0].limits;
    let limit = limits.of(Window::of_code(window).unwrap());
    let spent = printed(&format!("{window} {limit} {used}"));
    ledger.enter(id, limits, Fact::Seen(spent), now);
}

/// `WINDOW LIMIT USED`
fn printed(said: &str) -> Spent {
    let words: Vec<&str> = said.split(' ').collect();
    Spent {
        window: Window::of_code(words[0]).unwrap(),
        limit: words[1].parse().ok(),
        used: words[2].parse().ok(),
        requested: None,
    }
}

fn failed(kind: RefusalKind, message: &str) -> Answer {
    Answer::Completed(Err(Refusal::new(kind, message)))
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
