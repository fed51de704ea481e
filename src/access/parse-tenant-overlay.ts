import { createHash } from 'node:crypto';
import type { AccessModel } from './access-model.ts';
import { MASKS, RELATIONSHIPS } from './access-model.ts';
import { checkOverlay } from './check-overlay.ts';
import { insightSettings } from './insight-block.ts';
import type { OverlaySelector } from './overlay-file.ts';
import { OverlayFile } from './overlay-file.ts';
import type { OverlaySource, YamlPath } from './overlay-source.ts';
import { readOverlaySource, TenantOverlayError } from './overlay-source.ts';
import type { Narrowing, TenantOverlay } from './tenant-overlay.ts';
import { DEFAULT_ACCESS_SETTINGS } from './tenant-settings.ts';

/**
 * Reads a tenant's overlay.
 * @param text YAML 1.2, one document, without aliases.
 * @param file as findings name it.
 * @throws TenantOverlayError with every finding and its line: an unknown key, role, category, coordinate,
 * purpose, relationship or mask, an entry that narrows nothing, and whatever would widen.
 */
export function parseTenantOverlay(text: string, file: string, model: AccessModel): TenantOverlay {
  const source = readOverlaySource(text, file);
  const parsed = OverlayFile.safeParse(source.value);
  if (!parsed.success) {
    throw new TenantOverlayError(
      parsed.error.issues.map((issue) => {
        const [firstKey] = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const path = [...issue.path, ...(firstKey === undefined ? [] : [firstKey])].map(stepOf);
        const where = path.length === 0 ? 'the file' : path.join('.');
        return { message: `${where}: ${issue.message}`, place: source.placeOf(path) };
      }),
    );
  }
  const problems = checkOverlay(parsed.data, model);
  if (problems.length > 0) {
    throw new TenantOverlayError(
      problems.map(({ path, message }) => ({
        message: `${path.join('.')}: ${message}`,
        place: source.placeOf(path),
      })),
    );
  }
  const version = createHash('sha256').update(text).digest('hex');
  return Object.freeze({ ...overlayOf(parsed.data, source, version, file), text });
}

function overlayOf(data: OverlayFile, source: OverlaySource, version: string, file: string): TenantOverlay {
  const { proxyLimited, ...settings } = { ...DEFAULT_ACCESS_SETTINGS, ...given(data.settings ?? {}) };
  return Object.freeze({
    tenant: data.tenant,
    version,
    file,
    settings: Object.freeze({ ...settings, proxyLimited: Object.freeze(proxyLimited) }),
    removals: Object.freeze(
      (data.remove ?? []).map((entry, index) => Object.freeze(narrowing(entry, source, ['remove', index]))),
    ),
    tightenings: Object.freeze(
      (data.tighten ?? []).map((entry, index) =>
        Object.freeze({
          ...narrowing(entry, source, ['tighten', index]),
          mask: MASKS.find((mask) => mask === entry.mask) ?? 'REDACT',
          reveal: entry.reveal ?? null,
        }),
      ),
    ),
    derivedRoles: new Map(
      Object.entries(data.derivedRoles ?? {}).map(([name, { base, only, breakGlass }]) => [
        name,
        Object.freeze({
          base,
          only: frozen(only),
          breakGlass,
          place: source.placeOf(['derivedRoles', name]),
        }),
      ]),
    ),
    groups: new Map(Object.entries(data.groups ?? {})),
    insights: data.insights === undefined ? null : insightSettings(data.insights),
    pseudonyms: data.ledger?.pseudonyms ?? 'none',
    ...(data.signals === undefined ? {} : { signals: Object.freeze(data.signals) }),
    ...(data.review === undefined ? {} : { review: Object.freeze(data.review) }),
    ...(data.purposeMix === undefined ? {} : { purposeMix: Object.freeze(data.purposeMix) }),
  });
}

function narrowing(entry: OverlaySelector, source: OverlaySource, path: YamlPath): Narrowing {
  const { relationships } = entry;
  return {
    roles: frozen(entry.roles),
    categories: frozen(entry.categories),
    coordinates: frozen(entry.coordinates),
    purposes: frozen(entry.purposes),
    relationships:
      relationships === undefined
        ? null
        : Object.freeze(RELATIONSHIPS.filter((known) => relationships.some((name) => name === known))),
    place: source.placeOf(path),
  };
}

function frozen(list: readonly string[]): readonly string[];
function frozen(list: readonly string[] | undefined): readonly string[] | null;
function frozen(list: readonly string[] | undefined): readonly string[] | null {
  return list === undefined ? null : Object.freeze([...list]);
}

/** Without keys that are not given, so that they do not hide a default. */
function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> };
function given(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'symbol' ? String(step) : step;
}
