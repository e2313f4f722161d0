// The cases that prove the rules, as they stand beside the tables: programs that a rule catches,
// and programs that it spares.

const FILES: Readonly<Record<string, string>> = import.meta.glob(
  '../../../../src/scan/aws/*.tf', { query: '?raw', import: 'default', eager: true },
);

export interface RuleExamples {
  readonly failing: readonly string[];
  readonly passing: readonly string[];
}

interface Block {
  readonly text: string;
  /** What the comment at its head expects, `!` before what it spares. */
  readonly expected: readonly string[];
}

const HEAD = /^\w+(?: "[^"]*")* \{ # (.+)$/;

let all: readonly Block[] | null = null;

/** The cases of an id. */
export function examplesOf(id: string): RuleExamples {
  all ??= Object.values(FILES).flatMap(blocks);
  const texts = (expectation: string): string[] =>
    (all ?? []).filter(({ expected }) => expected.includes(expectation)).map(({ text }) => text);
  return { failing: texts(id), passing: texts(`!${id}`) };
}

/** The top-level blocks of a file, without what they expect. */
function blocks(file: string): Block[] {
  return file.split(/^(?=\w)/m).map((text) => {
    const [head = '', ...body] = text.trimEnd().split('\n');
    const expected = HEAD.exec(head)?.[1]?.split(/\s+/) ?? [];
    return { text: [head.replace(/ # .*$/, ''), ...body].join('\n'), expected };
  });
}
