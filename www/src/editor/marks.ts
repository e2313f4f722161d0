// Converts problems and findings to diagnostics of the editor.

import type { Action, Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Finding, Position, Problem } from '../types';

/** Maximum diagnostics of each kind. */
const MARKS_MAX = 500;

/** State of a finding, and the actions that its diagnostic offers. */
export interface FindingMark {
  readonly settled: boolean;
  readonly actions: readonly Action[];
}

/** Problems cover their range, findings the first line of their block. */
export function marks(
  doc: Text,
  problems: readonly Problem[],
  findings: readonly Finding[],
  describe: (finding: Finding) => FindingMark,
): Diagnostic[] {
  const all = problems.slice(0, MARKS_MAX).map(({ start, end, summary, message }): Diagnostic => {
    const from = offset(doc, start);
    const to = Math.max(from, offset(doc, end));
    return { from, to, severity: 'error', source: summary, message };
  });
  for (const finding of findings.slice(0, MARKS_MAX)) {
    const { id, start, severity, message } = finding;
    const { settled, actions } = describe(finding);
    all.push({
      from: offset(doc, start),
      to: lineAt(doc, start.line).to,
      severity: severity === 'critical' || severity === 'high' ? 'warning' : 'info',
      source: `${id}, ${severity}${settled ? ', fixed' : ''}`,
      message,
      actions,
    });
  }
  return all.sort((one, other) => one.from - other.from);
}

/** The line with a number, clamped to the text. */
export function lineAt(doc: Text, number: number) {
  return doc.line(Math.max(1, Math.min(number, doc.lines)));
}

/** Converts a position to an offset: columns count characters, the editor UTF-16 code units. */
function offset(doc: Text, { line: number, column }: Position): number {
  const line = lineAt(doc, number);
  let at = 0;
  for (let left = column - 1; left > 0 && at < line.length; left -= 1) {
    at += (line.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return line.from + Math.min(at, line.length);
}
