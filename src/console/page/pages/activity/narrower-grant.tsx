import { Dialog } from '../../parts/dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { SourceLines } from '../access/source-lines.tsx';
import { CopyText } from './copy-text.tsx';
import type { Unused } from './unused-grants.tsx';

/** What would be enough in place of a grant, ready to copy. */
export function NarrowerGrant({
  grant,
  onClose,
}: {
  readonly grant: Unused | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={grant?.grant ?? ''} open={grant !== null} onClose={onClose}>
      {grant !== null && (
        <>
          <Facts
            facts={[
              ['Stands at', <code key="place">{`${grant.file}:${grant.line}`}</code>],
              ['Roles without use', grant.unusedRoles.join(', ') || 'none'],
              ['Purposes without use', grant.unusedPurposes.join(', ') || 'none'],
            ]}
          />
          {grant.narrower === null ? (
            <p>
              Nothing of this grant was used. Without the line, nobody would have been refused anything in
              this time.
            </p>
          ) : (
            <>
              <p>In place of the grant that begins on that line, this would have been enough:</p>
              <CopyText label="Copy the narrower grant" text={grant.narrower} />
            </>
          )}
          <h3>As it stands</h3>
          <SourceLines file={grant.file} line={grant.line} version={null} />
        </>
      )}
    </Dialog>
  );
}
