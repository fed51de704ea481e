import { createHash } from 'node:crypto';
import type { GlassReview, HealthCommands } from '../../datasources/health-commands.ts';
import type { HealthData, PatientWithFacts, StoredRecord } from '../../datasources/health-data.ts';
import { readConsent } from '../../src/access/consent/read-consent.ts';
import type { OpenedGlass, Reveal, SubjectFacts, Tie } from '../../src/access/facts.ts';
import { UpstreamUnavailableError } from '../../src/errors.ts';
import type { Actor } from '../../src/identity/actor.ts';
import { overseen } from '../../src/insight/overseen-insight.ts';
import type { StoredInsight } from '../../src/insight/stored-insight.ts';
import { createLedgerNames, type NameKeys } from '../../src/ledger/ledger-names.ts';
import { findingsOf } from '../../src/signals/finding-store.ts';
import { MemoryDocuments } from './memory-documents.ts';
import { MemoryFindings } from './memory-findings.ts';

/**
 * Health data and commands over maps: what a test of the mutations puts in, and every call in order. Stores
 * nothing for a patient that it has not.
 */
export class MemoryWorld {
  readonly calls: string[] = [];
  readonly patients = new Map<string, StoredRecord>();
  readonly ties = new Map<string, Tie[]>();
  /** By `Type/id`. */
  readonly rows = new Map<string, StoredRecord>();
  readonly glasses = new Map<string, OpenedGlass>();
  readonly reveals = new Map<string, Reveal[]>();
  readonly queue: GlassReview[] = [];
  readonly insights: StoredInsight[] = [];
  readonly documents = new MemoryDocuments();
  readonly findings = new MemoryFindings();
  /** Of all tenants; `null`: none ever had pseudonyms. */
  nameKeys: NameKeys | null = null;
  /** Names of methods that fail. */
  readonly failing = new Set<string>();
  /** Happens while a call is under way. */
  during: () => void = () => {};
  readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  clear(): void {
    for (const map of [this.patients, this.ties, this.rows, this.glasses, this.reveals]) map.clear();
    this.failing.clear();
    this.calls.length = 0;
    this.queue.length = 0;
    this.insights.length = 0;
    this.documents.clear();
    this.findings.clear();
    this.nameKeys = null;
    this.during = () => {};
  }

  addPatient(
    id: string,
    about: { readonly labels?: readonly string[]; readonly care?: readonly string[] } = {},
  ) {
    const { labels = [], care = [] } = about;
    const name = [{ family: `Family-${id}`, given: [`Given-${id}`] }];
    const own = { resourceType: 'Patient', id, subjectId: id, rowCategories: [], labels, name };
    this.patients.set(id, { ...own, birthDate: '1970-02-03' });
    const tie = (anchor: string): Tie => ({
      kind: 'CARE_TEAM',
      anchor,
      source: 'CareTeam/t',
      start: null,
      end: null,
    });
    this.ties.set(id, care.map(tie));
  }

  addRow(row: Pick<StoredRecord, 'resourceType' | 'id' | 'subjectId'> & Partial<StoredRecord>) {
    this.rows.set(`${row.resourceType}/${row.id}`, { rowCategories: [], labels: [], ...row });
  }

