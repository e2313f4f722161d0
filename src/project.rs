//! Checks, fixes and estimates a tree of folders, each a Terraform module.
//!
//! The files of a folder are read as Terraform reads them: override files are merged, hidden files
//! and backups are left out. A call of a folder of the tree is checked against the module there, and
//! that module is scanned with the values of each call.

mod estimate;
mod paths;
mod values;

use crate::deploy::{self, DeployDiagnostic, DeployOptions};
use crate::fix::{self, FixSelection};
use crate::hcl::files::TextFile;
use crate::hcl::{self, Change, Kind, Module, Problem, Role, sources};
use crate::job::autofix;
use crate::rewrite::Reach;
use crate::safety::{self, Author, SafetyFinding};
use crate::scan::{self, Finding, SuppressedFinding, Tables};
use crate::schema::{self, Schema};
use crate::semantic::Index;
use crate::stable_sort::Order;
pub use estimate::FolderEstimate;
use foldhash::{HashMap, HashSet};
use paths::{folder_of, resolve};
pub use paths::{is_configuration, is_lock, is_values};
use values::{Arguments, common, text_of};

/// Maximum length of the files of one folder, in bytes.
pub const FOLDER_BYTES_MAX: usize = 4_000_000;
/// Maximum number of module calls whose modules are scanned.
const CALLS_MAX: usize = 500;
/// Maximum bytes of the modules that are scanned for calls.
const CALLED_BYTES_MAX: usize = 16 << 20;
/// Maximum number of calls within calls.
const DEPTH_MAX: usize = 16;
/// Maximum number of root modules whose folders a file is looked up in.
const ROOTS_MAX: usize = 64;
/// Lock file of a module whose caller uses version 6 of the AWS provider.
const LOCK_V6: &str =
    "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"6.0.0\"\n}\n";

/// File of a project.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Path with `/`, relative to the folder that the project is read from.
    pub path: String,
    /// Content of the file.
    pub text: String,
    /// Whether the file is read for its declarations and not changed.
    pub is_read_only: bool,
}

/// Object in a file of a project.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// Path of the file.
    pub path: String,
    /// The object; its spans and positions are those in the file.
    pub item: T,
    /// Start and end position of the object in the file.
    pub range: [hcl::Position; 2],
}

/// Problem with its block and its version.
#[derive(Clone, Debug)]
pub struct JudgedProblem {
    /// Address of the block, if the problem is in one that has an address.
    pub address: Option<String>,
    /// Version that judges the problem, by [`schema::judged_by`].
    pub judged_by: Option<String>,
    /// The problem.
    pub problem: Problem,
}

/// Diagnostics and findings of a project.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Problems that `terraform validate` would report, by folder.
    pub problems: Vec<Located<JudgedProblem>>,
    /// Findings, each with the id of the change that would fix it.
    ///
    /// Those of a called module have the address of the call.
    pub findings: Vec<Located<(String, Finding)>>,
    /// Findings that a comment in a block skips, with the reasons.
    pub suppressed: Vec<Located<SuppressedFinding>>,
    /// Failures of plan, of apply, and of what is applied.
    pub deploy: Vec<Located<DeployDiagnostic>>,
    /// Number of deployability rules that ran.
    pub deploy_rules: usize,
    /// Number of deployability rules whose facts were not loaded.
    pub deploy_rules_without_facts: usize,
    /// Addresses of blocks that the deployability rules cannot read.
    pub deploy_unknown: Vec<String>,
    /// Dangers in the files.
    pub safety: Vec<Located<SafetyFinding>>,
    /// Parts that were not checked, one sentence each.
    pub notes: Vec<String>,
}

/// Project after fixes.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The files that changed.
    pub files: Vec<TextFile>,
    /// Addresses of the added blocks.
    pub added: Vec<String>,
    /// Changes with the paths of their blocks.
    ///
    /// The id of a change in a folder begins with the path of the folder and a colon.
    pub changes: Vec<(String, Change)>,
    /// Repairs that are possible and need consent, with the paths of their blocks.
    pub offers: Vec<(String, Change)>,
    /// Fixes that were possible but not made, one sentence each.
    pub notes: Vec<String>,
}

