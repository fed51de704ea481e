import { describe, expect, it } from 'vitest';
import type { Grant, Relationship } from '../../src/access/access-model.ts';
import type { Circumstances } from '../../src/access/circumstances.ts';
import { plainCircumstances } from '../../src/access/circumstances.ts';
import type { AccessClass, Decidable, FieldDecision } from '../../src/access/decide.ts';
import { combine, decide, relationshipBit } from '../../src/access/decide.ts';
import { accessClass, CLINIC_MODEL, rowGrant as grant } from './clinic-model.ts';

interface Asked {
  readonly grants?: readonly Grant[];
  readonly who?: Partial<AccessClass>;
  readonly field?: Partial<Decidable>;
  readonly ties?: readonly Relationship[];
  readonly under?: Partial<Circumstances>;
  readonly rowCategories?: readonly string[];
}

function ask({
  grants = [grant()],
  who = {},
  field = {},
  ties = ['CARE_TEAM'],
  ...more
}: Asked): FieldDecision {
  const asked: Decidable = {
    coordinate: 'Row.code',
    grants: { LAB: grants },
    sensitivity: [],
    scopeType: 'Row',
    scopedActs: ['r'],
    ...field,
  };
  const actor = accessClass({ roles: ['NURSE'], ...who });
  const set = ties.reduce((bits, tie) => bits | relationshipBit(tie), 0);
  const circumstances = { ...plainCircumstances(set), ...more.under };
  return decide(CLINIC_MODEL, actor, asked, 'LAB', circumstances, more.rowCategories ?? ['LAB']);
}

const told = (asked: Asked) => ask(asked).reason;
const OF_TWO = { roles: ['NURSE', 'BILLING'] };

describe('scopes', () => {
  it('take what no scope of a role that has it reaches', () => {
    expect(told({ who: { reaches: () => false } })).toBe('SCOPE');
    expect(told({ who: { reaches: (_role, type) => type === 'Row' } })).toBe('GRANT');
    expect(told({ who: { reaches: (_role, type) => type === 'Row' }, field: { scopeType: null } })).toBe(
      'SCOPE',
    );
  });

  it('must reach every act that a field needs', () => {
    const reads: Asked = { who: { reaches: (_role, _type, act) => act === 'r' } };
    expect(told(reads)).toBe('GRANT');
    expect(told({ ...reads, field: { scopedActs: ['s', 'r'] } })).toBe('SCOPE');
    expect(told({ ...reads, field: { scopedActs: ['r', 's'] } })).toBe('SCOPE');
  });

  it('are asked about the categories of the row', () => {
    const who: Partial<AccessClass> = { reaches: (_role, _type, _act, of) => of?.includes('NOTE') ?? false };
    expect(told({ who })).toBe('SCOPE');
    expect(told({ who, rowCategories: ['LAB', 'NOTE'] })).toBe('GRANT');
  });

  it('of one role do not serve another', () => {
    const who: Partial<AccessClass> = { ...OF_TWO, reaches: (role) => role === 'BILLING' };
    expect(told({ who })).toBe('SCOPE');
    expect(told({ who, grants: [grant({ roles: ['BILLING'] })] })).toBe('GRANT');
  });
});

describe('a sign-in', () => {
  it('that is weaker than every role demands takes all', () => {
    expect(told({ who: { isAssured: () => false } })).toBe('ASSURANCE');
  });

  it('that is strong enough for one role serves that role alone', () => {
    const who: Partial<AccessClass> = { ...OF_TWO, isAssured: (role) => role === 'BILLING' };
    expect(told({ who })).toBe('ASSURANCE');
    expect(told({ who, grants: [grant({ roles: ['BILLING'] })] })).toBe('GRANT');
  });

  it('and a scope must be of one role: two halves are none', () => {
    const who: Partial<AccessClass> = {
      ...OF_TWO,
      reaches: (role) => role === 'NURSE',
      isAssured: (role) => role === 'BILLING',
    };
    expect(told({ who, grants: [grant({ roles: ['NURSE', 'BILLING'] })] })).toBe('ASSURANCE');
  });

  it('is what the tenant narrows by: roles that are not assured lend nothing', () => {
    const seen: (readonly string[])[] = [];
    const who: Partial<AccessClass> = {
      ...OF_TWO,
      isAssured: (role) => role === 'NURSE',
      narrow: (grants, _field, { roles }) => {
        seen.push(roles);
        return grants;
      },
    };
    expect(told({ who })).toBe('GRANT');
    expect(seen).toEqual([['NURSE']]);
  });
});

describe('consent', () => {
  const refused = { consented: false };

  it('that is refused takes what the relationship gave', () => {
    expect(told({ under: refused })).toBe('CONSENT');
    expect(told({ under: refused, ties: [] })).toBe('RELATIONSHIP');
  });

  it('never binds the patient’s own access, and nobody else’s passes for it', () => {
    const own = [grant({ relationships: ['SELF', 'CARE_TEAM'] })];
    expect(told({ under: refused, grants: own, ties: ['SELF'] })).toBe('GRANT');
    expect(told({ under: refused, grants: own, ties: ['CARE_TEAM'] })).toBe('CONSENT');
    expect(told({ under: refused, ties: ['SELF', 'CARE_TEAM'] })).toBe('CONSENT');
  });
});

