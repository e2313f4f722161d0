// Joins the files of a project into one text for the editor, and splits it again.
//
// A line `# file: PATH` precedes each file. Where a file has such a line itself, the lines between
// the files begin with more `#`.

const NAME = 'main.tf';
const HEAD = /^(#+ file: )\S.*$/m;

/** A file of a project as text. */
export interface TextPart {
  readonly name: string;
  readonly text: string;
}

/** A file of a joined text, with its position. */
export interface Part extends TextPart {
  /** Line of the `# file:` comment, from 1; 0 where the file has none. */
  readonly head: number;
}

/** Joins files in the given order; a line end follows each but the last. */
export function joinParts(parts: readonly TextPart[]): string {
  let mark = '# file: ';
  const hasMark = ({ text }: TextPart): boolean => `\n${text}`.includes(`\n${mark}`);
  while (parts.some(hasMark)) mark = `#${mark}`;
  return parts.map(({ name, text }) => `${mark}${name}\n${text}`).join('\n');
}

/** The files of a text, in their order. */
export function splitFiles(text: string): readonly Part[] {
  const mark = HEAD.exec(text)?.[1];
  if (mark === undefined) return [{ name: NAME, text, head: 0 }];
  const parts: Part[] = [];
  const lines = text.split('\n');
  let from = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith(mark) || line.slice(mark.length).trim() === '') continue;
    add(index);
    from = index + 1;
  }
  add(lines.length);
  return parts;

  /** Adds the part that ends before a line. */
  function add(end: number): void {
    const own = lines.slice(from, end).join('\n');
    const head = lines[from - 1];
    if (head !== undefined) {
      parts.push({ name: head.slice(mark?.length).trim(), text: own, head: from });
    } else if (own.trim() !== '') parts.push({ name: NAME, text: own, head: 0 });
  }
}

/** Whether a text holds files with their paths. */
export function isJoined(text: string): boolean {
  return HEAD.test(text);
}

/** `line 12`, or `network.tf line 3` where the text names its files. */
export function lineName(parts: readonly Part[], line: number): string {
  const part = parts.findLast(({ head }) => head < line);
  if (part === undefined || part.head === 0) return `line ${line}`;
  return `${part.name} line ${line - part.head}`;
}
