import type { AccessModel, PhiField, SubjectType } from './access-model.ts';
import { MASKS, RELATIONSHIPS } from './access-model.ts';
import { type Circumstances, circumstancesKey, plainCircumstances, plainNumber } from './circumstances.ts';
import { decidableField, decidingCategories } from './decidable-field.ts';
import type { AccessClass, FieldDecision, RelationshipSet } from './decide.ts';
import { combine, decide, isSilent } from './decide.ts';
import { DENIED, type DecisionTable, newSetting, type Setting } from './decision-table.ts';
import { opensLabel } from './sensitivity.ts';

export const ALL_RELATIONSHIPS: RelationshipSet = (1 << RELATIONSHIPS.length) - 1;
/** A class meets few combinations; past this many the cache starts anew. */
const MAX_TABLES = 4096;
const MAX_SETTINGS = 1024;

/**
 * The answer for one access class: one small number per PHI coordinate, category and relationship set,
 * computed on first use. Shared by all requests of the class, so it MUST NOT know a patient.
 */
export class AccessVector {
  readonly model: AccessModel;
  readonly accessClass: AccessClass;
  /** By what circumstances without labels and reveals are numbered by; they are nearly all. */
  readonly #plain: (Setting | undefined)[] = [];
  readonly #settings = new Map<string, Setting>();
  #usesPseudonyms: boolean | null = null;
  #mayOpenLabels: boolean | null = null;
  readonly #mayWithhold = new Map<number, boolean>();

  constructor(model: AccessModel, accessClass: AccessClass) {
    this.model = model;
    this.accessClass = accessClass;
  }

  /** Equal circumstances give the same setting. */
  setting(circumstances: Circumstances): Setting {
    const number = plainNumber(circumstances);
    const key = number === null ? circumstancesKey(circumstances) : '';
    const known = number === null ? this.#settings.get(key) : this.#plain[number];
    if (known !== undefined) return known;
    const made = newSetting(circumstances);
    if (this.#settings.size >= MAX_SETTINGS) this.#settings.clear();
    if (number === null) this.#settings.set(key, made);
    else this.#plain[number] = made;
    return made;
  }

  /** @param categories the row's own; empty or unknown ones count as OTHER (design §4). */
  table(type: SubjectType, categories: readonly string[], setting: Setting): DecisionTable {
    let tables = setting.tables[type.index];
    if (tables === undefined) {
      tables = new Map();
      setting.tables[type.index] = tables;
    }
    const [only] = categories;
    // A code of the schema's own is its own key; no other is looked up before it is told what it counts as.
    const isKey = only === undefined || (categories.length === 1 && type.rowCategories.includes(only));
    const known = isKey ? tables.get(only ?? 'OTHER') : undefined;
    return known ?? this.#tableOf(type, categorySetKey(type, categories), setting, tables);
  }

  #tableOf(
    type: SubjectType,
    categoryKey: string,
    { circumstances }: Setting,
    tables: Map<string, DecisionTable>,
  ): DecisionTable {
    const known = tables.get(categoryKey);
    if (known !== undefined) return known;
    const made = this.#makeTable(type, categoryKey, circumstances);
    if (tables.size >= MAX_TABLES) tables.clear();
    tables.set(categoryKey, made);
    return made;
  }

  /**
   * Categories that rows of the type may have and exist, whatever other categories they have and scopes ask for;
   * `null`: all.
   */
  readableCategories(type: SubjectType, { circumstances, readable }: Setting): readonly string[] | null {
    const known = readable.get(type);
    if (known !== undefined) return known;
    const { rowCategories } = type;
    const some = rowCategories.filter(
      (category) => this.#makeTable(type, category, circumstances, null).exists,
    );
    const found = some.length === rowCategories.length ? null : Object.freeze(some);
    readable.set(type, found);
    return found;
  }

  /** The best any relationship gives, per category a row may have: what depends on the access class alone. */
  widest(type: SubjectType): readonly DecisionTable[] {
    const categories =
      type.rowCategories.length === 0 ? [[]] : type.rowCategories.map((category) => [category]);
    const setting = this.setting(plainCircumstances(ALL_RELATIONSHIPS));
    return categories.map((each) => this.table(type, each, setting));
  }

  /** Whether rows with a label may ever be seen by this class, so that lists look for them. */
  get mayOpenLabels(): boolean {
    this.#mayOpenLabels ??= Object.values(this.model.types)
      .flatMap(({ fields }) => fields.flatMap(({ grants }) => Object.entries(grants)))
      .some(([category, grants]) =>
        grants.some(
          (grant) =>
            grant.sensitivity.length > 0 &&
            this.accessClass.roles.some((role) => this.accessClass.grantsRole(role, grant, category)),
        ),
      );
    return this.#mayOpenLabels;
  }

  /** Whether some label, or a consent, may leave rows of a type out for this class, whichever rows are stored. */
  mayWithhold(type: SubjectType): boolean {
    const known = this.#mayWithhold.get(type.index);
    if (known !== undefined) return known;
    const grants = type.fields.flatMap((field) => Object.values(field.grants).flat());
    const bound = grants.some((grant) => !grant.relationships.every((tie) => tie === 'SELF'));
    const closed = this.model.sensitivities.some(
      (label) => !grants.some((grant) => opensLabel(grant.sensitivity, label)),
    );
    this.#mayWithhold.set(type.index, bound || closed);
    return bound || closed;
  }

