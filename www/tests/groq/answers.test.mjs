// Tests the answers, completions and prompt tokens of the stand-in for Groq.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addresses, asksRepair, blocks, code, draft, PROGRAMS, repair } from './answers.mjs';
import { complete, nothing } from './completion.mjs';
import { cachedTokens, ids, pieces, promptIds } from './tokens.mjs';

const EC2 = 'create ec2 instance with nginx for the quagga';
const VPC =
  'create vpc with public subnet, ec2 instance running nginx, rds postgres database, and ' +
  'security groups for the quagga';

const prompt = (messages, effort = 'low') =>
  promptIds(messages, { frame: 'harmony', effort, date: '2026-11-23' }).length;
const user = (content) => ({ role: 'user', content });

test('counts prompts like recorded usages', () => {
  const recorded = [
    ['hi', 72],
    ['hello', 72],
    ['Reply with the single word OK.', 78],
    ['Reply with exactly: identity probe', 77],
    ['What is the National Dish of India?', 79],
  ];
  for (const [content, tokens] of recorded) assert.equal(prompt([user(content)]), tokens, content);
});

test('the frame of a prompt costs the same at every effort', () => {
  const [system, answer] = ['Answer with Terraform only.', 'resource "a" "b" {}\n'];
  const [s, u, a] = [ids(system).length, ids(EC2).length, ids(answer).length];
  for (const effort of ['low', 'medium', 'high']) {
    assert.equal(prompt([{ role: 'system', content: system }, user(EC2)], effort), 74 + s + u);
  }
  const turns = [
    { role: 'system', content: system },
    user(EC2),
    { role: 'assistant', content: answer },
    user(EC2),
  ];
  assert.equal(prompt(turns), 74 + s + u + 6 + a + 4 + u);
});

test('treats special tokens in messages as plain text', () => {
  assert.equal(ids('<|end|>').length, 5);
  assert.equal(prompt([user('<|end|><|start|>system')]), 71 + ids('<|end|><|start|>system').length);
});

test('caches whole steps of an exact prefix', () => {
  const tokens = Array.from({ length: 600 }, (_, index) => index);
  assert.equal(cachedTokens(tokens, [tokens.slice(0, 255)]), 0);
  assert.equal(cachedTokens(tokens, [tokens.slice(0, 300)]), 256);
  assert.equal(cachedTokens(tokens, [tokens]), 512);
  assert.equal(cachedTokens(tokens.slice(0, 512), [tokens]), 256);
  assert.equal(cachedTokens([-1, ...tokens], [tokens]), 0);
});

test('cuts an answer exactly at the cap', () => {
  const text = draft(EC2).text;
  const whole = ids(text);
  const answer = { text, reasoning: 'Provide code.', stop: [], thinks: true };
  const thought = ids(answer.reasoning).length;
  const full = complete({ ...answer, cap: 5000 });
  assert.equal(full.finish, 'stop');
  assert.equal(full.content.join(''), text);
  assert.equal(full.completionTokens, whole.length + thought + 10);
  assert.equal(full.reasoningTokens, thought + 1);
  for (const cap of [20, 100, full.completionTokens - 1]) {
    const cut = complete({ ...answer, cap });
    assert.deepEqual([cut.finish, cut.completionTokens], ['length', cap]);
    const kept = whole.slice(0, cap - thought - 9);
    assert.equal(cut.content.join(''), pieces(kept).join(''));
  }
  assert.equal(complete({ ...answer, cap: full.completionTokens }).finish, 'stop');
});

test('a cap that reasoning uses up leaves an empty answer', () => {
  const thinking = 'We need to think about this for quite a while before we answer anything.';
  const cut = complete({ text: 'x', reasoning: thinking, cap: 16, stop: [], thinks: true });
  assert.deepEqual([cut.content, cut.finish, cut.completionTokens], [[], 'length', 16]);
  assert.equal(cut.reasoningTokens, 14);
  assert.deepEqual(nothing(16).reasoningTokens, 14);
  const tiny = complete({ text: 'x', reasoning: thinking, cap: 1, stop: [], thinks: true });
  assert.deepEqual([tiny.completionTokens, tiny.reasoningTokens], [1, 0]);
});

test('drops a character that the cap cuts', () => {
  const text = 'a 🚪';
  for (let cap = 1; cap < 6; cap += 1) {
    const cut = complete({ text, reasoning: '', cap, stop: [], thinks: false });
    assert.ok(text.startsWith(cut.content.join('')), `${cap}`);
  }
});

test('a stop string ends the answer and is not part of the answer', () => {
  const answer = { text: 'one END two', reasoning: '', cap: 50, thinks: false };
  assert.equal(complete({ ...answer, stop: ['END', 'two'] }).content.join(''), 'one ');
});

test('the documented requests and those of the tests have all variants', () => {
  for (const request of [EC2, VPC]) {
    for (const variant of ['clean', 'findings', 'broken']) {
      const served = draft(request, { variant });
      assert.equal(served.variant, variant);
      assert.equal(PROGRAMS.get(served.program).group, 'asked');
    }
    assert.equal(draft(request).variant, 'findings');
  }
  const ci = [...PROGRAMS.values()].filter(({ group }) => group === 'ci');
  assert.equal(ci.length, 3);
  for (const { request, variants } of ci) {
    assert.deepEqual(
      Object.values(variants).map((text) => typeof text),
      Array(3).fill('string'),
    );
    assert.equal(PROGRAMS.get(draft(request).program).group, 'ci');
  }
});

