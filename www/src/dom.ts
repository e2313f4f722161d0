// Creates DOM elements from plain values. No markup is ever parsed.

type Child = Node | string | null;

interface Settings {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

/** Creates an element; null children are skipped. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  settings: Settings = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (settings.class !== undefined) element.className = settings.class;
  if (settings.text !== undefined) element.textContent = settings.text;
  for (const [name, value] of Object.entries(settings.attributes ?? {})) {
    element.setAttribute(name, value);
  }
  for (const [name, listener] of Object.entries(settings.on ?? {})) {
    element.addEventListener(name, listener);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The element of index.html with an id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no \`${id}\``);
  return found;
}

/** Renders a message of the module; names between backticks become `code` elements. */
export function prose(text: string): Node[] {
  return text
    .split('`')
    .map((part, index) =>
      index % 2 === 1 ? el('code', { text: part }) : document.createTextNode(part),
    );
}

/** Shows or hides an element. */
export function shown(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}