  /** Whether any answer of this class may hold a pseudonym: then facts bring each patient's key along. */
  get usesPseudonyms(): boolean {
    this.#usesPseudonyms ??= this.#anyPseudonym();
    return this.#usesPseudonyms;
  }

  #anyPseudonym(): boolean {
    return Object.values(this.model.types).some((type) =>
      this.widest(type).some(
        (table) =>
          table.exists && (table.pseudonymousIds || table.decisions.some(({ mask }) => mask === 'PSEUDONYM')),
      ),
    );
  }

  /** @param scoped categories that scopes are asked for; `null`: any. */
  #makeTable(
    type: SubjectType,
    categoryKey: string,
    circumstances: Circumstances,
    scoped: readonly string[] | null = categoryKey.split('+'),
  ): DecisionTable {
    const decisions = this.#decisions(type, categoryKey, circumstances, scoped);
    const isPlain = circumstances.consented && circumstances.labels.length === 0;
    return Object.freeze({
      type,
      categories: categoryKey,
      circumstances,
      codes: Uint8Array.from(decisions, codeOf),
      decisions,
      told: isPlain
        ? decisions
        : this.#decisions(type, categoryKey, { ...circumstances, consented: true, labels: [] }, scoped),
      fieldCategories: Object.freeze(type.fields.map((field) => recordedCategory(type, field, categoryKey))),
      searchable: this.accessClass.roles.some((role) =>
        this.accessClass.reaches(role, type.name, 's', categoryKey.split('+')),
      ),
      exists: decisions.some(({ decision }) => decision !== 'DENY'),
      silent: decisions.map(({ reason }) => reason).find(isSilent) ?? null,
      pseudonymousIds: !this.#isKnown(type, decisions, circumstances),
    });
  }

  /**
   * Whether something of the row is whole or nearly so. A row that has nothing but other rows is known by the one it
   * leads to, whose id it shares.
   */
  #isKnown(type: SubjectType, decisions: readonly FieldDecision[], circumstances: Circumstances): boolean {
    if (!hasOnlyRows(type)) return type.fields.some((field) => isNearlyWhole(field, decisions[field.index]));
    return type.fields.some(({ index, rowType }) => {
      const row = rowType === null ? undefined : this.model.types[rowType];
      if (row === undefined || row.categoryField !== null || hasOnlyRows(row)) return false;
      if (decisions[index]?.decision === 'DENY') return false;
      return !this.table(row, [], this.setting(circumstances)).pseudonymousIds;
    });
  }

  #decisions(
    type: SubjectType,
    categoryKey: string,
    circumstances: Circumstances,
    scoped: readonly string[] | null,
  ): readonly FieldDecision[] {
    const rowCategories = categoryKey.split('+');
    const decisions = type.fields.map((field) => {
      const asked = decidableField(type, field);
      const each = decidingCategories(type, field, rowCategories).map((category) =>
        decide(
          this.model,
          this.accessClass,
          asked,
          category,
          circumstances,
          field.rowType === null ? scoped : [category],
        ),
      );
      return field.rowType === null ? combine(each) : withoutOwnMask(mostPermissive(each));
    });
    return Object.freeze(decisions);
  }
}

function hasOnlyRows({ fields }: SubjectType): boolean {
  return fields.every(({ rowType }) => rowType !== null);
}

/** Lists of rows do not count: whether they are there tells nothing whole. */
function isNearlyWhole(field: PhiField, decided: FieldDecision | undefined): boolean {
  return field.rowType === null && (decided?.mask === 'NONE' || decided?.mask === 'PARTIAL');
}

/** A list of rows that bear categories of their own is open if any of them is. */
function mostPermissive(decisions: readonly FieldDecision[]): FieldDecision {
  return (
    decisions.find(({ reason }) => reason === 'GRANT') ??
    decisions.find(({ decision }) => decision !== 'DENY') ??
    combine(decisions)
  );
}

/** Rows below a field have decisions of their own, so the field itself is there or not. */
function withoutOwnMask(decision: FieldDecision): FieldDecision {
  if (decision.decision !== 'MASK') return decision;
  return Object.freeze({ ...decision, decision: 'PERMIT', mask: 'NONE' });
}

function recordedCategory(type: SubjectType, field: PhiField, categoryKey: string): string | null {
  if (field.category !== null) return field.category;
  return type.categoryField === null ? null : categoryKey;
}

function codeOf(decision: FieldDecision): number {
  return decision.decision === 'DENY' ? DENIED : MASKS.indexOf(decision.mask);
}

/** A category that rows of the type may not have counts as OTHER, and so does none. */
function categorySetKey({ rowCategories }: SubjectType, categories: readonly string[]): string {
  const [only] = categories;
  if (only !== undefined && categories.length === 1 && rowCategories.includes(only)) return only;
  const known = categories.map((category) => (rowCategories.includes(category) ? category : 'OTHER'));
  return known.length === 0 ? 'OTHER' : [...new Set(known)].sort().join('+');
}