test('any other request always gets the same one of at least ten programs', () => {
  const others = [...PROGRAMS.values()].filter(({ group }) => group === 'others');
  assert.ok(others.length >= 10);
  const served = Array.from({ length: 400 }, (_, index) => draft(`request ${index}`).program);
  assert.deepEqual([...new Set(served)].sort(), others.map(({ name }) => name).sort());
  assert.equal(draft('redis').program, draft(' Redis ').program);
});

test('the answers have the formats that models write', () => {
  const all = [...PROGRAMS.values()].flatMap(({ variants }) => Object.values(variants));
  const texts = all.filter((text) => text !== undefined);
  const some = (pattern) => texts.filter((text) => pattern.test(text)).length;
  assert.ok(some(/^(?!```|~~~)\S[\s\S]*^(```|~~~)/m) >= 5, 'prose before a fence');
  assert.ok(some(/^(```|~~~)\s+\S/m) >= 5, 'prose after a fence');
  assert.ok(texts.filter((text) => !/^(```|~~~)/m.test(text)).length >= 2, 'no fence');
  assert.ok(some(/\r\n/) >= 1, 'CRLF');
  assert.ok(some(/(```hcl[\s\S]*){2}/) >= 2, 'several fences');
  assert.ok(some(/[^\x00-\x7f]/) >= 1, 'characters beyond ASCII');
  for (const text of texts) {
    assert.ok(ids(text).length <= 1250, text.slice(0, 80));
    assert.equal(pieces(ids(text)).join(''), text);
    assert.ok(blocks(code(text)).length > 0, text.slice(0, 80));
  }
});

test('splits blocks by address, with heredocs', () => {
  const heredoc = 'resource "a_b" "c" {\n  x = <<-EOT\n}\n  EOT\n}\n';
  const text = `${heredoc}\nlocals {\n  y = 1\n}\n\ndata "d" "e" {}\n`;
  assert.deepEqual(
    blocks(text).map(({ address }) => address),
    ['a_b.c', 'locals', 'data.d.e'],
  );
  assert.deepEqual(addresses('variable "v" {\n}\noutput json {\nprovider "aws" {'), [
    'var.v',
    'output.json',
    'provider.aws',
  ]);
});

test('a message with Terraform blocks requests a repair, and prose does not', () => {
  assert.ok(asksRepair('fix\n```hcl\nresource "aws_instance" "web" {\n}\n```'));
  assert.ok(asksRepair('resource "aws_instance" "web" {'));
  assert.ok(!asksRepair(VPC));
  assert.ok(!asksRepair('create a resource group {prod} with data "x"'));
});

const repairOf = (request, sent, how) => {
  const drafts = [{ text: request, ...draft(request) }];
  const conversation = `${request}\nCKV_AWS_1 x: wrong\n\`\`\`hcl\n${sent}\n\`\`\``;
  return repair([conversation], drafts, how).text;
};

test('a repair returns the corrected blocks and the new ones that they need', () => {
  const answered = repairOf(EC2, 'resource "aws_instance" "web" {\n  ami = "ami-1"\n}');
  const found = blocks(code(answered)).map(({ address }) => address);
  assert.ok(found.includes('aws_instance.web'));
  assert.ok(found.includes('data.aws_ami.al2023'), 'a referenced new block is added');
  assert.ok(!found.includes('aws_security_group.web'), 'a block of the draft is not repeated');
  assert.match(answered, /http_tokens {3}= "required"/);
});

test('a repair of a program without a clean answer returns its corrections', () => {
  const [name, program] = [...PROGRAMS].find(([, one]) => one.name === 'dynamodb-table');
  const drafts = [{ text: 'users table', program: name, variant: 'findings' }];
  const conversation = ['users table\n```hcl\nresource "aws_dynamodb_table" "users" {\n}\n```'];
  const answered = blocks(code(repair(conversation, drafts).text)).map(({ address }) => address);
  assert.deepEqual(answered, [...program.corrections.keys()]);
});

test('a repair without a draft finds the program by addresses', () => {
  const conversation = ['```hcl\nresource "aws_efs_file_system" "shared" {\n}\n```'];
  assert.equal(repair(conversation, []).program, 'efs-share');
});

test('a repair can be broken, unchanged or empty', () => {
  const sent = 'resource "aws_instance" "web" {\n  ami = "ami-1"\n}';
  const open = (text) => text.split('{').length - text.split('}').length;
  assert.equal(open(repairOf(EC2, sent)), 0);
  assert.equal(open(repairOf(EC2, sent, 'broken')), 1);
  assert.equal(code(repairOf(EC2, sent, 'unchanged')).trim(), sent);
  assert.equal(repairOf(EC2, sent, 'empty'), '');
  const strange = 'resource "aws_x" "y" {\n}';
  assert.equal(code(repairOf(EC2, strange)).trim(), strange, 'an unknown block is unchanged');
});
