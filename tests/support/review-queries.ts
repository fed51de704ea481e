/** What a reviewer asks. */
export const MATRIX = `query($by: MatrixRows!, $filter: MatrixFilter, $version: String) {
  accessReview { matrix(by: $by, filter: $filter, version: $version) { label category coordinate exception
    cells { role decision mask relationships purposes glass file line } } } }`;
export const CELL = `query($coordinate: String, $category: String!, $role: String!, $version: String) {
  accessReview { cell(coordinate: $coordinate, category: $category, role: $role, version: $version) {
    coordinate category role purpose decision mask relationships grant { file line text } } } }`;
export const SOURCE = `query($file: String!, $line: Int!, $version: String) {
  accessReview { source(file: $file, line: $line, version: $version) { file line lines { number text } } } }`;
export const EXPLAIN = `query($input: ExplainDeclaredInput!) { accessReview { explain(input: $input) { coordinate
  place { file line text } policyVersion roles purpose serves relationships rootRefused
  rows { category decision mask reason grant { line text } categories { category declared { id } steps { step left { id } }
    narrowedBy { file line text } } } } } }`;
export const EVENT = `query($id: ID!) { accessReview { explainEvent(id: $id) { event { id policyVersion decision } known inForce agrees
  explanation { policyVersion rows { decision reason } } supposed { relationships scopes glass } } } }`;
export const COMPARE = `query($old: String!, $new: String!) { accessReview { compare(old: $old, new: $new) { old new ok counts { kind count }
  changes { kind coordinates categories roles from to declared tenant fails documents old { file line text } } } } }`;
export const DECLARATION =
  'query($version: String) { accessReview { declaration(version: $version) { version schema { name body } tenant { name body } } } }';
