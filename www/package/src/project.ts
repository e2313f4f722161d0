// Exports the functions on projects: trees of folders, each of which is a module.

import { called, loaded, type Module } from './module.js';
import type {
  FixOptions,
  ProjectCheck,
  ProjectCostOptions,
  ProjectEstimate,
  ProjectFile,
  ProjectFix,
  ProjectNeeds,
  ProjectOptions,
} from './types.js';

/** Options of the fixes of a project; all are optional. */
export type ProjectFixOptions = ProjectOptions & Omit<FixOptions, 'request' | 'reach'>;

/**
 * Validates and scans a project: a tree of folders, each of which is a module.
 *
 * The files of a folder are read as Terraform reads them: `.tf` and `.tf.json`, override files, and
 * the values of `terraform.tfvars` and `*.auto.tfvars` for the scan. A call of a folder is checked
 * against the module there. Modules of registries and repositories are not opened, which the notes
 * state.
 *
 * Shape: problems and findings as {@link validate} and {@link scan} give them, each with the `path`
 * of its file; `notes` state what was not checked.
 *
 * ```js
 * import { checkProject } from 'infragenie';
 *
 * const text = 'module "disk" {\n  source = "./disk"\n  siez   = 8\n}\n';
 * const disk = { path: 'disk/main.tf', text: 'variable "size" { default = 8 }\n' };
 * const { problems } = await checkProject([{ path: 'main.tf', text }, disk]);
 * console.log(problems.map(({ path, message }) => `${path}: ${message}`));
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes in a folder, `bad_options`; `network` where a pack cannot
 * be loaded.
 */
export async function checkProject(
  files: readonly ProjectFile[],
  options: ProjectOptions = {},
): Promise<ProjectCheck> {
  const module = await moduleForProject(files, options);
  return called(() => module.checkProject([...files], options));
}

/**
 * Fixes the files of a project without tokens.
 *
 * A file with `readOnly` is read for its declarations and not changed.
 *
 * Shape: `files` are those that change, with their path as `name`; `changes`, `problems` and
 * `findings` have the `path` of their file. The id of a change in a folder begins with its path.
 *
 * ```js
 * import { fixProject } from 'infragenie';
 *
 * const text = 'resource "aws_ebs_volume" "a" {\n  availability_zone = var.zone\n  size = 8\n}\n';
 * const variables = { path: 'variables.tf', text: 'variable "zone" {}\n', readOnly: true };
 * const { files } = await fixProject([{ path: 'main.tf', text }, variables]);
 * console.log(files.map(({ name }) => name));
 * ```
 *
 * @throws as {@link checkProject} does.
 */
export async function fixProject(
  files: readonly ProjectFile[],
  options: ProjectFixOptions = {},
): Promise<ProjectFix> {
  const module = await moduleForProject(files, options);
  return called(() => module.fixProject([...files], options));
}

/**
 * Estimates what the root modules of a project cost a month on AWS.
 *
 * A root module is a folder that no other folder calls. Called folders are part of it, with the
 * arguments of each call. The values of `terraform.tfvars` and `*.auto.tfvars` count.
 *
 * Shape: `folder` is the path of the module, empty for the folder that the project is read from;
 * the other fields are those of {@link cost}, and each resource has the `path` of its file.
 *
 * ```js
 * import { costProject } from 'infragenie';
 *
 * const text = 'variable "n" {}\nresource "aws_eip" "a" {\n  count = var.n\n}\n';
 * const values = { path: 'terraform.tfvars', text: 'n = 2\n' };
 * const [{ total }] = await costProject([{ path: 'main.tf', text }, values]);
 * console.log(total.fixed.high);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes in a folder, `bad_options`; `network` where the prices
 * cannot be loaded.
 */
export async function costProject(
  files: readonly ProjectFile[],
  options: ProjectCostOptions = {},
): Promise<ProjectEstimate[]> {
  const module = await loaded('prices-1');
  return called(() => module.costProject([...files], options));
}

/** Difference in monthly cost. */
export interface CostChange {
  /** US dollars that do not depend on use, at the high end. */
  readonly fixed: number;
  /** US dollars at the assumed use. */
  readonly usage: number;
  /** Resources more whose cost is not known. */
  readonly unknown: number;
}

/**
 * Estimates what `harden` and `accept` add to the monthly cost of a project.
 *
 * The options are those of {@link fixProject}; the cost is compared with that of the fixes that are
 * made without both. `change` of a finding is the id for `accept`.
 *
 * Shape: a negative number is a saving.
 *
 * ```js
 * import { fixCost } from 'infragenie';
 *
 * const text = 'resource "aws_sns_topic" "a" {\n  name = "quagga"\n}\n';
 * const { fixed } = await fixCost([{ path: 'main.tf', text }], { harden: true });
 * console.log(`hardening adds $${fixed} a month`);
 * ```
 *
 * @throws as {@link checkProject} and {@link costProject} do.
 */
export async function fixCost(
  files: readonly ProjectFile[],
  options: ProjectFixOptions = {},
): Promise<CostChange> {
  const { accept: _, harden: __, ...plain } = options;
  const before = await totalAfter(files, plain);
  const after = await totalAfter(files, options);
  return {
    fixed: after.fixed - before.fixed,
    usage: after.usage - before.usage,
    unknown: after.unknown - before.unknown,
  };
}

/** The cost of a project after the fixes of the options. */
async function totalAfter(
  files: readonly ProjectFile[],
  options: ProjectFixOptions,
): Promise<CostChange> {
  const fixed = await fixProject(files, options);
  const texts = new Map(fixed.files.map(({ name, text }) => [name, text]));
  return total(files.map((file) => ({ ...file, text: texts.get(file.path) ?? file.text })));
}

/** The cost of all root modules of a project. */
async function total(files: readonly ProjectFile[]): Promise<CostChange> {
  const estimates = await costProject(files);
  const sum = (of: (one: ProjectEstimate['total']) => number): number =>
    estimates.reduce((all, one) => all + of(one.total), 0);
  return {
    fixed: sum(({ fixed }) => fixed.high),
    usage: sum(({ usage }) => usage),
    unknown: sum(({ unknown, notPriced }) => unknown + notPriced),
  };
}

/**
 * Lists the folders and files that a check of a project needs and does not have.
 *
 * These are folders of modules that the project calls, and files that functions such as `file` read.
 * Add the files of the folders to those of the project, and the files to the option `present`.
 *
 * ```js
 * import { projectNeeds } from 'infragenie';
 *
 * const text = 'module "disk" {\n  source = "../disk"\n}\n';
 * console.log((await projectNeeds([{ path: 'root/main.tf', text }])).folders);
 * ```
 *
 * @throws `too_long` beyond 4,000,000 bytes in a folder, `bad_options`.
 */
export async function projectNeeds(
  files: readonly ProjectFile[],
  options: ProjectOptions = {},
): Promise<Omit<ProjectNeeds, 'packs'>> {
  const module = await loaded();
  const { folders, files: needed } = called(() => module.projectNeeds([...files], options));
  return { folders, files: needed };
}

/** Loads the module with the packs that a project needs. */
async function moduleForProject(
  files: readonly ProjectFile[],
  options: ProjectOptions,
): Promise<Module> {
  const module = await loaded('aws-5');
  const { packs } = called(() => module.projectNeeds([...files], options));
  return packs.length === 0 ? module : loaded(...packs);
}
