import { jsonText } from '../ledger/export/json-line.ts';

/** A JSON array, one item a line. */
export function* jsonList(items: Iterable<unknown>): Generator<string> {
  yield '[';
  let mark = '\n';
  for (const item of items) {
    yield `${mark}${jsonText(item)}`;
    mark = ',\n';
  }
  yield '\n]\n';
}

/** A JSON object, one member a line; of a member that is a list, one item a line. */
export function* jsonObject(value: object): Generator<string> {
  let mark = '{\n';
  for (const [name, member] of Object.entries(value)) {
    yield `${mark}"${name}":`;
    mark = ',\n';
    const items: unknown = member;
    if (!Array.isArray(items) || items.length === 0) yield jsonText(member);
    else yield `[\n${items.map((item) => `  ${jsonText(item)}`).join(',\n')}\n]`;
  }
  yield mark === '{\n' ? '{}\n' : '\n}\n';
}
