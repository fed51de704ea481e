import { isMap, isScalar, parseDocument, visit } from 'yaml';

/** Lists of a tenant's file that name patients: who watches over them is evidence, who they are is not. */
const NAMING_PATIENTS: readonly string[] = Object.freeze(['vips', 'colleagues']);

export interface ShownTenant {
  readonly text: string;
  /** Entries left out of each list, by its name; none: the text is the file as it stands. */
  readonly withheld: Readonly<Record<string, number>>;
}

/**
 * A tenant's file as a pack may show it. Where it lists patients, the lists are left empty, with all comments, since those
 * may say who they are.
 */
export function shownTenant(text: string): ShownTenant {
  const document = parseDocument(text);
  const signals = document.get('signals');
  const lists = isMap(signals) ? NAMING_PATIENTS.filter((name) => signals.has(name)) : [];
  if (!isMap(signals) || lists.length === 0) return { text, withheld: {} };
  const withheld: Record<string, number> = {};
  for (const name of lists) {
    const list = signals.get(name, true);
    withheld[name] = isCollection(list) ? list.items.length : 1;
    signals.set(name, name === 'vips' ? [] : {});
  }
  document.commentBefore = null;
  document.comment = null;
  visit(document, {
    Node: (_key, node) => {
      node.comment = null;
      node.commentBefore = null;
    },
    Pair: (_key, { key }) => {
      if (isScalar(key)) key.commentBefore = null;
    },
  });
  return { text: document.toString(), withheld };
}

function isCollection(value: unknown): value is { readonly items: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}
