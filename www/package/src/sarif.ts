// Converts the results of a check to a SARIF 2.1.0 log for code hosts.

import type { Severity } from './types.js';

/** A problem or finding with its position in a file. */
export interface Result {
  readonly id: string;
  /** Null for a validation error. */
  readonly severity: Severity | null;
  readonly message: string;
  readonly address: string | null;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Reason of the comment that skips the finding; null for an open one. */
  readonly suppressed: string | null;
}

/** The rule of a finding or of a danger. */
export interface RuleText {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly rationale: string;
}

const LEVELS = {
  info: 'note',
  low: 'note',
  medium: 'warning',
  high: 'error',
  critical: 'error',
} as const;

/** Scores from which GitHub derives severities. */
const SCORES = { info: '0.0', low: '3.0', medium: '5.5', high: '8.0', critical: '9.5' } as const;

/** Creates the log of a check. */
export function sarif(
  results: readonly Result[],
  rules: readonly RuleText[],
  version: string,
): object {
  const ids = [...new Set(results.map(({ id }) => id))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'InfraGenie',
            semanticVersion: version,
            rules: ids.map((id) => ruleOf(id, rules, results)),
          },
        },
        columnKind: 'unicodeCodePoints',
        results: results.map((result) => ({
          ruleId: result.id,
          ruleIndex: ids.indexOf(result.id),
          level: levelOf(result.severity),
          message: { text: result.message },
          ...(result.suppressed === null
            ? {}
            : {
                suppressions: [
                  {
                    kind: 'inSource',
                    ...(result.suppressed === '' ? {} : { justification: result.suppressed }),
                  },
                ],
              }),
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(result.path) },
                region: {
                  startLine: result.line,
                  startColumn: result.column,
                  endLine: result.endLine,
                  endColumn: result.endColumn,
                },
              },
              ...(result.address === null
                ? {}
                : { logicalLocations: [{ fullyQualifiedName: result.address, kind: 'resource' }] }),
            },
          ],
        })),
      },
    ],
  };
}

function ruleOf(id: string, rules: readonly RuleText[], results: readonly Result[]): object {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) {
    const first = results.find((one) => one.id === id);
    return {
      id,
      shortDescription: { text: id },
      defaultConfiguration: { level: levelOf(first?.severity ?? null) },
      properties: { tags: ['terraform', 'validate'] },
    };
  }
  return {
    id,
    shortDescription: { text: rule.message },
    fullDescription: { text: rule.rationale },
    help: { text: rule.rationale },
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: { 'security-severity': SCORES[rule.severity], tags: ['terraform', 'security'] },
  };
}

function levelOf(severity: Severity | null): string {
  return severity === null ? 'error' : LEVELS[severity];
}

/** A path as a URI relative to the working directory. */
function uriOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
