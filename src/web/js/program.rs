//! Exports functions on a program that cost no tokens, such as fix and validate.
//!
//! Reports of other tools are read here too.

use super::facts::{Fact, lacks_facts, lacks_later, lacks_registry, prices, schema, tables};
use super::value::{options_of, plain, thrown, too_long};
use crate::deploy::{self, DeployOptions};
use crate::hcl::{self, Module};
use crate::safety::{self, Author};
use crate::scan::{self, aws::TABLES};
use crate::schema::Schema;
use crate::semantic;
use crate::violations::import;
use crate::web::api::{self, CostOptions, FixOptions, ScanOptions, ValidateOptions};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Fixes a program without tokens, as the options select.
///
/// The given text is always the base: to undo a change or to accept another one, call the function
/// again with other ids.
///
/// ```js
/// const fixed = fix(code, { harden: true });
/// const [first] = fixed.changes;                     // { id: "fix:CKV_AWS_3:aws_ebs_volume.a", … }
/// const undone = fix(code, { harden: true, exclude: [first.id] });
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "FixResult")]
pub fn fix(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "FixOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(
        &options,
        "`request`, `reach`, `exclude`, `accept` and `harden`",
        FixOptions::read,
    )?;
    let module = read(code)?;
    let schema = schema();
    plain(&api::fixed(&module, schema.as_deref(), tables(), &options))
}

/// Returns what `terraform validate` would report for a program.
///
/// The checks use the loaded schema; without one only checks on the text itself run.
///
/// ```js
/// await load("aws-5", "data/");
/// for (const { start, summary, message } of validate(code, { files: ["init.sh"] })) {
///   console.log(`${start.line}:${start.column} ${summary}: ${message}`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "Problem[]")]
pub fn validate(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "ValidateOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`files`", ValidateOptions::read)?;
    let module = read(code)?;
    plain(&api::validated(&module, schema().as_deref(), &options))
}

/// Returns the findings of the scan for a program.
///
/// ```js
/// for (const { id, severity, address, message, remedy } of scan(code)) {
///   console.log(`${severity} ${id} ${address}: ${message} (${remedy})`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "Finding[]")]
pub fn scan(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "ScanOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`reach`", ScanOptions::read)?;
    let module = read(code)?;
    plain(&api::scanned(
        &module,
        schema().as_deref(),
        tables(),
        &options,
    ))
}

/// Returns the findings that comments in a program skip, each with its reason.
///
/// ```js
/// for (const { id, address, reason } of suppressed(code)) console.log(`${id} ${address}: ${reason}`);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "SuppressedFinding[]")]
pub fn suppressed(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&scan::suppressed(&module, tables()))
}

/// Returns what is dangerous in a program of the user.
///
/// ```js
/// for (const { id, kind, address, message } of safety(code)) {
///   console.log(`${kind} ${id} ${address}: ${message}`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "SafetyFinding[]")]
pub fn safety(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&safety::check(&module, Author::User, ""))
}

/// Lists the rules of the safety check, ordered by id.
#[wasm_bindgen(js_name = safetyRules, unchecked_return_type = "SafetyRule[]")]
pub fn safety_rules() -> Result<JsValue, JsValue> {
    plain(&safety::rules().collect::<Vec<_>>())
}

/// Returns what plan or AWS would refuse in a program, and what would not work.
///
/// The program is read as a whole module.
///
/// ```js
/// for (const { id, kind, address, message } of deploy(code).diagnostics) {
///   console.log(`${kind} ${id} ${address}: ${message}`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "DeployCheck")]
pub fn deploy(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    let schema = schema();
    let options = DeployOptions {
        facts: schema.as_deref().and_then(Schema::facts),
        schema: schema.as_deref(),
        is_whole: true,
        is_root: module.body.blocks_of("provider").next().is_some(),
        ..DeployOptions::default()
    };
    plain(&deploy::check(&module, options))
}

/// Lists the deployability rules, ordered by id.
#[wasm_bindgen(js_name = deployRules, unchecked_return_type = "DeployRule[]")]
pub fn deploy_rules() -> Result<JsValue, JsValue> {
    plain(&deploy::rules().collect::<Vec<_>>())
}

/// Formats a program byte for byte as `terraform fmt` does.
///
/// ```js
/// const { code: formatted, problems } = format(code);
/// ```
///
/// A program with syntax errors stays as it is. Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "FormatResult")]
pub fn format(code: &str) -> Result<JsValue, JsValue> {
    plain(&api::formatted(&*read(code)?))
}