/// Files that a check needs and does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Folders of modules that the project calls.
    pub folders: Vec<String>,
    /// Files that functions such as `file` read.
    pub files: Vec<String>,
}

/// Selection of the fixes of a project; the ids are those of [`Fixed::changes`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Selection<'a> {
    /// Ids of changes that are not made.
    pub exclude: &'a [String],
    /// Ids of changes that are made although they have a price.
    pub accept: &'a [String],
    /// Whether to add resources that are worth their cost.
    pub harden: bool,
}

/// Modules of a tree of folders.
pub struct Project {
    files: Vec<File>,
    folders: Vec<Folder>,
    /// Paths of the files that exist, which functions such as `file` may read.
    present: HashSet<String>,
}

/// Module of a folder.
struct Folder {
    path: String,
    /// Indices of its configuration files in the order of the joined text.
    files: Vec<usize>,
    module: Module,
    /// Names of its calls, with the module that they open.
    calls: Vec<(String, Called)>,
    is_called: bool,
}

impl Folder {
    /// Returns whether the folder configures a provider, as a module that is applied does.
    fn configures_provider(&self) -> bool {
        self.module.body.blocks_of("provider").next().is_some()
    }

    /// Returns what the ids of changes in the folder begin with.
    fn id_prefix(&self) -> String {
        match self.path.as_str() {
            "" => String::new(),
            path => format!("{path}:"),
        }
    }
}

/// Module that a call opens.
enum Called {
    /// Index of a folder of the project.
    Folder(usize),
    /// Path of a folder that is not part of the project.
    Unread(String),
    /// Source that is no folder: a registry or a repository.
    Elsewhere(String),
}

impl Project {
    /// Reads files as the modules of their folders.
    ///
    /// `var_files` give values to the variables of modules that no other module calls; `present`
    /// lists files that functions such as `file` may read.
    ///
    /// # Errors
    ///
    /// Returns the message for a folder that is too large.
    ///
    /// ```
    /// use infragenie::project::{File, Project};
    /// let file = |path: &str, text: &str| File {
    ///     path: path.into(),
    ///     text: text.into(),
    ///     ..File::default()
    /// };
    /// let files = vec![
    ///     file("main.tf", "module \"disk\" {\n  source = \"./disk\"\n  sise   = 8\n}\n"),
    ///     file("disk/main.tf", "variable \"size\" { default = 1 }\n"),
    /// ];
    /// let project = Project::new(files, &[], &[]).unwrap();
    /// let problems = project.check(None, infragenie::scan::aws::TABLES).problems;
    /// assert_eq!((problems[0].path.as_str(), problems[0].range[0].line), ("main.tf", 3));
    /// ```
    pub fn new(
        files: Vec<File>,
        var_files: &[File],
        present: &[String],
    ) -> Result<Project, String> {
        let mut by_folder: HashMap<&str, Vec<usize>> = HashMap::default();
        for (at, file) in files.iter().enumerate() {
            if is_configuration(&file.path) {
                by_folder.entry(folder_of(&file.path)).or_default().push(at);
            }
        }
        let mut by_folder: Vec<(&str, Vec<usize>)> = by_folder.into_iter().collect();
        by_folder.order_by_key(|(path, _)| *path);
        let mut folders = Vec::new();
        for (path, mut own) in by_folder {
            own.order_by_key(|at| {
                (
                    paths::is_override(&files[*at].path),
                    files[*at].path.as_str(),
                )
            });
            let bytes: usize = own.iter().map(|at| files[*at].text.len()).sum();
            if bytes > FOLDER_BYTES_MAX {
                return Err(format!(
                    "the folder `{path}` has {bytes} bytes, and at most {FOLDER_BYTES_MAX} are supported"
                ));
            }
            let mut others: Vec<&File> = files
                .iter()
                .filter(|it| folder_of(&it.path) == path)
                .collect();
            others.retain(|it| is_lock(&it.path) || is_values(&it.path));
            others.order_by_key(|it| (paths::values_rank(&it.path), it.path.as_str()));
            let read = |it: &&File| (it.path.clone(), role_of(&it.path), it.text.clone());
            let mut more: Vec<(String, Role, String)> = others.iter().map(read).collect();
            let given = var_files.iter();
            more.extend(given.map(|it| (it.path.clone(), Role::Values, it.text.clone())));
            folders.push(Folder {
                path: path.to_owned(),
                module: joined(&files, &own, &more),
                files: own,
                calls: Vec::new(),
                is_called: false,
            });
        }
        let present = present
            .iter()
            .cloned()
            .chain(files.iter().map(|it| it.path.clone()));
        let mut project = Project {
            present: present.collect(),
            files,
            folders,
        };
        project.link();
        Ok(project)
    }

