//! What is done with a program at zero tokens: checks, scans, fixes; and reports of other tools.

use super::facts::{Fact, lacks_later, schema, tables};
use super::value::{options_of, plain, thrown, too_long};
use crate::hcl::{self, Module};
use crate::scan::{self, aws::TABLES};
use crate::violations::import;
use crate::web::api;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Mends a program at zero tokens, as far as the options want it. The text that is given stays
/// the base: undoing a change or accepting another is the same call with other ids.
///
/// ```js
/// const fixed = fix(code, { harden: true });
/// const [first] = fixed.changes;                     // { id: "fix:CKV_AWS_3:aws_ebs_volume.a", … }
/// const undone = fix(code, { harden: true, without: [first.id] });
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "FixResult")]
pub fn fix(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "FixOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`request`, `exclude`, `accept` and `harden`")?;
    let module = read(code)?;
    let schema = schema();
    plain(&api::fixed(&module, schema.as_deref(), tables(), &options))
}

/// What `terraform validate` says of a program as it stands, by the schema that is loaded; without
/// one only what the text itself shows.
///
/// ```js
/// await load("aws-5", "data/");
/// for (const { place, summary, message } of validate(code, { files: ["init.sh"] })) {
///   console.log(`${place.line}:${place.column} ${summary}: ${message}`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(unchecked_return_type = "Problem[]")]
pub fn validate(
    code: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "ValidateOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`files`")?;
    let module = read(code)?;
    plain(&api::validated(&module, schema().as_deref(), &options))
}

/// What the scan finds in a program as it stands.
///
/// ```js
/// for (const { id, severity, address, wrong, remedy } of scan(code)) {
///   console.log(`${severity} ${id} ${address}: ${wrong} (${remedy})`);
/// }
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "Finding[]")]
pub fn scan(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&scan::scan(&module, tables()))
}

/// The blocks of a program, and which refers to which: what a picture of it is drawn from.
///
/// ```js
/// for (const { from, to } of graph(code).edges) console.log(`${from} -> ${to}`);
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(unchecked_return_type = "Graph")]
pub fn graph(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    plain(&hcl::graph::graph(&module))
}

/// A program as the files of a usual folder: `main.tf`, `variables.tf`, `outputs.tf`.
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

/// The packs that are not loaded and that the check and the scan of a program wait for; what needs
/// them is silent until then.
///
/// ```js
/// for (const pack of lacking(code)) await load(pack, "data/");
/// ```
///
/// Throws an error whose `kind` is `too_long`.
#[wasm_bindgen(js_name = missingPacks, unchecked_return_type = "(\"aws-6\" | \"iam-1\")[]")]
pub fn missing_packs(code: &str) -> Result<JsValue, JsValue> {
    let module = read(code)?;
    let lacks = tables().lack_actions_for(&module);
    let later = lacks_later(&module).then_some(Fact::Later.name());
    let packs = [later, lacks.then_some(Fact::Actions.name())];
    plain(&packs.into_iter().flatten().collect::<Vec<_>>())
}

/// Reads a report of another tool and groups it as our own are: Checkov JSON, SARIF, and
/// `terraform validate -json`. Throws an error whose `kind` is `bad_report`.
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

/// The rules of the scan, in the order of their services. An id that asks resources of different
/// types in different ways stands once for each.
///
/// ```js
/// const free = rules().filter(({ remedy }) => remedy === "free");
/// ```
#[wasm_bindgen(unchecked_return_type = "RuleInfo[]")]
pub fn rules() -> Result<JsValue, JsValue> {
    plain(&scan::rules(TABLES).collect::<Vec<_>>())
}

/// Longest program that stays read between two calls, in bytes.
const KEPT_BYTES_MAX: usize = 256 << 10;

thread_local! {
    /// The program that was read last: mostly more than one thing is asked of the same.
    static LAST: RefCell<Option<Rc<Module>>> = const { RefCell::new(None) };
}

/// A program within its bound, read.
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
