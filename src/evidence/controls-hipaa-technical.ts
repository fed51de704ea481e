import type { Control } from './control.ts';
import { PACK_FILES as F } from './pack-files.ts';

/** 45 CFR 164.312, technical safeguards, and 164.316(b), documentation. */
export const TECHNICAL: readonly Control[] = Object.freeze([
  {
    rule: 'HIPAA',
    clause: '164.312(a)(1)',
    title: 'Access control',
    shows: 'Who may see which field for which purpose, masked how; what is not granted is denied.',
    files: [F.matrixCsv, F.matrix, F.tenant],
    lacks:
      'Access that does not pass through Phield: to databases, backups, files, and the machines themselves. That the gateway enforces what it declares is shown by its tests and by its ledger, not by this pack.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(a)(2)(i)',
    title: 'Unique user identification',
    shows:
      'Every operation and act on record bears the id of who did it; those of staff and programs are listed.',
    files: [F.people],
    lacks:
      'That one id is one person is the identity provider’s to keep. Where the tenant’s ledger bears pseudonyms for everyone, so does the list.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(a)(2)(ii)',
    title: 'Emergency access procedure',
    shows:
      'Which fields an emergency opens for whom; every glass that was opened, by whom, how much was read through it, and whether a review is on record.',
    files: [F.matrixCsv, F.glasses, F.reviews],
    lacks: 'Access while Phield itself, its store or its ledger is down: a procedure of the organisation.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(a)(2)(iii)',
    title: 'Automatic logoff (addressable)',
    shows: 'After how many seconds without a request, and in all, a session ends.',
    files: [F.configuration],
    lacks: 'Sessions at the identity provider, and screens of applications that show what they were given.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(a)(2)(iv)',
    title: 'Encryption and decryption (addressable)',
    shows: 'Where the keys lie that data of patients is sealed with: in AWS KMS or in a file.',
    files: [F.configuration],
    lacks:
      'That stored bytes are sealed cannot be seen from this pack. Disks, backups, and keys in files are the organisation’s; key files are for one machine and no production.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(b)',
    title: 'Audit controls',
    shows:
      'What was used of each field by each role, how often and by how many people; refusals; privileged acts. The report of the ledger’s verification says how many records there are and whether all are whole.',
    files: [F.usage, F.people, F.refusals, F.acts, F.verification],
    lacks:
      'The records themselves are not in this pack: phield ledger export and accounting give them. Logs of the operating system, network, database and identity provider.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(c)',
    title: 'Integrity',
    shows:
      'The ledger’s signatures, chains and Merkle log, made anew from its bytes and compared, with the checkpoint and the public keys to do so again.',
    files: [F.verification, F.trust],
    lacks:
      'Integrity of the patients’ data in the store and in the systems it comes from. Without a trust file kept elsewhere, a ledger put back as of before is not found: the report says whether there was one (pinned).',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(d)',
    title: 'Person or entity authentication',
    shows:
      'Whether sign-ins are those of configured issuers or of the development key; requests refused for being signed in too weakly.',
    files: [F.configuration, F.refusals],
    lacks: 'Identity proofing, passwords, and the second factor itself are the identity provider’s.',
  },
  {
    rule: 'HIPAA',
    clause: '164.312(e)',
    title: 'Transmission security',
    shows:
      'Whether the gateway listens to its own machine only, and whether the address it is told to have is https.',
    files: [F.configuration],
    lacks:
      'TLS itself: its versions, certificates and where it ends, and the way from there to the gateway. The organisation must show it.',
  },
  {
    rule: 'HIPAA',
    clause: '164.316(b)',
    title: 'Documentation, kept for six years',
    shows:
      'Policy versions in force with their times, the schema and the tenant’s file in force now, and for how long each class of record is kept.',
    files: [F.versions, F.tenant, F.configuration, F.verification],
    lacks:
      'Written policies and procedures of the organisation. That this pack is kept. Whether audit records are documentation in this sense is unsettled; six years is the default.',
  },
]);