  data(actor: Actor): HealthData {
    const patient = async (id: string): Promise<PatientWithFacts> => {
      await this.#call('facts', id);
      return { record: this.patients.get(id) ?? null, facts: this.#facts(actor, id) };
    };
    return {
      facts: async (id) => (await patient(id)).facts,
      patient,
      row: async (type, id) => {
        if (type === 'Patient') return patient(id);
        await this.#call('row', `${type}/${id}`);
        const record = this.rows.get(`${type}/${id}`) ?? null;
        return { record, facts: (await patient(record?.subjectId ?? '')).facts };
      },
      rows: async ({ subjectId, type, first, admit }) => {
        await this.#call('rows', subjectId);
        const own = [...this.rows.values()].filter(
          (row) => row.subjectId === subjectId && row.resourceType === type && admit(row),
        );
        return { rows: own.slice(0, first).map(positioned), hasNextPage: own.length > first };
      },
      patients: async (_scope, { first, after }, admit) => {
        await this.#call('patients', '');
        const all = await Promise.all([...this.patients.keys()].sort().map(patient));
        const rest = all.filter(
          ({ facts, record }) => admit(facts, record) && (after === null || facts.subjectId > after),
        );
        const rows = rest.slice(0, first).map((record) => ({ record, position: record.facts.subjectId }));
        return { rows, hasNextPage: rest.length > first };
      },
      search: async () => [],
      organizational: async () => null,
    };
  }

  commands(actor: Actor): HealthCommands {
    return {
      openGlass: async ({ subjectId, id, reason, justification, minutes }) => {
        await this.#call('openGlass', subjectId);
        if (!this.patients.has(subjectId)) return null;
        const key = keyOf(actor, subjectId);
        const open = this.glasses.get(key);
        if (open !== undefined && this.now() < open.expiresAt) return open;
        const openedAt = this.now();
        const glass = { id, openedAt, expiresAt: openedAt + minutes * 60_000 };
        const { issuer, roles, client } = actor;
        const who = { issuer, actor: actor.id, roles, client };
        const review = { reviewer: null, verdict: null, comment: null, reviewedAt: null };
        const row = { resourceType: 'BreakGlassReview' as const, subjectId, rowCategories: [], labels: [] };
        this.queue.unshift({ ...row, ...who, ...glass, ...review, reason, justification, state: 'OPEN' });
        this.glasses.set(key, glass);
        return glass;
      },
      reviews: async ({ first, after, state }) => {
        await this.#call('reviews', state ?? '');
        const all = this.queue.filter((one) => state === null || one.state === state);
        const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
        const rows = all.slice(start, start + first).map(positioned);
        return { rows, hasNextPage: all.length > start + first };
      },
      reviewOf: async (id) => {
        await this.#call('reviewOf', id);
        return this.queue.find((one) => one.id === id) ?? null;
      },
      review: async (id, outcome) => {
        await this.#call('review', id);
        const at = this.queue.findIndex((one) => one.id === id);
        const known = this.queue[at];
        if (known === undefined) return null;
        if (known.state === 'REVIEWED') return 'conflict';
        const who = { reviewer: actor.id, reviewedAt: this.now() };
        const judged: GlassReview = { ...known, ...outcome, ...who, state: 'REVIEWED' };
        this.queue[at] = judged;
        return judged;
      },
      writeConsent: async ({ subjectId, id, resource, expectedVersion }) => {
        await this.#call('writeConsent', id);
        if (!this.patients.has(subjectId)) return null;
        const stored = this.rows.get(`Consent/${id}`);
        const version = stored === undefined ? null : versionOf(stored);
        if (version !== expectedVersion) return 'conflict';
        const next = (version ?? 0) + 1;
        const row = { rowCategories: [], labels: [], resourceType: 'Consent', id, subjectId };
        this.addRow({ ...resource, ...row, meta: { versionId: String(next) } });
        return { version: next };
      },
      openReveal: async ({ subjectId, resource, coordinates, seconds }) => {
        await this.#call('openReveal', resource);
        const expiresAt = this.now() + seconds * 1000;
        const given = coordinates.map((coordinate) => ({ coordinate, resource, expiresAt }));
        const key = keyOf(actor, subjectId);
        this.reveals.set(key, [...(this.reveals.get(key) ?? []), ...given]);
        return given;
      },
      documents: this.documents,
      overseeInsights: async ({ state, before = Number.POSITIVE_INFINITY }) => {
        await this.#call('overseeInsights', state ?? '');
        const all = this.insights.filter(
          ({ reviewState, createdAt }) => (state === null || reviewState === state) && createdAt < before,
        );
        return { rows: all.map(overseen).map(positioned), hasNextPage: false };
      },
      findings: findingsOf(this.findings, actor.tenant),
      ledgerNames: createLedgerNames(this.nameKeys),
    };
  }

  #facts(actor: Actor, subjectId: string): SubjectFacts {
    const record = this.patients.get(subjectId);
    const ties = (this.ties.get(subjectId) ?? []).filter(({ anchor }) => anchor === actor.fhirUser);
    const consents = [...this.rows.values()].filter(
      (row) => row.resourceType === 'Consent' && row.subjectId === subjectId,
    );
    return {
      subjectId,
      exists: record !== undefined,
      ties: record === undefined ? [] : ties,
      actors: actor.fhirUser === null ? [] : [actor.fhirUser],
      birthDate: record === undefined ? null : '1970-02-03',
      deceasedDate: null,
      labels: record?.labels ?? [],
      consents: consents.map(readConsent),
      glass: this.glasses.get(keyOf(actor, subjectId)) ?? null,
      reveals: this.reveals.get(keyOf(actor, subjectId)) ?? [],
      pseudonymKey: createHash('sha256').update(subjectId).digest(),
    };
  }

  async #call(method: string, about: string): Promise<void> {
    this.calls.push(`${method} ${about}`);
    await new Promise(setImmediate);
    this.during();
    if (this.failing.has(method)) throw new UpstreamUnavailableError('as told');
  }
}

function keyOf({ issuer, id }: Actor, subjectId: string): string {
  return JSON.stringify([issuer, id, subjectId]);
}

function positioned<R extends { readonly id: string }>(record: R) {
  return { record, position: record.id };
}

function versionOf({ meta }: StoredRecord): number {
  const stated = typeof meta === 'object' && meta !== null && 'versionId' in meta ? meta.versionId : 0;
  return Number(stated);
}
