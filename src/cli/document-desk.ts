import type { DocumentFinding, ManifestEntry } from '../documents/manifest-entry.ts';
import type { ReviewRequest } from '../documents/review-document.ts';
import type { RegisteredDocument as ShownDocument } from '../generated/resolver-types.ts';

export type { ShownDocument };

/** A document in a list: without its text and footprint. */
export type ListedDocument = Pick<
  ShownDocument,
  'id' | 'client' | 'name' | 'kind' | 'status' | 'proposedAt' | 'reviewedAt' | 'reason' | 'difference'
>;

export interface DeskPublication {
  readonly accepted: boolean;
  readonly documents: readonly PublishedLine[];
  readonly findings: readonly DocumentFinding[];
}

interface PublishedLine extends Pick<ShownDocument, 'id' | 'name' | 'status'> {
  readonly proposed: boolean;
}

export interface DeskReview
  extends Pick<ReviewRequest, 'client' | 'id' | 'to' | 'from' | 'seen' | 'reason'> {}

/** Where `phield documents` works: on the store of this machine's settings, or through a gateway's API. */
export interface DocumentDesk {
  publish(client: string | null, entries: readonly ManifestEntry[]): Promise<DeskPublication>;
  list(which: {
    readonly client: string | null;
    readonly status: ShownDocument['status'] | null;
  }): Promise<readonly ListedDocument[]>;
  show(client: string | null, id: string): Promise<ShownDocument | null>;
  /** @throws DeskRefused; `null`: no such document. */
  review(review: DeskReview): Promise<Pick<ShownDocument, 'id' | 'status'> | null>;
  close(): Promise<void>;
}

/** It was understood, and not done. */
export class DeskRefused extends Error {}
