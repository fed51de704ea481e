/**
 * Which PHI values stand in the text of an answer to the load query, as `Type/id coordinate`, also when the
 * text is cut off in its middle: whatever arrived was disclosed.
 */
export function receivedValues(text: string): readonly string[] {
  const values: string[] = [];
  let type = 'Patient';
  let id = '';
  for (const [, name, value] of text.matchAll(
    /"(conditions|observations|fhirId|birthDate|gender|mrn|recordedDate|effectiveDateTime)":(?:"([^"]*)")?/g,
  )) {
    if (name === 'conditions') type = 'Condition';
    else if (name === 'observations') type = 'Observation';
    else if (value === undefined) continue;
    else if (name === 'fhirId') id = value;
    else values.push(`${type}/${id} ${type}.${name}`);
  }
  return values;
}
