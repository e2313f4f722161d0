// Lists the files and the resources of a configuration by service.

import './style.css';
import { el, shown } from '../../dom';
import { number } from '../../format';
import type { State, Store } from '../../state';
import type { Graph, GraphNode } from '../../types';

/** Maximum resources listed; a project may have thousands. */
const ITEMS_MAX = 400;

/** A configuration to list, with the addresses that were added to it and its files. */
export interface Outlined {
  readonly code: string;
  /** Addresses that completion or fixes added. */
  readonly added: readonly string[];
  readonly files: readonly { readonly name: string; readonly line: number }[];
}

export function mountOutline(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => Outlined | undefined,
  graphOf: (code: string) => Promise<Graph>,
  go: (line: number) => void,
): void {
  const files = el('ul', { class: 'outline_list' });
  const fileSection = el(
    'div',
    { class: 'outline_group' },
    el('h3', { class: 'outline_title', text: 'Files' }),
    files,
  );
  const list = el('div', {});
  const note = el('p', { class: 'note', text: 'No resources yet.' });
  root.append(fileSection, list, note);
  const show = async (outlined: Outlined | undefined): Promise<void> => {
    const parts = outlined?.files ?? [];
    shown(fileSection, parts.length > 0);
    files.replaceChildren(...parts.map(({ name, line }) => row(name, '', line, go)));
    const graph = outlined === undefined ? null : await graphOf(outlined.code).catch(() => null);
    // A newer configuration is listed by its own call.
    if (outlined !== undefined && pick(store.get())?.code !== outlined.code) return;
    const nodes = graph?.nodes ?? [];
    shown(note, nodes.length === 0);
    const added = new Set(outlined?.added);
    list.replaceChildren(...groups(nodes.slice(0, ITEMS_MAX), added, go));
    const more = nodes.length - ITEMS_MAX + (graph?.more ?? 0);
    if (more > 0) list.append(el('p', { class: 'note', text: `and ${number(more)} more` }));
  };
  store.watch(pick, (outlined) => void show(outlined));
}

/** Services of types whose name does not begin with their service. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/^(?:instance|ami|key_pair|launch_|placement_|spot_|ebs_|volume_|eip)/, 'EC2'],
  [/^(?:vpc|subnet|security_group|route|internet_|nat_|network_|flow_log|default_)/, 'VPC'],
  [/^(?:main_route|egress_|customer_|vpn_)/, 'VPC'],
  [/^(?:db_|rds_)/, 'RDS'],
  [/^(?:lb|alb)(?:_|$)/, 'Load balancing'],
  [/^(?:autoscaling_|appautoscaling_)/, 'Auto Scaling'],
  [/^(?:cloudwatch_)/, 'CloudWatch'],
  [/^(?:caller_identity|region|partition|availability_zone)/, 'Account'],
];

/** Display name of the service that a resource type belongs to. */
function serviceOf({ type }: GraphNode): string {
  if (type === 'module') return 'Modules';
  if (!type.startsWith('aws_')) return 'Other providers';
  const name = type.slice('aws_'.length);
  const known = SERVICES.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  const [first = name] = name.split('_');
  return first.length <= 4
    ? first.toUpperCase()
    : `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
}

function groups(
  nodes: readonly GraphNode[],
  added: ReadonlySet<string>,
  go: (line: number) => void,
): HTMLElement[] {
  const byService = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const service = serviceOf(node);
    byService.set(service, [...(byService.get(service) ?? []), node]);
  }
  return [...byService]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([service, own]) =>
      el(
        'div',
        { class: 'outline_group' },
        el('h3', { class: 'outline_title', text: service }),
        el(
          'ul',
          { class: 'outline_list' },
          ...own.map((node) =>
            row(
              node.address.replace(/^data\./, '').replace(/^aws_/, ''),
              [
                ...(node.address.startsWith('data.') ? ['data'] : []),
                ...(added.has(node.address) ? ['added'] : []),
              ].join(', '),
              node.line,
              go,
            ),
          ),
        ),
      ),
    );
}

function row(name: string, mark: string, line: number, go: (line: number) => void): HTMLElement {
  return el(
    'li',
    {},
    el(
      'button',
      {
        class: 'outline_row',
        attributes: { type: 'button', title: name },
        on: { click: () => go(line) },
      },
      el('span', { class: 'outline_name', text: name }),
      mark === '' ? null : el('span', { class: 'outline_mark', text: mark }),
    ),
  );
}
