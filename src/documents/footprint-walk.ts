import type {
  DocumentNode,
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, getOperationAST, isAbstractType, isObjectType } from 'graphql';
import type { AccessModel, PhiFilter, SubjectType } from '../access/access-model.ts';
import { connectionEdge, connectionNode } from '../access/connection-node.ts';
import { PhieldError } from '../errors.ts';
import { type Fragments, footprintFields, fragmentsOf } from './footprint-fields.ts';
import { footprintFilters } from './footprint-filters.ts';
import type { FootprintInsight } from './footprint-insights.ts';
import { footprintPage } from './footprint-pages.ts';
import { mostOf, NOTHING, sumOf, timesOf, type Worst } from './footprint-worst.ts';

/** Fields looked at for one document, for each possible type: far more than a document within limits needs. */
const MOST_STEPS = 200_000;
const MOST_LEVELS = 100;

interface Place {
  readonly fragments: Fragments;
  /** Below a row: what follows is about the same patient, but for lists of patients. */
  readonly inRow: boolean;
  readonly level: number;
}

type Field = GraphQLField<unknown, unknown>;
type Insights = ReadonlyMap<string, FootprintInsight>;

/**
 * Everything that operations of a valid document can resolve, whatever their variables say: directives count as taken,
 * and a field of an abstract type is run on each type that can stand there.
 */
export class FootprintWalk {
  /** Of PHI fields that are resolved. */
  readonly coordinates = new Set<string>();
  readonly filters = new Set<PhiFilter>();
  readonly insights = new Set<string>();
  readonly mutations = new Set<string>();
  readonly #schema: GraphQLSchema;
  readonly #model: AccessModel;
  readonly #insights: Insights;
  readonly #edges: ReadonlySet<unknown>;
  readonly #sources = new Map<string, { readonly walk: FootprintWalk; readonly worst: Worst }>();
  #steps = 0;

  constructor(schema: GraphQLSchema, model: AccessModel, insights: Insights) {
    this.#schema = schema;
    this.#model = model;
    this.#insights = insights;
    this.#edges = new Set(Object.keys(schema.getTypeMap()).map((name) => connectionEdge(schema, name)));
  }

  /** @throws PhieldError OPERATION_TOO_COMPLEX */
  operation(document: DocumentNode, { operation, selectionSet }: OperationDefinitionNode): Worst {
    const root = this.#schema.getRootType(operation);
    if (!root) return NOTHING;
    return this.#type(root, [selectionSet], { fragments: fragmentsOf(document), inRow: false, level: 0 });
  }