describe('labels', () => {
  it('of the field and of the row must all be opened by one grant', () => {
    const hiv = [grant({ sensitivity: ['HIV'] })];
    expect(told({ under: { labels: ['HIV'] } })).toBe('LABEL');
    expect(told({ under: { labels: ['HIV'] }, grants: hiv })).toBe('GRANT');
    expect(told({ field: { sensitivity: ['HIV'] } })).toBe('LABEL');
    expect(told({ field: { sensitivity: ['HIV'] }, grants: hiv })).toBe('GRANT');
    expect(told({ under: { labels: ['HIV', 'R'] }, grants: hiv })).toBe('LABEL');
    expect(told({ field: { sensitivity: ['R'] }, under: { labels: ['HIV'] }, grants: hiv })).toBe('LABEL');
    const halves = [...hiv, grant({ sensitivity: ['R'] })];
    expect(told({ under: { labels: ['HIV', 'R'] }, grants: halves })).toBe('LABEL');
  });

  it('are asked after consent, which is then the reason', () => {
    expect(told({ under: { labels: ['HIV'], consented: false } })).toBe('CONSENT');
  });

  it('leave the least mask to the grants that open them', () => {
    const grants = [grant({ id: 'a' }), grant({ id: 'b', mask: 'PARTIAL', sensitivity: ['HIV'] })];
    expect(ask({ grants })).toMatchObject({ decision: 'PERMIT', grant: 'a' });
    expect(ask({ grants, under: { labels: ['HIV'] } })).toMatchObject({ decision: 'MASK', grant: 'b' });
  });
});

describe('an opened glass', () => {
  const glass = { glass: true };
  const emergency = [grant({ breakGlass: true, sensitivity: ['HIV'] })];

  it('waives relationship and consent for grants that say so', () => {
    expect(told({ under: glass, grants: emergency, ties: [] })).toBe('BREAK_GLASS');
    expect(told({ under: { ...glass, consented: false }, grants: emergency })).toBe('BREAK_GLASS');
    expect(ask({ under: glass, grants: emergency, ties: [] })).toMatchObject({ decision: 'PERMIT' });
  });

  it('waives nothing for grants that do not, and nothing while it is shut', () => {
    expect(told({ under: glass, ties: [] })).toBe('RELATIONSHIP');
    expect(told({ grants: emergency, ties: [] })).toBe('RELATIONSHIP');
    expect(told({ grants: emergency, under: { consented: false } })).toBe('CONSENT');
  });

  it('waives no label', () => {
    const under = { ...glass, labels: ['PSY'] };
    expect(told({ under, grants: emergency, ties: [] })).toBe('LABEL');
    expect(told({ under, grants: emergency })).toBe('LABEL');
    expect(told({ under: { ...under, consented: false }, grants: emergency })).toBe('LABEL');
    expect(told({ under, ties: [] })).toBe('RELATIONSHIP');
    expect(told({ under: { ...under, glass: false }, grants: emergency, ties: [] })).toBe('RELATIONSHIP');
    expect(told({ under: { ...glass, labels: ['HIV'] }, grants: emergency, ties: [] })).toBe('BREAK_GLASS');
  });

  it.each<[string, Partial<AccessClass>]>([
    ['ROLE', { roles: ['BILLING'] }],
    ['PURPOSE', { purpose: 'HPAYMT' }],
    ['SCOPE', { reaches: () => false }],
    ['ASSURANCE', { isAssured: () => false }],
    ['TENANT', { narrow: () => [] }],
  ])('waives no %s', (reason, who) => {
    expect(told({ who, under: glass, grants: emergency, ties: [] })).toBe(reason);
  });

  it('is nothing beyond the tenant: a grant it narrowed is as narrow in an emergency', () => {
    const narrow: AccessClass['narrow'] = (grants) => grants.filter(({ id }) => id === 'left');
    const left = grant({ id: 'left', mask: 'PARTIAL', breakGlass: true });
    const asked: Asked = { who: { narrow }, under: glass, ties: [] };
    expect(ask({ ...asked, grants: [...emergency, left] })).toMatchObject({ mask: 'PARTIAL', grant: 'left' });
  });

  it('is not named where the ordinary way is open', () => {
    expect(told({ under: glass, grants: emergency })).toBe('GRANT');
  });
});

describe('what is revealed', () => {
  it('is told the tenant’s narrowing for its own coordinate alone', () => {
    const narrow: AccessClass['narrow'] = (grants, { revealed }) => (revealed ? grants : []);
    expect(told({ who: { narrow }, under: { revealed: ['Row.code'] } })).toBe('GRANT');
    expect(told({ who: { narrow }, under: { revealed: ['Row.text'] } })).toBe('TENANT');
  });
});

describe('several categories on one row', () => {
  const permit: FieldDecision = { decision: 'PERMIT', mask: 'NONE', reason: 'GRANT', grant: 'a#1' };
  const byGlass: FieldDecision = { ...permit, reason: 'BREAK_GLASS' };
  const denied = (reason: FieldDecision['reason']): FieldDecision => ({
    decision: 'DENY',
    mask: 'REDACT',
    reason,
    grant: null,
  });

  it('are denied with what may be told, before what may not', () => {
    for (const silent of ['CONSENT', 'LABEL'] as const) {
      expect(combine([denied(silent), denied('ROLE')])).toEqual(denied('ROLE'));
      expect(combine([denied('ROLE'), denied(silent)])).toEqual(denied('ROLE'));
      expect(combine([permit, denied(silent)])).toEqual(denied(silent));
    }
  });

  it('are open by an emergency if any of them is', () => {
    expect(combine([permit, byGlass]).reason).toBe('BREAK_GLASS');
    expect(combine([byGlass, permit]).reason).toBe('BREAK_GLASS');
    expect(combine([permit, permit]).reason).toBe('GRANT');
  });
});
