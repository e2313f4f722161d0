//! Computes the cost figures of replayed runs.

use infragenie::job::Report;
use infragenie::prompt::{Plan, Step};
use infragenie::reply::{Finish, Reply};
use serde::Serialize;

/// Tokens per day of one model on the free plan.
const TOKENS_PER_DAY: f64 = 200_000.0;

/// Answered call.
pub struct Call {
    step: Step,
    prompt: u32,
    /// Part of the prompt that is the message frame.
    frame: u32,
    completion: u32,
    cap: u32,
    is_cut_off: bool,
    /// Ids of the diagnostic groups that it asked to fix.
    groups: Vec<String>,
}

/// Cost of one request.
#[derive(Default)]
pub struct Run {
    /// Calls in order.
    pub calls: Vec<Call>,
    is_accepted: bool,
    problems: usize,
    findings: usize,
    /// Reasons against acceptance.
    ///
    /// They are findings that keep the program from passing the scan, and missing resources.
    open: Vec<String>,
    /// Outcome of the first call.
    outcome: String,
}

/// Figures printed as the last line.
#[derive(Default, Serialize)]
pub struct Figures {
    requests: usize,
    /// Share of the requests that were complete after the first call.
    accepted_first: f64,
    calls_mean: f64,
    used_mean: f64,
    used_p50: u32,
    used_p95: u32,
    used_max: u32,
    first_call_mean: f64,
    charged_mean: f64,
    prompt_mean: f64,
    completion_mean: f64,
    original_mean: f64,
    per_day_used: u32,
    per_day_charged: u32,
    /// Prompts without their frame.
    creation_mean: f64,
    repair_mean: f64,
    repair_max: u32,
    /// Calls whose answer was cut off by the cap.
    cut_off: usize,
}

/// Heading of the table.
pub const HEADING: &str = "profile   accepted calls  used mean    p50    p95    max  first  charged  creation  repair mean/max  cut off  original/used";

impl Call {
    /// Records the cost of a call.
    pub fn new(plan: &Plan, reply: &Reply) -> Call {
        let frame = plan.parts.iter().filter(|part| part.name == "frame");
        Call {
            step: plan.step,
            prompt: plan.prompt_tokens,
            frame: frame.map(|part| part.tokens).sum(),
            completion: reply.usage.unwrap_or_default().completion_tokens,
            cap: plan.max_completion_tokens,
            is_cut_off: reply.finish == Finish::Length,
            groups: plan.groups.clone(),
        }
    }

    fn used(&self) -> u32 {
        self.prompt + self.completion
    }

    fn prompt_content(&self) -> u32 {
        self.prompt - self.frame
    }
}

impl Run {
    /// Records the end of the job.
    pub fn end(&mut self, report: &Report) {
        self.outcome = report
            .attempts
            .first()
            .map_or(String::new(), |it| it.outcome.clone());
        let Some(best) = &report.best else { return };
        let fixed = &best.fixed;
        self.problems = fixed.problems.len();
        self.findings = fixed.findings.len();
        let open = fixed.findings.iter().filter(|it| it.open);
        let missing = best.missing().iter().map(|it| it.service.title());
        self.open = open
            .map(|it| it.id)
            .chain(missing)
            .map(str::to_owned)
            .collect();
        self.is_accepted = self.calls.len() == 1 && best.is_valid() && self.open.is_empty();
    }

    /// Formats the run as one line.
    pub fn line(&self, id: &str) -> String {
        let calls = self.calls.iter().map(|call| {
            let cut_off = if call.is_cut_off { "!" } else { "" };
            let step = format!("{:?}", call.step).to_ascii_lowercase();
            let groups = match call.groups.as_slice() {
                [] => String::new(),
                groups => format!(" of {}", groups.join(" and ")),
            };
            format!(
                "{step} {}+{}{cut_off}/{}{groups}",
                call.prompt, call.completion, call.cap
            )
        });
        let calls: Vec<String> = calls.collect();
        let accepted = if self.is_accepted { "accepted" } else { "open" };
        format!(
            "{id}\t{accepted}\t{} problems\t{} findings\t{}\t{}\t{}",
            self.problems,
            self.findings,
            self.open.join(", "),
            calls.join(", "),
            self.outcome,
        )
    }
}

impl Figures {
    /// Computes the figures of a file; `original_mean` is the original loop's cost.
    pub fn from_runs(runs: &[Run], original_mean: f64) -> Figures {
        let sum = |figure: &dyn Fn(&Call) -> u32| -> Vec<u32> {
            let run_sum = |run: &Run| run.calls.iter().map(figure).sum();
            runs.iter().map(run_sum).collect()
        };
        let calls = || runs.iter().flat_map(|run| &run.calls);
        let contents_of = |step: Step| -> Vec<u32> {
            let of_step = calls().filter(|call| call.step == step);
            of_step.map(Call::prompt_content).collect()
        };
        let mut used = sum(&Call::used);
        used.sort_unstable();
        let at = |share: f64| {
            let last = used.len().saturating_sub(1);
            let at = (share * last as f64).round() as usize;
            used.get(at).copied().unwrap_or_default()
        };
        let first: Vec<u32> = runs
            .iter()
            .filter_map(|run| run.calls.first().map(Call::used))
            .collect();
        let charged = sum(&|call| call.prompt + call.cap);
        let repairs = contents_of(Step::Repair);
        let accepted = runs.iter().filter(|run| run.is_accepted).count();
        Figures {
            requests: runs.len(),
            accepted_first: rounded(accepted as f64 / runs.len().max(1) as f64, 4),
            calls_mean: rounded(calls().count() as f64 / runs.len().max(1) as f64, 3),
            used_mean: mean(&used),
            used_p50: at(0.5),
            used_p95: at(0.95),
            used_max: at(1.0),
            first_call_mean: mean(&first),
            charged_mean: mean(&charged),
            prompt_mean: mean(&sum(&|call| call.prompt)),
            completion_mean: mean(&sum(&|call| call.completion)),
            original_mean: rounded(original_mean, 1),
            per_day_used: (TOKENS_PER_DAY / mean(&used).max(1.0)) as u32,
            per_day_charged: (TOKENS_PER_DAY / mean(&charged).max(1.0)) as u32,
            creation_mean: mean(&contents_of(Step::Draft)),
            repair_mean: mean(&repairs),
            repair_max: repairs.iter().copied().max().unwrap_or_default(),
            cut_off: calls().filter(|call| call.is_cut_off).count(),
        }
    }

    /// Formats the figures as a row of the table.
    pub fn row(&self, name: &str) -> String {
        format!(
            "{name:9} {:7.1}% {:5.2} {:10.0} {:6} {:6} {:6} {:6.0} {:8.0} {:9.0} {:11.0}/{:<5} {:6} {:14.1}x",
            self.accepted_first * 100.0,
            self.calls_mean,
            self.used_mean,
            self.used_p50,
            self.used_p95,
            self.used_max,
            self.first_call_mean,
            self.charged_mean,
            self.creation_mean,
            self.repair_mean,
            self.repair_max,
            self.cut_off,
            self.original_mean / self.used_mean.max(1.0),
        )
    }
}

/// Formats the original loop's row of the table.
pub fn original_row(mean: f64) -> String {
    format!("original                 {mean:10.0}")
}

fn mean(values: &[u32]) -> f64 {
    let total: f64 = values.iter().map(|value| f64::from(*value)).sum();
    rounded(total / values.len().max(1) as f64, 1)
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10f64.powi(digits);
    (value * scale).round() / scale
}
