import type { RecordParts } from './record-parts.ts';

/** Services that guidelines repeat at intervals, by the words their names have (USPSTF A and B recommendations). */
const SCREENING =
  /\b(?:screen\w*|colonoscop\w*|sigmoidoscop\w*|occult blood|mammogra\w*|pap\b|papanicolaou|cytolog\w*|cervical smear|bone density|densitometr\w*|dxa|dexa|diabetic (?:eye|foot)|retina\w*|eye exam\w*|foot exam\w*|dental|wellness|preventive|digital examination of rectum|depression|tobacco|smoking cessation)\b/i;

/** A vaccine, or a screening that is done again and again. */
export function isPreventive({ item, name }: Pick<RecordParts, 'item' | 'name'>): boolean {
  return item.resourceType === 'Immunization' || (item.resourceType === 'Procedure' && SCREENING.test(name));
}
