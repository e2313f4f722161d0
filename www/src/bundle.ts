// Builds a zip with the configuration's files and a README. Loaded on demand.

import { strToU8, type Zippable, zipSync } from 'fflate';
import { capital, SEVERITIES, sentence } from './format';
import type { FixResult, SafetyFinding, SuppressedFinding, TextFile } from './types';

/** Fixed modification time, so that equal contents make equal zips. */
const MADE = new Date(1980, 0, 1);

/** Contents of the zip. */
export interface Folder {
  readonly files: readonly TextFile[];
  /** The user's request. */
  readonly request: string;
  readonly fixed: FixResult;
  /** Cost of the run, as a sentence. */
  readonly cost: string;
  /** Monthly cost of the resources, in sentences. */
  readonly bill: readonly string[];
  readonly dangers: readonly SafetyFinding[];
}

/** Packs the folder; equal folders make equal zips. */
export function folderZip(folder: Folder): Uint8Array<ArrayBuffer> {
  const texts = folder.files.map(({ name, text }) => ({ name, text: text || none(name) }));
  const all: Zippable = {};
  for (const { name, text } of [...texts, { name: 'README.md', text: readme(folder) }]) {
    all[`infragenie/${name}`] = [strToU8(text), { mtime: MADE }];
  }
  return new Uint8Array(zipSync(all));
}

function none(name: string): string {
  return `# This program has no ${name.replace('.tf', '')}.\n`;
}

function readme({ request, fixed, cost, bill, dangers }: Folder): string {
  const { variables, notes, suppressed } = fixed;
  const fillIn = variables.map(
    ({ variable, description, sensitive }) =>
      `- \`${variable}\`: ${description}${sensitive ? ' (sensitive: keep it out of files)' : ''}`,
  );
  const open = openOf(fixed);
  const parts = [
    '# Terraform by InfraGenie',
    quoted(request),
    cost,
    ...(dangers.length > 0
      ? [`## Dangers (${dangers.length})`, dangers.map(dangerOf).join('\n')]
      : []),
    '## Monthly cost',
    bill.join(' '),
    '## Run it',
    '```sh\nterraform init\nterraform plan -out plan.bin   # shows the planned changes\n' +
      'terraform apply plan.bin\n```',
    '`terraform destroy` deletes all of it.',
    ...(fillIn.length > 0
      ? [
          '## Variables to set',
          'Set them in `terraform.tfvars`, or enter them when Terraform asks.',
          fillIn.join('\n'),
        ]
      : []),
    `## Open findings (${open.length})`,
    open.length === 0 ? 'No open findings.' : open.join('\n'),
    ...(suppressed.length > 0
      ? [`## Suppressed findings (${suppressed.length})`, suppressed.map(suppressedOf).join('\n')]
      : []),
    ...(notes.length > 0
      ? ['## Before you apply', notes.map((note) => `- ${sentence(note)}`).join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Problems first, then findings by descending severity. */
function openOf({ problems, findings }: FixResult): string[] {
  const sorted = [...findings].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
  return [
    ...problems.map(
      ({ summary, message, address }) =>
        `- **Problem**${at(address)}: ${summary}. ${sentence(message)}`,
    ),
    ...sorted.map(
      ({ id, severity, address, message, rationale }) =>
        `- **${capital(severity)}** ${id}${at(address)}: ${sentence(message)} ${rationale}`,
    ),
  ];
}

function dangerOf({ id, address, message, rationale, evidence }: SafetyFinding): string {
  const shown = evidence === '' ? '' : `: ${inline(evidence)}`;
  return `- **${capital(message)}** ${id}${at(address)}${shown}. ${rationale}`;
}

function suppressedOf({ id, address, message, reason }: SuppressedFinding): string {
  const why = reason === '' ? 'The comment gives no reason.' : `Reason: ${inline(reason)}`;
  return `- ${id}${at(address)}: ${sentence(message)} ${why}`;
}

/** A text as code on one line, so that nothing in it formats the README. */
function inline(text: string): string {
  return `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ')}\``;
}

function at(address: string | null): string {
  return address === null ? '' : ` in \`${address}\``;
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
