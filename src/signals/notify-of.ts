import { createHash } from 'node:crypto';
import { type NoticeParts, type NoticeTarget, sendNotice } from './send-notice.ts';

/** As many ids as a receiver takes without being asked for its limits. */
const IDS_OF_NOTICE = 100;

/**
 * Tells a receiver of findings, so many in each notice. The same findings make a notice of the same id, so that a receiver
 * can tell that it had it. What one notice waited for in vain no other waits for: whoever asks goes on to look for signals.
 * @returns whether all of it was taken.
 */
export function notifyOf(target: NoticeTarget, parts: NoticeParts) {
  return async (tenant: string, ids: readonly string[]): Promise<boolean> => {
    for (let at = 0; at < ids.length; at += IDS_OF_NOTICE) {
      const some = ids.slice(at, at + IDS_OF_NOTICE);
      const id = createHash('sha256')
        .update(`${tenant} ${some.join(' ')}`)
        .digest('hex')
        .slice(0, 32);
      if (!(await sendNotice(target, id, tenant, some, parts))) return false;
    }
    return true;
  };
}