/// Returns the blocks of a program and their references, for drawing a diagram.
///
/// ```js
/// for (const { from, to } of graph(code).edges) console.log(`${from} -> ${to}`);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "Graph")]
pub fn graph(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&semantic::graph::graph(&module))
}

/// Estimates what a program costs a month, from the loaded list prices.
///
/// ```js
/// await load("prices-1", "data/");
/// const { total } = cost(code, { usage: { scale: 0 } });
/// console.log(total.fixed.low, total.usage);
/// ```
///
/// Throws an error whose `kind` is `too_long`, `bad_options`, or `bad_pack` without the prices.
#[wasm_bindgen(unchecked_return_type = "Estimate")]
pub fn cost(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "CostOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`usage` and `modules`", CostOptions::read)?;
    let prices = prices().ok_or_else(|| thrown("bad_pack", "load the pack `prices-1` first"))?;
    api::check_usage(&options.usage, &prices).map_err(|why| thrown("bad_options", &why))?;
    let estimate = api::estimated(&*read(code)?, &prices, options);
    plain(&estimate.map_err(too_long)?)
}

/// Reads the budget that a request states, in US dollars a month.
///
/// ```js
/// console.log(budget("a web server under $20 a month").monthly);
/// ```
#[wasm_bindgen(unchecked_return_type = "Budget")]
pub fn budget(request: &str) -> Result<JsValue, JsValue> {
    plain(&crate::cost::budget(request))
}

/// Splits a program into the usual files: `main.tf`, `variables.tf`, `outputs.tf`.
///
/// ```js
/// for (const { name, text } of files(code)) write(name, text);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "TextFile[]")]
pub fn files(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&hcl::files::files(&module))
}

/// Lists the missing packs that checking and scanning a program requires.
///
/// Until they are loaded, the rules that need them report nothing.
///
/// ```js
/// for (const pack of missingPacks(code)) await load(pack, "data/");
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(js_name = missingPacks, unchecked_return_type = "(\"aws-6\" | \"deploy-1\" | \"iam-1\" | \"modules-1\")[]")]
pub fn missing_packs(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    let lacks = tables().lack_actions_for(&module);
    let later = lacks_later(&module).then_some(Fact::Later.name());
    let registry = lacks_registry(&module).then_some(Fact::Registry.name());
    let facts = lacks_facts().then_some(Fact::Deploy.name());
    let packs = [
        later,
        registry,
        facts,
        lacks.then_some(Fact::Actions.name()),
    ];
    plain(&packs.into_iter().flatten().collect::<Vec<_>>())
}

/// Reads a report of another tool and groups it like our own findings.
///
/// Supports Checkov JSON, SARIF, and `terraform validate -json`. Throws an error whose `kind` is
/// `bad_report`.
///
/// ```js
/// const { tool, groups } = readReport(await file.text());
/// for (const { id, severity, count } of groups) console.log(`${severity} ${id} × ${count}`);
/// ```
#[wasm_bindgen(js_name = readReport, unchecked_return_type = "ImportedReport")]
pub fn read_report(text: &str) -> Result<JsValue, JsValue> {
    let import = import::import(text, TABLES);
    plain(&import.map_err(|malformed| thrown("bad_report", &malformed.to_string()))?)
}

/// Lists the rules of the scan, ordered by service.
///
/// An id that checks several resource types in different ways has one entry for each way.
///
/// ```js
/// const free = rules().filter(({ remedy }) => remedy === "free");
/// ```
#[wasm_bindgen(unchecked_return_type = "RuleInfo[]")]
pub fn rules() -> Result<JsValue, JsValue> {
    let own = scan::rules(scan::exposure::TABLES);
    plain(&scan::rules(TABLES).chain(own).collect::<Vec<_>>())
}

/// Maximum length of a program that stays parsed between two calls, in bytes.
const KEPT_BYTES_MAX: usize = 256 << 10;

thread_local! {
    /// The last parsed program; a page usually calls several functions on the same one.
    static LAST: RefCell<Option<Rc<Module>>> = const { RefCell::new(None) };
}

/// Parses a program, or throws if it is too long.
fn read(code: &str) -> Result<Rc<Module>, JsValue> {
    let last = LAST.with_borrow(Clone::clone);
    if let Some(module) = last.filter(|module| module.text == code) {
        return Ok(module);
    }
    let module = Rc::new(api::program(code).map_err(too_long)?);
    let kept = (code.len() <= KEPT_BYTES_MAX).then(|| Rc::clone(&module));
    LAST.set(kept);
    Ok(module)
}
