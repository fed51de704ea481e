import type { GraphQLSchema } from 'graphql';
import { getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import type { AccessModel, PhiField, SubjectType, ValueShape } from '../../../src/access/access-model.ts';
import type { CellGateway } from './cell-gateway.ts';
import { heldBy, MADE_TYPES, type PatientName } from './cell-world.ts';

/** One operation, and which row stands under which of its names. */
export interface CellDocument {
  readonly query: string;
  readonly rows: readonly {
    readonly alias: string;
    readonly type: SubjectType;
    readonly patient: PatientName;
    readonly id: string;
    /** The row's own category, or `null`. */
    readonly category: string | null;
  }[];
}

/** Below what one operation may be (docs/documents.md). */
const MOST_FIELDS = 900;
const MOST_ROWS = 40;

/** Every PHI field of every row of every patient that actors of this role are put before. */
export function cellDocuments({ schema, model, cells }: CellGateway, role: string): readonly CellDocument[] {
  const patients = Object.keys(heldBy(role));
  return Object.values(model.types).flatMap((type) => {
    const fields = type.fields.map((field) => selectionOf(schema, model, type, field)).join(' ');
    const each = fields.match(/[A-Za-z_]\w*(?![\w"]*:)/g)?.length ?? 1;
    const rows = rowsOf(type, cells).filter(({ patient }) => patients.includes(patient));
    const size = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_FIELDS / (each + 2))));
    const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
      rows.slice(index * size, (index + 1) * size),
    );
    return chunks.map((chunk): CellDocument => {
      const named = chunk.map((row, index) => ({ ...row, alias: `r${index}` }));
      const roots = named.map(({ alias, id, patient }) => rootOf(type.name, alias, id, patient));
      return {
        query: `{ ${roots.join(' ')} } fragment F on ${type.name} { __typename ${fields} }`,
        rows: named,
      };
    });
  });
}

function rowsOf(
  type: SubjectType,
  { rows }: CellGateway['cells'],
): readonly Omit<CellDocument['rows'][number], 'alias'>[] {
  // The patient, shown otherwise.
  const stored = type.name === 'PatientMatch' ? 'Patient' : type.name;
  return [...rows.values()]
    .filter(({ record }) => record.resourceType === stored)
    .map(({ record, patient, category }) => ({ type, patient, id: record.id, category }));
}

function rootOf(type: string, alias: string, id: string, patient: PatientName): string {
  if (MADE_TYPES.some((made) => made === type)) return `${alias}: made${type}(id: "${id}") { ...F }`;
  if (type === 'PatientMatch') return `${alias}: findPatient(search: { mrn: "M-10-${patient}" }) { ...F }`;
  return `${alias}: node(id: "${type}/${id}") { ...F }`;
}

/** All of a value; of rows only that they are there. */
function selectionOf(schema: GraphQLSchema, model: AccessModel, type: SubjectType, field: PhiField): string {
  const own = schema.getType(type.name);
  const declared = isObjectType(own) ? own.getFields()[field.name] : undefined;
  if (declared === undefined) throw new Error(`no field ${field.coordinate}`);
  const needed = declared.args.filter(isRequiredArgument).map(({ name }) => `${name}: "x"`);
  const paged = declared.args.some(({ name }) => name === 'first') ? ['first: 100'] : [];
  const given = [...needed, ...paged];
  const called = `${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}`;
  if (field.rowType === null) return `${called} ${valueSelection(field.value)}`;
  const named = getNamedType(declared.type).name;
  return `${called} { ${named in model.types ? '__typename' : 'edges { node { __typename } }'} }`;
}

function valueSelection(shape: ValueShape): string {
  if (shape.shape === 'leaf') return '';
  if (shape.shape === 'object') return '{ __typename }';
  const inner = Object.entries(shape.fields).map(([name, below]) => `${name} ${valueSelection(below)}`);
  return `{ ${inner.join(' ')} }`;
}
