// Collects the examples of each rule: configurations that fail or pass it.

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../../../src/scan/aws/*.tf', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface RuleExamples {
  readonly failing: readonly string[];
  readonly passing: readonly string[];
}

interface Block {
  readonly text: string;
  /** Rule ids in the comment of the first line; `!` marks a rule that passes. */
  readonly expected: readonly string[];
}

const HEAD = /^\w+(?: "[^"]*")* \{ # (.+)$/;

let all: readonly Block[] | null = null;

/** The examples of a rule. */
export function examplesOf(id: string): RuleExamples {
  all ??= Object.values(FILES).flatMap(blocks);
  const texts = (expectation: string): string[] =>
    (all ?? []).filter(({ expected }) => expected.includes(expectation)).map(({ text }) => text);
  return { failing: texts(id), passing: texts(`!${id}`) };
}

/** Splits a file into its top-level blocks, without the expectations. */
function blocks(file: string): Block[] {
  return file.split(/^(?=\w)/m).map((text) => {
    const [head = '', ...body] = text.trimEnd().split('\n');
    const expected = HEAD.exec(head)?.[1]?.split(/\s+/) ?? [];
    return { text: [head.replace(/ # .*$/, ''), ...body].join('\n'), expected };
  });
}