  /** Sources begin at the row their insight stands on. */
  sources({ owner, sources }: FootprintInsight): Worst {
    const operation = getOperationAST(sources);
    if (!operation) return NOTHING;
    return this.#type(owner, [operation.selectionSet], {
      fragments: fragmentsOf(sources),
      inRow: true,
      level: 0,
    });
  }

  #type(type: GraphQLObjectType, selected: readonly SelectionSetNode[], place: Place): Worst {
    if (place.level > MOST_LEVELS) throw tooComplex();
    const fields = type.getFields();
    const asked = footprintFields(this.#schema, type, selected, place.fragments);
    return sumOf(
      [...asked.values()].map((nodes) => {
        this.#steps += 1;
        if (this.#steps > MOST_STEPS) throw tooComplex();
        const name = nodes[0]?.name.value ?? '';
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return field === undefined ? NOTHING : this.#field(type, field, nodes, place);
      }),
    );
  }

  #field(type: GraphQLObjectType, field: Field, nodes: readonly FieldNode[], place: Place): Worst {
    const coordinate = `${type.name}.${field.name}`;
    if (this.#rowType(type.name)?.fields.some(({ name }) => name === field.name)) {
      this.coordinates.add(coordinate);
    }
    for (const node of nodes) {
      for (const filter of footprintFilters(this.#model, type.name, field, node)) this.#filter(filter);
    }
    const below = this.#below(type, field, nodes, place);
    if (type !== this.#schema.getMutationType()) return below;
    this.mutations.add(coordinate);
    return { ...below, patients: Math.max(1, below.patients) };
  }

  #below(type: GraphQLObjectType, field: Field, nodes: readonly FieldNode[], place: Place): Worst {
    const coordinate = `${type.name}.${field.name}`;
    const named = getNamedType(field.type).name;
    const node = connectionNode(this.#schema, named);
    const rows = this.#possible(node ?? named).flatMap(({ name }) => this.#rowType(name) ?? []);
    const selected = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const inside = { ...place, inRow: place.inRow || rows.length > 0, level: place.level + 1 };
    const each = mostOf(this.#possible(named).map((one) => this.#type(one, selected, inside)));
    // Edges, and the nodes in them, are as many as the connection was asked for.
    if (this.#edges.has(type) || connectionEdge(this.#schema, type.name) !== null) return each;

    const page = Math.max(...nodes.map((one) => footprintPage(coordinate, field, one)));
    if (rows.length === 0) return timesOf(page, each);
    const isPatient = rows.some(({ subjectField }) => subjectField === 'id');
    const patients = !place.inRow || (isPatient && page > 1) ? 1 : 0;
    return timesOf(page, sumOf([{ patients, rows: 1 }, each, this.#insight(coordinate, rows)]));
  }

  /** To be found through a value is to have it read, whatever of the row is selected. */
  #filter(filter: PhiFilter): void {
    this.filters.add(filter);
    for (const coordinate of filter.fields) this.coordinates.add(coordinate);
  }

  /**
   * What is read so that a model may write, or so that its reader may have what one wrote. A mutation named as an insight
   * writes that one; behind any other field that gives stored ones may be each of them, and the values that it was
   * written from are read again.
   */
  #insight(coordinate: string, rows: readonly SubjectType[]): Worst {
    const own = this.#insights.get(coordinate);
    if (own !== undefined) return this.#readSources(own, () => true);
    const all = [...this.#insights.values()];
    const stored = all.filter(({ written }) => rows.some(({ name }) => name === written));
    const mutation = this.#schema.getMutationType()?.name;
    const drafted = stored.filter(({ owner, coordinate: one }) => {
      const name = one.slice(owner.name.length + 1);
      return `${mutation}.${name}` === coordinate;
    });
    if (drafted.length > 0) return mostOf(drafted.map((insight) => this.#readSources(insight, () => true)));
    return mostOf(
      stored.map((insight) => this.#readSources(insight, (one) => this.#fieldOf(one)?.rowType === null)),
    );
  }

  #readSources(insight: FootprintInsight, isRead: (coordinate: string) => boolean): Worst {
    const known = this.#sources.get(insight.coordinate) ?? this.#walkSources(insight);
    this.#sources.set(insight.coordinate, known);
    this.insights.add(insight.coordinate);
    this.coordinates.add(insight.coordinate);
    for (const coordinate of known.walk.coordinates) {
      if (isRead(coordinate)) this.coordinates.add(coordinate);
    }
    for (const filter of known.walk.filters) this.filters.add(filter);
    return known.worst;
  }

  /** Sources cannot ask for insights: the lint refuses it, and they would never end. */
  #walkSources(insight: FootprintInsight): { walk: FootprintWalk; worst: Worst } {
    const walk = new FootprintWalk(this.#schema, this.#model, new Map());
    return { walk, worst: walk.sources(insight) };
  }

  #possible(name: string): readonly GraphQLObjectType[] {
    const type = this.#schema.getType(name);
    if (isAbstractType(type)) return this.#schema.getPossibleTypes(type);
    return isObjectType(type) ? [type] : [];
  }

  #rowType(name: string): SubjectType | undefined {
    return Object.hasOwn(this.#model.types, name) ? this.#model.types[name] : undefined;
  }

  #fieldOf(coordinate: string) {
    const [type = ''] = coordinate.split('.');
    return this.#rowType(type)?.fields.find((field) => field.coordinate === coordinate);
  }
}

function tooComplex(): PhieldError {
  return new PhieldError('OPERATION_TOO_COMPLEX', 'footprint of a document');
}
