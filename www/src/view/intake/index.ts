// Shows the inputs of the Check screen (tab, files, example) and the result.

import './style.css';
import type { CheckActions } from '../../actions';
import { el, prose, shown } from '../../dom';
import { withPath } from '../../file-drop';
import { count, number, SEVERITIES, sentence } from '../../format';
import type { Check, Store } from '../../state';

const EXAMPLE = `resource "aws_s3_bucket" "invoices" {
  bucket = "invoices-of-my-shop"
}

resource "aws_db_instance" "shop" {
  engine            = "postgres"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  username          = "shop"
  password          = var.shop_pasword
}

variable "shop_password" {
  type      = string
  sensitive = true
}
`;

export function mountIntake(root: HTMLElement, store: Store, actions: CheckActions): void {
  const files = el('input', {
    class: 'intake_files',
    attributes: {
      type: 'file',
      multiple: '',
      id: 'intake_files',
      accept: '.tf,.hcl,.tfvars,.zip,.json,.sarif,text/plain',
      'aria-label': 'Files to check',
      tabindex: '-1',
    },
    on: { change: () => opened(files) },
  });
  const folder = el('input', {
    class: 'intake_files',
    attributes: {
      type: 'file',
      webkitdirectory: '',
      id: 'intake_folder',
      'aria-label': 'Folder to check',
      tabindex: '-1',
    },
    on: { change: () => opened(folder) },
  });
  const opened = (input: HTMLInputElement): void => {
    actions.open([...(input.files ?? [])].map(withPath));
    input.value = '';
  };
  const button = (text: string, click: () => void): HTMLButtonElement =>
    el('button', {
      class: 'button button_small',
      text,
      attributes: { type: 'button' },
      on: { click },
    });
  const { readTab } = actions;
  const example = button('Try an example', () => actions.give(EXAMPLE));
  const format = button('Format', actions.format);
  const clear = button('Clear', () => actions.give(''));
  const status = el('p', { class: 'intake_status', attributes: { role: 'status' } });
  const notes = el('ul', { class: 'intake_notes' });
  const intro = el('p', {
    class: 'note',
    text:
      'Paste Terraform below, or drop files, folders or a zip anywhere on this page. It is ' +
      'validated, scanned and fixed in your browser: no key is needed, and nothing is sent.',
  });
  root.append(
    el('h2', { class: 'label', text: 'Check existing Terraform' }),
    intro,
    el(
      'div',
      { class: 'intake_row' },
      readTab === null ? null : button('Read the active tab', readTab),
      button('Open files…', () => files.click()),
      button('Open a folder…', () => folder.click()),
      example,
      format,
      clear,
      files,
      folder,
    ),
    status,
    notes,
  );
  store.watch(
    (state) => state.check,
    (check) => {
      const text = summary(check);
      if (status.textContent !== text) status.textContent = text;
      status.classList.toggle('is-failed', check.failure !== null);
      notes.replaceChildren(...check.notes.map((note) => el('li', {}, ...prose(note))));
      shown(notes, check.notes.length > 0);
      shown(intro, check.verdict === null);
      shown(example, check.verdict === null);
      shown(format, check.verdict !== null);
      shown(clear, check.verdict !== null);
    },
  );
}

/** Summary of the check, in one line. */
function summary({ verdict, failure, isChecking }: Check): string {
  if (failure !== null) return sentence(failure.message);
  if (verdict === null) return isChecking ? 'Checking…' : 'Nothing to check yet.';
  const { problems, findings, fixState, ms } = verdict;
  const grades = SEVERITIES.map((severity) => [
    findings.filter((one) => one.severity === severity).length,
    severity,
  ])
    .filter(([amount]) => amount !== 0)
    .map(([amount, severity]) => `${amount} ${severity}`);
  const found = [
    count(problems.length, 'problem'),
    `${count(findings.length, 'finding')}${grades.length > 0 ? ` (${grades.join(', ')})` : ''}`,
  ];
  const left = fixState.shown.problems.length + fixState.shown.findings.length;
  return (
    `${found.join(', ')}. ${count(fixState.shown.changes.length, 'change')} made, ` +
    `${number(left)} open, in ${number(Math.max(1, Math.round(ms)))} ms.`
  );
}
