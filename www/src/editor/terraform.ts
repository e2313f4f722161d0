// Defines syntax highlighting and folding of Terraform for the editor.
//
// It reports no errors: diagnostics come from the module.

import type { StringStream } from '@codemirror/language';
import {
  foldService,
  HighlightStyle,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** Tokenizer state at the start of a line: plain, in a comment or in a heredoc. */
interface Mode {
  inComment: boolean;
  heredoc: string | null;
  atStart: boolean;
}

const BLOCKS = new RegExp(
  `^(?:${[
    'check',
    'data',
    'import',
    'locals',
    'module',
    'moved',
    'output',
    'provider',
    'removed',
    'resource',
    'terraform',
    'variable',
  ].join('|')})\\b`,
);
const WORDS = /^(?:true|false|null|for|in|if|else|endif|endfor)\b/;
const NAME = /^[\p{L}_][\p{L}\p{N}_-]*/u;

const language = StreamLanguage.define<Mode>({
  name: 'terraform',
  startState: () => ({ inComment: false, heredoc: null, atStart: true }),
  token: (stream, mode) => {
    mode.atStart = stream.sol();
    return token(stream, mode);
  },
  languageData: { commentTokens: { line: '#' } },
});

function token(stream: StringStream, mode: Mode): string | null {
  if (mode.heredoc !== null) {
    if (stream.string.trim() === mode.heredoc) mode.heredoc = null;
    stream.skipToEnd();
    return 'string';
  }
  if (mode.inComment) {
    mode.inComment = !stream.match(/^.*?\*\//);
    if (mode.inComment) stream.skipToEnd();
    return 'comment';
  }
  if (stream.eatSpace()) return null;
  if (stream.match(/^(?:#|\/\/).*/)) return 'comment';
  if (stream.match('/*')) {
    mode.inComment = true;
    return 'comment';
  }
  const heredoc = /^<<-?([\w-]+)\s*$/.exec(stream.string.slice(stream.pos));
  if (heredoc !== null) {
    mode.heredoc = heredoc[1] ?? null;
    stream.skipToEnd();
    return 'string';
  }
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
  if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
  if (mode.atStart && stream.match(BLOCKS)) return 'keyword';
  if (stream.match(WORDS)) return 'bool';
  if (stream.match(NAME)) {
    if (stream.match(/^\s*\(/, false)) return 'typeName';
    return stream.match(/^\s*=(?!=)/, false) ? 'propertyName' : 'variableName';
  }
  stream.next();
  return null;
}

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--text-colour)' },
  { tag: [tags.number, tags.bool], color: 'var(--number-colour)' },
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.typeName, color: 'var(--accent)' },
]);

/** Maximum lines searched for the end of a block. */
const FOLD_LINES_MAX = 2_000;

/** Folds a block from its opening bracket to the line that closes it, by indentation. */
const folds = foldService.of(({ doc }, from, to) => {
  const line = doc.lineAt(from);
  if (!/[{[(]\s*$/.test(line.text)) return null;
  const margin = /^\s*/.exec(line.text)?.[0].length ?? 0;
  const last = Math.min(doc.lines, line.number + FOLD_LINES_MAX);
  for (let number = line.number + 1; number <= last; number += 1) {
    const { text, from: start } = doc.line(number);
    const indent = text.search(/\S/);
    if (indent >= 0 && indent <= margin) {
      return /^\s*[}\])]/.test(text) ? { from: to, to: start + indent } : null;
    }
  }
  return null;
});

export const terraform = [language, syntaxHighlighting(colours), folds];
