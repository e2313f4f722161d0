//! Reads the files of a project and converts the results of its check and fixes.

use super::{FixOptions, Problem, ProblemSeverity};
use crate::cost::{Estimate, Prices, Usage};
use crate::deploy::DeployDiagnostic;
use crate::hcl::Change;
use crate::hcl::files::TextFile;
use crate::json::{list, optional, text};
use crate::project::{
    Checked, File, FolderEstimate, JudgedProblem, Located, Needs, Project, Selection,
};
use crate::safety::SafetyFinding;
use crate::scan::{Finding, SuppressedFinding, Tables};
use crate::schema::Schema;
use serde::Serialize;
use serde_json::Value;
#[cfg(test)]
use ts_rs::TS;

/// File of a project.
#[derive(Debug)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct ProjectFile {
    /// Path with `/`, relative to the folder that the project is read from.
    pub path: String,
    /// Content of the file.
    pub text: String,
    /// Whether the file is read for its declarations and not changed; null means false.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<bool>"))]
    pub read_only: bool,
}

/// Options of a check of a project; all of them are optional.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct ProjectOptions {
    /// Files of values for the variables, as `terraform plan -var-file` reads them.
    ///
    /// They apply after `terraform.tfvars` and `*.auto.tfvars`, which need not be named.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<ProjectFile>>"))]
    pub var_files: Vec<File>,
    /// Paths of other existing files, which `file` and similar functions may read.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<String>>"))]
    pub present: Vec<String>,
}

impl ProjectOptions {
    /// Reads options.
    pub fn read(value: &Value) -> Option<ProjectOptions> {
        Some(ProjectOptions {
            var_files: list(&value["varFiles"], file)?,
            present: list(&value["present"], text)?,
        })
    }
}

/// Options of the estimates of a project; all of them are optional.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(TS), ts(rename_all = "camelCase"))]
pub struct ProjectCostOptions {
    /// Files of values for the variables, as `terraform plan -var-file` reads them.
    #[cfg_attr(test, ts(optional = nullable, as = "Option<Vec<ProjectFile>>"))]
    pub var_files: Vec<File>,
    /// Use of the resources, as in the options of an estimate of one program.
    #[cfg_attr(test, ts(
        optional = nullable,
        type = "{ scale?: number | null, values?: Record<string, unknown> | null }"
    ))]
    pub usage: Usage,
}

impl ProjectCostOptions {
    /// Reads options.
    pub fn read(value: &Value) -> Option<ProjectCostOptions> {
        Some(ProjectCostOptions {
            var_files: list(&value["varFiles"], file)?,
            usage: optional(&value["usage"], Usage::read)?.unwrap_or_default(),
        })
    }
}

/// Monthly cost of a module of a project, with the modules that it calls.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectEstimate {
    /// Path of the folder of the module, empty for the folder that the project is read from.
    folder: String,
    #[serde(flatten)]
    estimate: Estimate,
}

/// Reads the files of a project.
pub fn project_files(value: &Value) -> Option<Vec<File>> {
    list(value, file)
}

fn file(value: &Value) -> Option<File> {
    Some(File {
        path: text(&value["path"])?,
        text: text(&value["text"])?,
        is_read_only: super::flag(&value["readOnly"])?,
    })
}

/// Problem in a file of a project.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectProblem {
    /// Path of the file.
    path: String,
    #[serde(flatten)]
    problem: Problem,
}

/// Finding in a file of a project.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectFinding {
    /// Path of the file.
    path: String,
    /// Id of the change that would fix the finding.
    change: String,
    #[serde(flatten)]
    finding: Finding,
}

/// Finding in a file of a project that a comment skips.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectSuppressed {
    /// Path of the file.
    path: String,
    #[serde(flatten)]
    suppressed: SuppressedFinding,
}

/// Danger in a file of a project.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectDanger {
    /// Path of the file.
    path: String,
    #[serde(flatten)]
    danger: SafetyFinding,
}

/// Change of a file of a project.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectChange {
    /// Path of the file.
    path: String,
    #[serde(flatten)]
    change: Change,
}

/// Deployability diagnostic with its file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectDeploy {
    /// Path of the file.
    path: String,
    #[serde(flatten)]
    diagnostic: DeployDiagnostic,
}

/// Problems and findings of a project.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ProjectCheck {
    /// Problems that `terraform validate` would report.
    problems: Vec<ProjectProblem>,
    /// Findings of the scan; those of a called module have the address of the call.
    findings: Vec<ProjectFinding>,
    /// Findings that a comment skips.
    suppressed: Vec<ProjectSuppressed>,
    /// Failures of plan, of apply, and of what is applied.
    deploy: Vec<ProjectDeploy>,
    /// Number of deployability rules that ran.
    deploy_rules: usize,
    /// Number of deployability rules whose facts were not loaded.
    deploy_rules_without_facts: usize,
    /// Addresses of blocks that the deployability rules cannot read: their number or content is unknown.
    deploy_unknown: Vec<String>,
    /// Dangers in the files.
    safety: Vec<ProjectDanger>,
    /// Parts that were not checked.
    notes: Vec<String>,
}