    /// Finds the modules of the calls, and gives callers' provider versions to them.
    fn link(&mut self) {
        let paths = self.folders.iter().enumerate();
        let by_path: HashMap<String, usize> = paths.map(|(at, it)| (it.path.clone(), at)).collect();
        for at in 0..self.folders.len() {
            let folder = &self.folders[at];
            let calls = folder.module.body.blocks_of("module").filter_map(|call| {
                let name = call.labels.first()?.text.clone();
                let source = call.body.literal_text("source")?;
                Some((name, called(source, &folder.path, &by_path)))
            });
            self.folders[at].calls = calls.collect();
        }
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.folders.len() {
            for child in self.children(at) {
                self.folders[child].is_called |= child != at;
            }
            if schema::requires_aws_v6(&self.folders[at].module) {
                open.push(at);
            }
        }
        while let Some(at) = open.pop() {
            for child in self.children(at) {
                let folder = &self.folders[child];
                if !schema::requires_aws_v6(&folder.module) {
                    let lock = (String::new(), Role::Lock, LOCK_V6.to_owned());
                    self.folders[child].module = joined(&self.files, &folder.files, &[lock]);
                    open.push(child);
                }
            }
        }
    }

    /// Returns the folders that a folder calls.
    fn children(&self, at: usize) -> Vec<usize> {
        let calls = self.folders[at].calls.iter();
        let folders = calls.filter_map(|(_, called)| match called {
            Called::Folder(child) => Some(*child),
            Called::Unread(_) | Called::Elsewhere(_) => None,
        });
        folders.collect()
    }

