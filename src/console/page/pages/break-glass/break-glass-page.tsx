import './break-glass.css';
import { useConsole } from '../../console-context.ts';
import { AuditorView } from './auditor-view.tsx';
import { OfficerView } from './officer-view.tsx';

/** Emergency access: its queue for whoever judges it, its record for whoever audits. */
export default function BreakGlassPage() {
  const { me } = useConsole();
  return (
    <div class="break-glass-page">
      {me.roles.includes('PRIVACY_OFFICER') ? <OfficerView /> : <AuditorView />}
    </div>
  );
}