/// Project after fixes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct ProjectFix {
    /// The changed files, whose names are their paths; no other file changes.
    files: Vec<TextFile>,
    /// Addresses of the added blocks.
    added: Vec<String>,
    /// Changes that were made.
    changes: Vec<ProjectChange>,
    /// Repairs that are possible and need consent; accepting an id makes the change.
    offers: Vec<ProjectChange>,
    /// Problems after the changes.
    problems: Vec<ProjectProblem>,
    /// Findings after the changes.
    findings: Vec<ProjectFinding>,
    /// Findings that a comment skips.
    suppressed: Vec<ProjectSuppressed>,
    /// Failures that are left of plan, of apply, and of what is applied.
    deploy: Vec<ProjectDeploy>,
    /// Number of deployability rules that ran.
    deploy_rules: usize,
    /// Number of deployability rules whose facts were not loaded.
    deploy_rules_without_facts: usize,
    /// Addresses of blocks that the deployability rules cannot read.
    deploy_unknown: Vec<String>,
    /// Dangers after the changes.
    safety: Vec<ProjectDanger>,
    /// Notes for the user.
    notes: Vec<String>,
}

/// Files and packs that a check of a project needs and does not have.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct ProjectNeeds {
    /// Folders of modules that the project calls.
    folders: Vec<String>,
    /// Files that functions such as `file` read.
    files: Vec<String>,
    /// Packs to load.
    #[cfg_attr(
        test,
        ts(type = "(\"aws-6\" | \"deploy-1\" | \"iam-1\" | \"modules-1\")[]")
    )]
    packs: Vec<&'static str>,
}

/// Returns the problems and findings of a project.
pub fn checked_project(project: &Project, schema: Option<&Schema>, rules: Tables) -> ProjectCheck {
    let Checked {
        problems,
        findings,
        suppressed,
        deploy,
        deploy_rules,
        deploy_rules_without_facts,
        deploy_unknown,
        safety,
        notes,
    } = project.check(schema, rules);
    let deploy = deploy.into_iter().map(|it| ProjectDeploy {
        path: it.path,
        diagnostic: it.item,
    });
    let suppressed = suppressed.into_iter().map(|it| ProjectSuppressed {
        path: it.path,
        suppressed: it.item,
    });
    let safety = safety.into_iter().map(|it| ProjectDanger {
        path: it.path,
        danger: it.item,
    });
    ProjectCheck {
        suppressed: suppressed.collect(),
        deploy: deploy.collect(),
        deploy_rules,
        deploy_rules_without_facts,
        deploy_unknown,
        safety: safety.collect(),
        problems: problems.into_iter().map(project_problem).collect(),
        findings: findings.into_iter().map(project_finding).collect(),
        notes,
    }
}

/// Applies the selected fixes to a project.
///
/// # Errors
///
/// Returns the message for a folder that is too large after the fixes.
pub fn fixed_project(
    files: Vec<File>,
    options: &ProjectOptions,
    fixes: &FixOptions,
    schema: Option<&Schema>,
    rules: Tables,
) -> Result<ProjectFix, String> {
    let project = Project::new(files.clone(), &options.var_files, &options.present)?;
    let selection = Selection {
        exclude: &fixes.exclude,
        accept: &fixes.accept,
        harden: fixes.harden,
    };
    let fixed = project.fix(schema, rules, selection);
    let mut after = files;
    for file in &fixed.files {
        if let Some(own) = after.iter_mut().find(|own| own.path == file.name) {
            own.text.clone_from(&file.text);
        }
    }
    let project = Project::new(after, &options.var_files, &options.present)?;
    let left = checked_project(&project, schema, rules);
    let changed = |(path, change)| ProjectChange { path, change };
    Ok(ProjectFix {
        files: fixed.files,
        added: fixed.added,
        changes: fixed.changes.into_iter().map(changed).collect(),
        offers: fixed.offers.into_iter().map(changed).collect(),
        problems: left.problems,
        findings: left.findings,
        suppressed: left.suppressed,
        deploy: left.deploy,
        deploy_rules: left.deploy_rules,
        deploy_rules_without_facts: left.deploy_rules_without_facts,
        deploy_unknown: left.deploy_unknown,
        safety: left.safety,
        notes: [left.notes, fixed.notes].concat(),
    })
}

/// Estimates what the root modules of a project cost a month.
///
/// # Errors
///
/// Returns the message for a folder that is too large.
pub fn estimated_project(
    files: Vec<File>,
    options: &ProjectCostOptions,
    prices: &Prices,
) -> Result<Vec<ProjectEstimate>, String> {
    let project = Project::new(files, &options.var_files, &[])?;
    let estimates = project.estimates(prices, &options.usage).into_iter();
    let estimates =
        estimates.map(|FolderEstimate { folder, estimate }| ProjectEstimate { folder, estimate });
    Ok(estimates.collect())
}

/// Converts what a project needs; `packs` are the packs that are not loaded.
pub fn project_needs(needs: Needs, packs: Vec<&'static str>) -> ProjectNeeds {
    ProjectNeeds {
        folders: needs.folders,
        files: needs.files,
        packs,
    }
}

fn project_problem(located: Located<JudgedProblem>) -> ProjectProblem {
    let ([start, end], judged) = (located.range, located.item);
    let problem = judged.problem;
    ProjectProblem {
        path: located.path,
        problem: Problem {
            kind: problem.kind,
            summary: problem.kind.summary(),
            address: judged.address,
            start,
            end,
            message: problem.message,
            severity: ProblemSeverity::of(judged.judged_by.as_deref()),
            judged_by: judged.judged_by,
        },
    }
}

fn project_finding(located: Located<(String, Finding)>) -> ProjectFinding {
    let (change, finding) = located.item;
    ProjectFinding {
        path: located.path,
        change,
        finding,
    }
}
