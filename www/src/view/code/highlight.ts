// Splits Terraform text into pieces for syntax highlighting.
//
// It reports no errors: diagnostics come from the module.

export type Kind = 'plain' | 'comment' | 'string' | 'number' | 'word' | 'block' | 'name' | 'call';

export interface Piece {
  readonly kind: Kind;
  readonly text: string;
}

const BLOCKS = new Set([
  'data',
  'locals',
  'module',
  'output',
  'provider',
  'resource',
  'terraform',
  'variable',
  'moved',
  'import',
  'removed',
  'check',
]);
const WORDS = new Set(['true', 'false', 'null', 'for', 'in', 'if', 'else', 'endif', 'endfor']);

// No two alternatives begin with the same character, and none matches in two ways, so that the time
// grows linearly with the text.
const TOKEN = new RegExp(
  [
    /(?<comment>#.*|\/\/.*|\/\*[^]*?(?:\*\/|$(?![^])))/u,
    /(?<heredoc><<-?[\w-]+[ \t\r]*$)/u,
    /(?<string>")/u,
    /(?<number>\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)/u,
    /(?<name>[\p{L}_][\p{L}\p{N}_-]*)/u,
  ]
    .map((part) => part.source)
    .join('|'),
  'gmu',
);

/** The pieces of each line, without line ends. */
export function highlight(code: string): Piece[][] {
  const lines: Piece[][] = [[]];
  const add = (kind: Kind, text: string): void => {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      const piece = part.endsWith('\r') ? part.slice(0, -1) : part;
      if (piece !== '') lines.at(-1)?.push({ kind, text: piece });
    });
  };
  const pattern = new RegExp(TOKEN);
  let end = 0;
  for (let match = pattern.exec(code); match !== null; match = pattern.exec(code)) {
    add('plain', code.slice(end, match.index));
    const [kind, stop] = token(code, match);
    add(kind, code.slice(match.index, stop));
    end = stop;
    pattern.lastIndex = stop;
  }
  add('plain', code.slice(end));
  return lines;
}

function token(code: string, match: RegExpExecArray): [Kind, number] {
  const [text] = match;
  const groups = match.groups ?? {};
  const stop = match.index + text.length;
  if (groups['comment'] !== undefined) return ['comment', stop];
  if (groups['string'] !== undefined) return ['string', stringEnd(code, match.index)];
  if (groups['heredoc'] !== undefined) return ['string', heredocEnd(code, text, stop)];
  if (groups['number'] !== undefined) return ['number', stop];
  return [nameKind(code, text, match.index, stop), stop];
}

function nameKind(code: string, text: string, start: number, stop: number): Kind {
  if (WORDS.has(text)) return 'word';
  const before = code[start - 1];
  if ((before === undefined || before === '\n') && BLOCKS.has(text)) return 'block';
  const after = blanksEnd(code, stop);
  if (code[after] === '(') return 'call';
  if (code[after] === '=' && code[after + 1] !== '=') return 'name';
  return 'plain';
}

const BLANKS_MAX = 80;

function blanksEnd(code: string, from: number): number {
  let at = from;
  while (at < from + BLANKS_MAX && (code[at] === ' ' || code[at] === '\t')) at += 1;
  return at;
}

/** End of a quoted string: its closing quote outside `${ … }`, or the end of the line. */
function stringEnd(code: string, start: number): number {
  const open = ['"'];
  for (let at = start + 1; at < code.length; at += 1) {
    const char = code[at];
    if (char === '\n') return at;
    if (open.at(-1) === '"') {
      if (char === '\\') at += 1;
      else if (char === '"') open.pop();
      else if ((char === '$' || char === '%') && code[at + 1] === '{') {
        open.push('{');
        at += 1;
      }
    } else if (char === '"' || char === '{') open.push(char);
    else if (char === '}') open.pop();
    if (open.length === 0) return at + 1;
  }
  return code.length;
}

/** End of a heredoc: after the line with only its delimiter. */
function heredocEnd(code: string, opening: string, from: number): number {
  const word = opening.replace(/^<<-?/, '').trim();
  for (let at = code.indexOf('\n', from); at !== -1; at = code.indexOf('\n', at + 1)) {
    const next = code.indexOf('\n', at + 1);
    const stop = next === -1 ? code.length : next;
    if (stop - at <= word.length + BLANKS_MAX && code.slice(at + 1, stop).trim() === word) {
      return stop;
    }
  }
  return code.length;
}
