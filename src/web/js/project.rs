//! Exports functions on a tree of folders, each of which is a Terraform module.

use super::facts::{Fact, lacks_facts, lacks_later, lacks_registry, prices, schema, tables};
use super::value::{options_of, plain, read, thrown, too_long};
use crate::project::{File, Project};
use crate::web::api::{self, FixOptions, ProjectCostOptions, ProjectOptions};
use wasm_bindgen::prelude::*;

/// Returns the problems and findings of a project.
///
/// The files of a folder are one module, which is read as Terraform reads it. A call of a folder is
/// checked against the module there.
///
/// ```js
/// const { problems, notes } = checkProject([{ path: "main.tf", text }], { present: ["init.sh"] });
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(js_name = checkProject, unchecked_return_type = "ProjectCheck")]
pub fn check_project(
    #[wasm_bindgen(unchecked_param_type = "ProjectFile[]")] files: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ProjectOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let project = project(files_of(&files)?, &project_options(&options)?)?;
    plain(&api::checked_project(
        &project,
        schema().as_deref(),
        tables(),
    ))
}

/// Fixes the files of a project without tokens.
///
/// A file with `readOnly` is read for its declarations and not changed.
///
/// ```js
/// for (const { name, text } of fixProject(files, { harden: true }).files) write(name, text);
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(js_name = fixProject, unchecked_return_type = "ProjectFix")]
pub fn fix_project(
    #[wasm_bindgen(unchecked_param_type = "ProjectFile[]")] files: JsValue,
    #[wasm_bindgen(
        unchecked_optional_param_type = "ProjectOptions & Omit<FixOptions, \"request\" | \"reach\"> | null"
    )]
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let read = project_options(&options)?;
    let fixes = options_of(&options, FIX_FIELDS, FixOptions::read)?;
    let files = files_of(&files)?;
    let fixed = api::fixed_project(files, &read, &fixes, schema().as_deref(), tables());
    plain(&fixed.map_err(too_long)?)
}

/// Estimates what the root modules of a project cost a month from list prices.
///
/// ```js
/// await load("prices-1", "data/");
/// for (const { folder, total } of costProject(files)) console.log(folder, total.fixed.low);
/// ```
///
/// Throws an error whose `kind` is `too_long`, `bad_options`, or `bad_pack` without the prices.
#[wasm_bindgen(js_name = costProject, unchecked_return_type = "ProjectEstimate[]")]
pub fn cost_project(
    #[wasm_bindgen(unchecked_param_type = "ProjectFile[]")] files: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ProjectCostOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let options = options_of(&options, "`varFiles` and `usage`", ProjectCostOptions::read)?;
    let prices = prices().ok_or_else(|| thrown("bad_pack", "load the pack `prices-1` first"))?;
    api::check_usage(&options.usage, &prices).map_err(|why| thrown("bad_options", &why))?;
    plain(&api::estimated_project(files_of(&files)?, &options, &prices).map_err(too_long)?)
}

/// Returns the folders, files and packs that a check of a project lacks.
///
/// ```js
/// const { folders, files, packs } = projectNeeds([{ path: "main.tf", text }]);
/// ```
///
/// Throws an error whose `kind` is `too_long` or `bad_options`.
#[wasm_bindgen(js_name = projectNeeds, unchecked_return_type = "ProjectNeeds")]
pub fn project_needs(
    #[wasm_bindgen(unchecked_param_type = "ProjectFile[]")] files: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ProjectOptions | null")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let project = project(files_of(&files)?, &project_options(&options)?)?;
    let lacks = project.modules().any(|it| tables().lack_actions_for(it));
    let later = project.modules().any(lacks_later);
    let registry = project.modules().any(lacks_registry);
    let packs = [
        later.then_some(Fact::Later.name()),
        registry.then_some(Fact::Registry.name()),
        lacks_facts().then_some(Fact::Deploy.name()),
        lacks.then_some(Fact::Actions.name()),
    ];
    let packs = packs.into_iter().flatten().collect();
    plain(&api::project_needs(project.needs(), packs))
}

const FIX_FIELDS: &str = "`varFiles`, `present`, `exclude`, `accept` and `harden`";

fn project_options(options: &JsValue) -> Result<ProjectOptions, JsValue> {
    options_of(options, "`varFiles` and `present`", ProjectOptions::read)
}

fn files_of(files: &JsValue) -> Result<Vec<File>, JsValue> {
    api::project_files(&read(files)).ok_or_else(|| {
        let message = "invalid files: they must be a list of objects with `path` and `text`";
        thrown("bad_options", message)
    })
}

fn project(files: Vec<File>, options: &ProjectOptions) -> Result<Project, JsValue> {
    Project::new(files, &options.var_files, &options.present).map_err(too_long)
}