    /// Returns the modules of the project, joined into one text for each folder.
    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.folders.iter().map(|folder| &folder.module)
    }

    /// Returns the folders and files that a check needs besides those of the project.
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        for folder in &self.folders {
            for (_, called) in &folder.calls {
                if let Called::Unread(path) = called {
                    needs.folders.push(path.clone());
                }
            }
            for problem in schema::check_files(&folder.module) {
                let path = problem.name.unwrap_or_default();
                let paths = self.file_paths(folder, &path);
                needs
                    .files
                    .extend(paths.filter(|it| !self.present.contains(it)));
            }
        }
        for list in [&mut needs.folders, &mut needs.files] {
            list.order();
            list.dedup();
        }
        needs
    }

    /// Validates and scans every module.
    ///
    /// Without a schema only checks on the texts themselves run.
    pub fn check(&self, schema: Option<&Schema>, tables: Tables) -> Checked {
        let mut checked = Checked::default();
        let indices: Vec<Index> = self.modules().map(Index::new).collect();
        for (at, folder) in self.folders.iter().enumerate() {
            let problems = self.problems(at, &indices, schema);
            let blocks = |it: &Problem| folder.module.block_at(it.span.start);
            let addressed = problems.into_iter().map(|problem| {
                let judged = JudgedProblem {
                    address: blocks(&problem).and_then(hcl::Block::address),
                    judged_by: schema
                        .and_then(|it| schema::judged_by(&folder.module, it, &problem)),
                    problem,
                };
                (judged.problem.span, judged)
            });
            checked.problems.extend(located(&folder.module, addressed));
            let dangers = safety::check(&folder.module, Author::User, "").into_iter();
            let mut dangers = located(
                &folder.module,
                dangers.map(|it| (hcl::Span::new(it.at, it.at), it)),
            );
            for Located { item, range, .. } in &mut dangers {
                item.start = range[0];
            }
            checked.safety.extend(dangers);
            let options = DeployOptions {
                facts: schema.and_then(Schema::facts),
                schema,
                is_whole: true,
                is_root: !folder.is_called && folder.configures_provider(),
                ..DeployOptions::default()
            };
            let deployed = deploy::check(&folder.module, options);
            let prefix = folder.id_prefix();
            let diagnostics = deployed.diagnostics.into_iter().map(|mut it| {
                it.change = it.change.map(|id| format!("{prefix}{id}"));
                (it.span, it)
            });
            let mut diagnostics = located(&folder.module, diagnostics);
            for Located { item, range, .. } in &mut diagnostics {
                item.start = range[0];
            }
            checked.deploy.extend(diagnostics);
            checked.deploy_rules = deployed.rules_run;
            checked.deploy_rules_without_facts = deployed.rules_without_facts;
            let unknown = deployed.unknown.into_iter();
            checked
                .deploy_unknown
                .extend(unknown.map(|it| format!("{prefix}{it}")));
        }
        // The kinds of fixes are those of files of the user.
        let configured = self.configured_buckets();
        let are_all_followed = self.walk(|at, prefix, module| {
            let elsewhere = outside(&configured, at);
            let own = FixSelection {
                reach: Reach::Folder,
                configured_elsewhere: &elsewhere,
                ..FixSelection::default()
            };
            let folder = self.folders[at].id_prefix();
            let mut findings = fix::findings(module, tables, None, own);
            findings.extend(scan::scan(module, scan::exposure::TABLES));
            let findings = findings.into_iter().map(|mut finding| {
                let change = format!("{folder}fix:{}:{}", finding.id, finding.address);
                finding.address.insert_str(0, prefix);
                (finding.span, (change, finding))
            });
            let mut findings = located(module, findings);
            for Located { item, range, .. } in &mut findings {
                item.1.start = range[0];
            }
            checked.findings.extend(findings);
            let mut skipped = scan::suppressed(module, tables);
            skipped.extend(scan::suppressed(module, scan::exposure::TABLES));
            let skipped = skipped.into_iter().map(|mut it| {
                it.finding.address.insert_str(0, prefix);
                (it.finding.span, it)
            });
            let mut skipped = located(module, skipped);
            for Located { item, range, .. } in &mut skipped {
                item.finding.start = range[0];
            }
            checked.suppressed.extend(skipped);
        });
        checked.notes = self.notes(schema);
        if let Some(schema) = schema {
            checked.notes.extend(self.version_notes(schema));
        }
        if !are_all_followed {
            checked.notes.push(format!(
                "only {CALLS_MAX} module calls were scanned: check the folders one by one"
            ));
        }
        checked
    }

    /// Returns the problems of a folder as a child or as a root.
    fn problems(&self, at: usize, indices: &[Index], schema: Option<&Schema>) -> Vec<Problem> {
        let folder = &self.folders[at];
        let mut problems = schema::check_index(&indices[at], schema);
        let child = |name: &str| {
            let mut calls = folder.calls.iter();
            match calls.find(|(own, _)| own == name)? {
                (_, Called::Folder(child)) => indices.get(*child),
                _ => None,
            }
        };
        problems.extend(schema::check_module_calls(&indices[at], child));
        problems.order_by_key(|problem| (problem.span.start, problem.kind));
        problems.retain(|problem| match problem.kind {
            // Only the outputs of a root module are shown.
            Kind::SensitiveOutput => !folder.is_called,
            Kind::MissingFile | Kind::MissingHashedFile => {
                let path = problem.name.as_deref().unwrap_or_default();
                let mut paths = self.file_paths(folder, path);
                !paths.any(|it| self.present.contains(&it))
            }
            Kind::ProviderNotPresent => {
                let span = problem.span.range();
                let provider = folder.module.text.get(span).unwrap_or_default();
                !self.is_passed(at, provider.trim_matches('"'))
            }
            _ => true,
        });
        problems
    }

    /// Returns the paths that a file may have which a folder reads.
    ///
    /// A path without the folder of the module is relative to the root module.
    fn file_paths<'p>(
        &'p self,
        folder: &'p Folder,
        path: &'p str,
    ) -> impl Iterator<Item = String> + 'p {
        let roots = self.folders.iter().filter(|it| !it.is_called);
        let roots = roots.filter(|_| folder.is_called);
        let folders = std::iter::once(folder).chain(roots.take(ROOTS_MAX));
        folders.map(move |it| resolve(&it.path, path))
    }

    /// Returns whether every call of a folder passes a provider configuration to it.
    ///
    /// Terraform accepts one that the called module does not declare, with a warning.
    fn is_passed(&self, child: usize, provider: &str) -> bool {
        let mut is_called = false;
        for folder in &self.folders {
            for (name, called) in &folder.calls {
                if !matches!(called, Called::Folder(at) if *at == child) {
                    continue;
                }
                is_called = true;
                let call = folder.module.at(&format!("module.{name}"));
                let passed = call.and_then(|it| it.body.attribute("providers"));
                let entries = passed.and_then(|it| it.value.entries()).unwrap_or_default();
                let key = |it: &hcl::Entry| folder.module.text.get(it.key.span.range());
                if !entries
                    .iter()
                    .filter_map(key)
                    .any(|it| it.trim_matches('"') == provider)
                {
                    return false;
                }
            }
        }
        is_called
    }

    /// Calls back for each module as it is used: a root, or a call with its arguments.
    ///
    /// Returns whether all calls were followed.
    fn walk(&self, mut visit: impl FnMut(usize, &str, &Module)) -> bool {
        let mut left = (CALLS_MAX, CALLED_BYTES_MAX);
        let mut visited = vec![false; self.folders.len()];
        for (at, folder) in self.folders.iter().enumerate() {
            if !folder.is_called {
                self.walk_from(
                    at,
                    "",
                    &folder.module,
                    0,
                    &mut left,
                    &mut |at, prefix, module| {
                        visited[at] = true;
                        visit(at, prefix, module);
                    },
                );
            }
        }
        // Modules that only call each other, or whose calls create nothing, are read by themselves.
        for (at, folder) in self.folders.iter().enumerate() {
            if !visited[at] {
                visit(at, "", &folder.module);
            }
        }
        left.0 > 0 && left.1 > 0
    }

    fn walk_from(
        &self,
        at: usize,
        prefix: &str,
        module: &Module,
        depth: usize,
        left: &mut (usize, usize),
        visit: &mut impl FnMut(usize, &str, &Module),
    ) {
        visit(at, prefix, module);
        if depth >= DEPTH_MAX {
            return;
        }
        let index = Index::with_values(module);
        for (name, called) in &self.folders[at].calls {
            let (Called::Folder(child), Some(call)) =
                (called, index.block(format!("module.{name}").as_str()))
            else {
                continue;
            };
            let arguments = Arguments::of(call, &index);
            if arguments.is_none_created || left.0 == 0 || left.1 == 0 {
                continue;
            }
            let called = self.with_arguments(*child, text_of(&arguments.values));
            left.0 -= 1;
            left.1 = left.1.saturating_sub(called.text.len());
            let prefix = format!("{prefix}module.{name}.");
            self.walk_from(*child, &prefix, &called, depth + 1, left, visit);
        }
    }

    /// Returns the module of a folder with values of its variables.
    fn with_arguments(&self, at: usize, values: String) -> Module {
        let folder = &self.folders[at];
        let mut more = vec![(String::new(), Role::Values, values)];
        for (source, lock) in folder
            .module
            .sources
            .iter()
            .zip(sources::texts(&folder.module.text))
        {
            if source.role == Role::Lock {
                more.push((source.path.clone(), Role::Lock, lock.to_owned()));
            }
        }
        joined(&self.files, &folder.files, &more)
    }

    /// Fixes the modules whose files may be changed.
    pub fn fix(&self, schema: Option<&Schema>, tables: Tables, selection: Selection) -> Fixed {
        let mut given: HashMap<usize, Vec<Vec<(String, String)>>> = HashMap::default();
        self.walk(|at, prefix, module| {
            if !prefix.is_empty() {
                given.entry(at).or_default().push(values::read(module));
            }
        });
        let configured = self.configured_buckets();
        let mut fixed = Fixed::default();
        for (at, folder) in self.folders.iter().enumerate() {
            if folder.files.iter().all(|it| self.files[*it].is_read_only) {
                continue;
            }
            // What calls set differently is unknown: a fix has to be right for all of them.
            let called = given
                .get(&at)
                .map(|calls| self.with_arguments(at, text_of(&common(calls))));
            let module = called.as_ref().unwrap_or(&folder.module);
            let elsewhere = outside(&configured, at);
            let selection = FixSelection {
                exclude: selection.exclude,
                accept: selection.accept,
                harden: selection.harden,
                reach: Reach::Folder,
                about: None,
                configured_elsewhere: &elsewhere,
            };
            self.fix_folder(folder, module, schema, tables, selection, &mut fixed);
        }
        fixed
    }

    /// Returns the names of buckets that the modules configure, with the index of the folder.
    fn configured_buckets(&self) -> Vec<(usize, &str)> {
        let folders = self.folders.iter().enumerate();
        let named = folders
            .flat_map(|(at, it)| fix::configured_buckets(&it.module).map(move |name| (at, name)));
        named.collect()
    }

    fn fix_folder(
        &self,
        folder: &Folder,
        module: &Module,
        schema: Option<&Schema>,
        tables: Tables,
        selection: FixSelection,
        fixed: &mut Fixed,
    ) {
        let prefix = folder.id_prefix();
        let within = |ids: &[String]| -> Vec<String> {
            let ids = ids.iter().filter_map(|id| id.strip_prefix(&prefix));
            ids.map(str::to_owned).collect()
        };
        let (exclude, accept) = (within(selection.exclude), within(selection.accept));
        let selection = FixSelection {
            exclude: &exclude,
            accept: &accept,
            ..selection
        };
        let result = autofix::fix(module, tables, schema, selection);
        fixed.notes.extend(result.notes);
        fixed.added.extend(result.added);
        let own = || folder.files.iter().map(|at| &self.files[*at]);
        let first = own().find(|it| !it.is_read_only).map_or("", |it| &it.path);
        let with_path = |mut change: Change| {
            let of = |module: &Module| {
                let block = module.at(&change.address)?;
                let source = module.source_at(block.span.start)?;
                Some(module.sources[source].path.clone())
            };
            let path = of(&result.module).or_else(|| of(module));
            change.id.insert_str(0, &prefix);
            (path.unwrap_or_else(|| first.to_owned()), change)
        };
        fixed
            .offers
            .extend(result.offers.into_iter().map(with_path));
        if result.changes.is_empty() {
            return;
        }
        fixed
            .changes
            .extend(result.changes.into_iter().map(with_path));
        let texts = sources::texts(&result.module.text);
        for (file, text) in own().zip(texts) {
            if file.text != text && !file.is_read_only {
                fixed.files.push(TextFile {
                    name: file.path.clone(),
                    text: text.to_owned(),
                });
            }
        }
    }

    /// Returns what is not checked by a schema, and what is checked by another version's.
    fn version_notes(&self, schema: &Schema) -> Vec<String> {
        let modules = || self.modules();
        let mut names: Vec<String> = modules()
            .flat_map(|it| schema::unchecked_providers(it, schema))
            .collect();
        names.order();
        names.dedup();
        let mut notes = Vec::new();
        if !names.is_empty() {
            notes.push(format!("not checked: {}", names.join(", ")));
        }
        if let Some(earlier) = modules().find_map(schema::earlier_aws) {
            notes.push(format!(
                "`hashicorp/aws` {earlier} was checked as version {}: what that version does not know is a warning",
                schema::pack::VERSION_5
            ));
        }
        notes
    }

    /// Returns the parts that a check leaves out.
    fn notes(&self, schema: Option<&Schema>) -> Vec<String> {
        let mut notes = Vec::new();
        let registry = schema.and_then(Schema::registry);
        for folder in &self.folders {
            for (name, called) in &folder.calls {
                let at = match folder.path.as_str() {
                    "" => String::new(),
                    path => format!(" in `{path}`"),
                };
                match called {
                    Called::Folder(_) => {}
                    Called::Unread(path) => notes.push(format!(
                        "`module.{name}`{at} was not checked: the folder `{path}` was not provided"
                    )),
                    Called::Elsewhere(source) => notes.push(match registry {
                        Some(registry) if registry.newest(source).is_some() => format!(
                            "`module.{name}`{at} was not opened: of `{source}` only the arguments and outputs are known"
                        ),
                        _ => format!(
                            "`module.{name}`{at} was not opened: `{source}` is not part of the project"
                        ),
                    }),
                }
            }
        }
        notes
    }
}

