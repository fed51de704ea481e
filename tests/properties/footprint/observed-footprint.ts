import type { AccessModel } from '../../../src/access/access-model.ts';
import type { Footprint } from '../../../src/documents/footprint.ts';
import type { LedgerEvent } from '../../../src/ledger/ledger-event.ts';

/** What the ledger tells of runs of one document, in the words of its footprint. */
export class ObservedFootprint {
  readonly coordinates = new Set<string>();
  readonly filters = new Set<string>();
  readonly insights = new Set<string>();
  readonly mutations = new Set<string>();
  /** Of one run, the most. */
  patients = 0;
  rows = 0;
  /** `ROLE,… Type.field` of what somebody with these roles was given whole, or at all. */
  readonly #given = new Map<
    string,
    { roles: readonly string[]; coordinate: string; list: 'whole' | 'masked' }
  >();
  /** Events about nothing that a footprint is about, and that are no refusal. */
  readonly strange = new Set<string>();
  readonly #phi: ReadonlySet<string>;
  readonly #model: AccessModel;

  constructor(model: AccessModel) {
    const fields = Object.values(model.types).flatMap((type) => type.fields);
    this.#phi = new Set(fields.map(({ coordinate }) => coordinate));
    this.#model = model;
  }

  /** @param events of one run. */
  add(events: readonly LedgerEvent[]): void {
    const rows = new Set<string>();
    const patients = new Set<string>();
    for (const event of events) {
      const { coordinate, resource, subject, via, kind } = event;
      if (coordinate === null) continue;
      if (via !== null) this.insights.add(via);
      // Fields that an act opens or explains are named by its arguments; it reads nothing of them.
      if (kind === 'privileged' && this.#phi.has(coordinate)) continue;
      if (event.decision !== 'DENY') {
        const list = event.decision === 'PERMIT' ? 'whole' : 'masked';
        this.#given.set(`${event.roles} ${coordinate} ${list}`, { roles: event.roles, coordinate, list });
      }
      if (this.#phi.has(coordinate)) {
        this.coordinates.add(coordinate);
        rows.add(`${resource.type}/${resource.id}`);
        if (subject !== null) patients.add(subject);
      } else if (coordinate in this.#model.filters) this.filters.add(coordinate);
      else if (coordinate.startsWith('Mutation.')) this.mutations.add(coordinate);
      else if (event.decision !== 'DENY') this.strange.add(coordinate);
    }
    this.patients = Math.max(this.patients, patients.size);
    this.rows = Math.max(this.rows, rows.size);
  }

  /** What was seen and is not in the footprint. */
  beyond(footprint: Footprint): readonly string[] {
    const { coordinates, filters, insights, mutations, worstPatients, worstRows } = footprint;
    const missing = (seen: ReadonlySet<string>, told: readonly string[]) =>
      [...seen].filter((name) => !told.includes(name));
    return [
      ...missing(
        this.coordinates,
        coordinates.map(({ coordinate }) => coordinate),
      ),
      ...missing(this.filters, filters),
      ...missing(this.insights, insights),
      ...missing(this.mutations, mutations),
      ...this.strange,
      ...this.#morePerRole(footprint),
      ...(this.patients > worstPatients ? [`${this.patients} patients`] : []),
      ...(this.rows > worstRows ? [`${this.rows} rows`] : []),
    ];
  }

  /** What was given to somebody, and no role of theirs could ever get so much of it. */
  #morePerRole({ byRole }: Footprint): readonly string[] {
    return [...this.#given].flatMap(([name, { roles, coordinate, list }]) => {
      if (!this.#phi.has(coordinate) && !(coordinate in this.#model.filters)) return [];
      const could = roles.flatMap((role) => {
        const { whole = [], masked = [] } = byRole[role] ?? {};
        return list === 'whole' ? whole : [...whole, ...masked];
      });
      return could.includes(coordinate) ? [] : [name];
    });
  }
}
