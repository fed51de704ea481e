import type { GraphQLObjectType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import type { OperationAccess } from '../access/operation-access.ts';
import type { Row } from '../access/row.ts';
import { isJson, type Json } from '../is-json.ts';
import { collectRow } from './collect-row.ts';
import type { Collected, Collection } from './collected.ts';
import { ROW_ID } from './prepare-sources.ts';

/**
 * What sources found that is whole for the reader. A value that is masked, denied or empty is no evidence, and neither
 * is a row whose id is a pseudonym, which nothing could cite.
 *
 * @param data what the sources' query gave.
 * @param root the type it was asked of.
 * @param access in which it was run: it knows of every row how much of it the reader has.
 */
export function collectEvidence(data: unknown, root: GraphQLObjectType, access: OperationAccess): Collection {
  const rows = new Map<string, Row>();
  for (const subject of access.subjects) {
    for (const row of subject.rows) rows.set(`${row.table.type.name}/${row.id}`, row);
  }
  const found: Collected[] = [];
  const leftOut = new Map<string, Collection['leftOut'][number]>();

  const look = (value: unknown, type: GraphQLObjectType): void => {
    if (Array.isArray(value)) {
      for (const item of value) look(item, type);
      return;
    }
    if (!isJson(value)) return;
    const row = rows.get(`${type.name}/${String(value[ROW_ID])}`);
    if (row !== undefined) keep(row, value);
    for (const [name, inner] of Object.entries(value)) {
      const named = getNamedType(type.getFields()[name]?.type);
      if (isObjectType(named) && isWayToRows(access, type.name, name)) look(inner, named);
    }
  };
  const keep = (row: Row, value: Json): void => {
    const { collected, leftOut: reasons } = collectRow(row, value);
    if (collected !== null) found.push(collected);
    const [resourceType, resourceId] = [row.table.type.name, row.id];
    for (const reason of reasons) {
      leftOut.set(`${resourceType}/${resourceId} ${reason}`, { resourceType, resourceId, reason });
    }
  };

  look(data, root);
  return { found, leftOut: [...leftOut.values()] };
}

/** Edges and nodes of a connection, and fields of rows that are rows themselves; values have been read with their row. */
function isWayToRows({ model }: OperationAccess, typeName: string, name: string): boolean {
  const type = model.types[typeName];
  return type === undefined || type.fields.some((field) => field.name === name && field.rowType !== null);
}
