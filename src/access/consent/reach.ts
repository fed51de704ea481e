/**
 * How far a rule reaches over a row. PART: it reaches the row only in part, or it cannot be told whether it does.
 * Then its denials count and its permits do not.
 */
export type Reach = 0 | 1 | 2;
export const NONE: Reach = 0;
export const PART: Reach = 1;
export const WHOLE: Reach = 2;
