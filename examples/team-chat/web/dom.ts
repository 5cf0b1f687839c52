/** What an element is made with: attributes, and a class. Texts are children, and never read as markup. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;
export type Child = Node | string | false | undefined;

type Tags = HTMLElementTagNameMap;

/** A new element. */
export function element<Name extends keyof Tags>(name: Name, attributes: Attributes = {}, ...children: Child[]): Tags[Name] {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children.filter((child): child is Node | string => child !== false && child !== undefined));
  return made;
}

/** Attributes: `true` is there without a value, `false` and `undefined` are not there. */
export function set(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name);
    else target.setAttribute(name, value === true ? '' : value);
  }
}

/** An element of index.html. */
export function found<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const there = document.getElementById(id);
  if (!(there instanceof kind)) throw new TypeError(`index.html has no ${kind.name} with the id ${id}`);
  return there;
}

/** Only if it is another one: what did not change is not read out again. */
export function say(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** A line about what went wrong; none hides it. */
export function complain(target: HTMLElement, text: string | undefined): void {
  say(target, text ?? '');
  target.hidden = !text;
}

/** How to show things of a list, each by an element that stays as long as its thing does. */
export interface Showing<Thing> {
  key(thing: Thing): string;
  make(thing: Thing): HTMLElement;
  update(item: HTMLElement, thing: Thing): void;
}

/** Children of a list in the order of things: what is there stays, so that focus, selection and screen readers are left alone. */
export class KeyedList<Thing> {
  private elements = new Map<string, HTMLElement>();

  constructor(private readonly parent: HTMLElement, private readonly showing: Showing<Thing>) {}

  show(things: readonly Thing[]): void {
    const next = new Map(things.map((thing) => [this.showing.key(thing), this.shown(thing)]));
    for (const [key, item] of this.elements) if (!next.has(key)) item.remove();
    this.elements = next;
    let place = this.parent.firstElementChild;
    for (const item of next.values()) {
      if (item === place) place = place.nextElementSibling;
      else this.parent.insertBefore(item, place);
    }
  }

  private shown(thing: Thing): HTMLElement {
    const item = this.elements.get(this.showing.key(thing)) ?? this.showing.make(thing);
    this.showing.update(item, thing);
    return item;
  }
}
