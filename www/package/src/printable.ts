// Keeps texts of files from controlling a terminal or a CI service.

import { fstatSync } from 'node:fs';

/** Control characters, and characters that are not displayed or turn the direction of text. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;

/** Beginning of a line that GitHub Actions or Azure Pipelines reads as a command. */
const COMMAND = /^(\s*)(::|##)/;

/** A message as one line without hidden characters and commands. */
export function oneLine(text: string): string {
  return text.replace(HIDDEN, written).replace(COMMAND, '$1\\$2');
}

/**
 * A text for stdout.
 *
 * A file or another program receives it as it is. A terminal receives no control characters, and
 * the log of a CI service no commands.
 */
export function printable(text: string): string {
  if (process.stdout.isTTY) {
    return text.replace(HIDDEN, (c) => (c === '\n' || c === '\t' ? c : written(c)));
  }
  const { GITHUB_ACTIONS, TF_BUILD } = process.env;
  const isLogged = GITHUB_ACTIONS !== undefined || TF_BUILD !== undefined;
  return isLogged && !isFile() ? text.replace(/^(\s*)(::|##)/gm, '$1\\$2') : text;
}

function written(c: string): string {
  return `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Whether stdout is redirected to a file, which no CI service reads. */
function isFile(): boolean {
  try {
    return fstatSync(1).isFile();
  } catch {
    return false;
  }
}
