import type { Guard } from '../guard.ts';

/** How labels come to rows that an import brings and to those that quote them, and what it takes out: `src/import`, `src/fhir`. */
export const IMPORT_LABEL_GUARDS: readonly Guard[] = Object.freeze([
  {
    guard: 'import.bundle-labels-of-every-entry',
    promise: 'the label of a Bundle reaches what quotes its entries, with fullUrl or without',
    file: 'src/import/learn-file.ts',
    find: 'if (reference !== null) references.push(reference);',
    replace: 'if (reference !== null && item.input.fullUrl !== null) references.push(reference);',
    tests: ['tests/import/bundle-labels.test.ts', 'reaches what quotes its entries without fullUrl'],
  },
  {
    guard: 'import.bundle-labels-corrupt',
    promise: '1 a Bundle whose label cannot be read is opened by nobody',
    file: 'src/import/read-document.ts',
    find: "if (piece.kind === 'document') yield end(UNKNOWN_SECURITY);",
    replace: "if (piece.kind === 'document') yield end([]);",
    tests: ['tests/import/bundle-labels.test.ts', 'since it is no JSON leaves its entries'],
  },
  {
    guard: 'import.bundle-labels-cut',
    promise: '1 a Bundle that is cut before its label is opened by nobody',
    file: 'src/import/read-document.ts',
    find: 'yield end(piece.bare ? [] : UNKNOWN_SECURITY);',
    replace: 'yield end([]);',
    tests: ['tests/import/bundle-labels.test.ts', 'since it is cut after its entries'],
  },
  {
    guard: 'import.bundle-labels-failing-device',
    promise: '1 a Bundle that could not be read to its end is opened by nobody',
    file: 'src/import/store-file.ts',
    find: 'if (held.length > 0) urls.outerSecurity = UNKNOWN_SECURITY;',
    replace: 'void UNKNOWN_SECURITY;',
    tests: ['tests/import/bundle-labels.test.ts', 'when the device fails before its end'],
  },
  {
    guard: 'import.retractions-without-patient',
    promise: 'what must no longer be used is taken out, whomever its retraction names',
    file: 'src/fhir/prepare-resource.ts',
    find: 'if (isRemoved(input.resource)) return deletion(identity, versionOf(input.resource));',
    replace: '',
    tests: ['tests/fhir/prepare-resource.test.ts', 'removes what was entered in error though its patient is'],
  },
  {
    guard: 'import.one-patient-in-appointments',
    promise: 'what may be about two patients is filed under none',
    file: 'src/fhir/subject-of.ts',
    find: "if (actors.some((actor) => mayBePatient(actor, appointment))) return { skip: 'SUBJECT_UNRESOLVED' };",
    replace: 'void mayBePatient;',
    tests: ['tests/fhir/subject-of.test.ts', 'with a second actor that may be a patient'],
  },
  {
    guard: 'import.long-lists',
    promise: 'no list of one resource ends an import of many',
    file: 'src/fhir/quoted-references.ts',
    find: 'for (const entry of objectsOf(section.entry)) found.push(referenceOf(entry));',
    replace: 'found.push(...objectsOf(section.entry).map(referenceOf));',
    tests: ['tests/fhir/quoted-references.test.ts', 'reads lists longer than a call may have arguments'],
  },
  {
    guard: 'import.labels-whoever-quotes',
    promise: 'a label given later is looked for in rows of every type that may quote it',
    file: 'src/fhir/quoted-references.ts',
    find: 'return ORGANIZATIONAL_TYPES.includes(type) ? [OF_ANYTHING] : ROW_TYPES;',
    replace:
      "return ORGANIZATIONAL_TYPES.includes(type) ? [OF_ANYTHING] : ROW_TYPES.filter((each) => each !== 'Goal');",
    tests: ['tests/import/relabel.test.ts', 'for every type of row there is'],
  },
  {
    guard: 'import.labels-of-medications',
    promise: 'a label that a medication gets later reaches every patient’s records of it',
    file: 'src/import/relabel-quoting.ts',
    find: 'for await (const subjectId of findPatients()) yield { subjectId, types: ofAnybody };',
    replace: 'void findPatients;',
    tests: ['tests/import/relabel.test.ts', 'at every patient who has the medication'],
  },
]);
