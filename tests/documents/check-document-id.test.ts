import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkDocumentId } from '../../src/documents/check-document-id.ts';

const TEXT = 'query Ä { me { id } }';
const hash = (algorithm: string, text = TEXT) => createHash(algorithm).update(text).digest('hex');

describe('checkDocumentId', () => {
  it.each([
    ['the hash with its prefix', `sha256:${hash('sha256')}`],
    ['bare', hash('sha256')],
    ['in capitals', hash('sha256').toUpperCase()],
    ['Relay’s', hash('md5')],
    ['graphql-codegen’s', hash('sha1')],
    ['prefixed otherwise', `sha1:${hash('sha1')}`],
    ['a name', 'portal.Names:v1_2-3'],
    ['hex of another length', 'abc123'],
    ['a name of an object’s own', '__proto__'],
  ])('takes %s', (_name, id) => {
    expect(checkDocumentId(id, TEXT)).toBeNull();
  });

  it.each([
    ['the hash of another text', hash('sha256', 'other'), 'sha256 hash of the text'],
    [
      'the hash with a blank more in the text',
      `sha256:${hash('sha256', `${TEXT} `)}`,
      'sha256 hash of the text',
    ],
    ['another’s MD5', hash('md5', 'other'), 'md5 hash of the text'],
    ['another’s SHA-1', hash('sha1', 'other'), 'sha1 hash of the text'],
    ['a prefix without a hash', 'sha256:names', 'is no sha256 hash'],
    ['the prefix of another hash', `sha256:${hash('md5')}`, 'is no sha256 hash'],
    ['a prefix in capitals', 'SHA256:0', 'is no SHA256 hash'],
    ['nothing', '', '1 to 128'],
    ['a blank', 'a b', '1 to 128'],
    ['a slash', 'a/b', '1 to 128'],
    ['129 characters', 'z'.repeat(129), '1 to 128'],
    ['a line feed at its end', 'a\n', '1 to 128'],
  ])('refuses %s', (_name, id, message) => {
    expect(checkDocumentId(id, TEXT)).toContain(message);
  });
});
