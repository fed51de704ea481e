import { stringify } from 'csv-stringify/sync';
import type { LedgerEvent } from '../ledger-event.ts';

type Cell = string | number | null;

/** Columns in their order; the header names them. Lists have a space between their items. */
const COLUMNS: readonly (readonly [name: string, cell: (event: LedgerEvent) => Cell])[] = Object.freeze([
  ['id', ({ id }) => id],
  ['time', ({ time }) => time],
  ['kind', ({ kind }) => kind],
  ['tenant', ({ tenant }) => tenant],
  ['actor', ({ actor }) => actor],
  ['roles', ({ roles }) => roles.join(' ')],
  ['assurance', ({ assurance }) => assurance.join(' ')],
  ['client', ({ client }) => client],
  ['network', ({ network }) => network],
  ['purpose', ({ purpose }) => purpose],
  ['subject', ({ subject }) => subject],
  ['resourceType', ({ resource }) => resource.type],
  ['resourceId', ({ resource }) => resource.id],
  ['coordinate', ({ coordinate }) => coordinate],
  ['category', ({ category }) => category],
  ['decision', ({ decision }) => decision],
  ['mask', ({ mask }) => mask],
  ['reason', ({ reason }) => reason],
  ['grant', ({ grant }) => grant],
  ['breakGlass', ({ breakGlass }) => breakGlass],
  ['consent', ({ consent }) => consent],
  ['policyVersion', ({ policyVersion }) => policyVersion],
  ['document', ({ document }) => document],
  ['operation', ({ operation }) => operation],
  ['request', ({ request }) => request],
  ['session', ({ session }) => session],
  ['via', ({ via }) => via],
  ['model', ({ insight }) => insight?.model ?? null],
  ['count', ({ count }) => count ?? 1],
]);

/**
 * RFC 4180, one line per event. A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a
 * carriage return, or the full-width forms) has an apostrophe before it, also behind a semicolon; characters that control
 * or are not to be seen are shown as U+FFFD.
 */
export function csvLines(events: readonly LedgerEvent[]): string {
  return toCsv(events.map((event) => COLUMNS.map(([, cell]) => visible(cell(event)))));
}

export function csvHeader(): string {
  return toCsv([COLUMNS.map(([name]) => name)]);
}

function toCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );
}

const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp};]/u;
/** A tab or carriage return at the start stays: what is done about formulas is done about it. */
const EACH_UNFIT = /(?!^[\t\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Where a spreadsheet takes a semicolon for the end of a cell, as many locales do, another cell would begin there. */
const FORMULA_BEHIND = /;(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

function visible(cell: Cell): Cell {
  return typeof cell === 'string' && UNFIT.test(cell)
    ? cell.replace(EACH_UNFIT, '\ufffd').replace(FORMULA_BEHIND, ";'")
    : cell;
}