/// Returns the names that folders other than one have.
fn outside<'a>(named: &[(usize, &'a str)], folder: usize) -> Vec<&'a str> {
    let others = named.iter().filter(|it| it.0 != folder);
    others.map(|it| it.1).collect()
}

/// Returns the module that a source opens from a folder.
fn called(source: &str, folder: &str, by_path: &HashMap<String, usize>) -> Called {
    let is_folder = source.starts_with("./") || source.starts_with("../");
    if !is_folder && !matches!(source, "." | "..") {
        return Called::Elsewhere(source.to_owned());
    }
    let path = resolve(folder, source);
    match by_path.get(&path) {
        Some(at) => Called::Folder(*at),
        None => Called::Unread(path),
    }
}

/// Returns the use of a file that is no configuration.
fn role_of(path: &str) -> Role {
    if is_lock(path) {
        Role::Lock
    } else {
        Role::Values
    }
}

/// Parses the files of a folder, given by their indices, with more files.
fn joined(files: &[File], own: &[usize], more: &[(String, Role, String)]) -> Module {
    let own = own.iter().map(|at| {
        let file = &files[*at];
        let role = match file.is_read_only {
            true => Role::ReadOnly,
            false => Role::Writable,
        };
        (file.path.as_str(), role, file.text.as_str())
    });
    let more = more
        .iter()
        .map(|(path, role, text)| (path.as_str(), *role, text.as_str()));
    hcl::parse(sources::join(own.chain(more)))
}

/// Adds the file and the position to objects with their spans in a joined text.
fn located<T>(module: &Module, objects: impl Iterator<Item = (hcl::Span, T)>) -> Vec<Located<T>> {
    let mut lines: HashMap<usize, hcl::Lines> = HashMap::default();
    let objects = objects.filter_map(|(span, item)| {
        let at = module.source_at(span.start)?;
        let source = &module.sources[at];
        let lines = lines.entry(at).or_insert_with(|| {
            hcl::Lines::new(module.text.get(source.span.range()).unwrap_or_default())
        });
        let position = |byte: usize| lines.position(byte.saturating_sub(source.span.start));
        Some(Located {
            path: source.path.clone(),
            item,
            range: [position(span.start), position(span.end.max(span.start))],
        })
    });
    objects.collect()
}
