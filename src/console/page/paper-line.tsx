import { useEffect, useState } from 'preact/hooks';
import { useConsole } from './console-context.ts';

/** On paper alone: who printed it, of which tenant, and when. */
export function PaperLine() {
  const { me } = useConsole();
  const [at, setAt] = useState('');
  useEffect(() => {
    const printed = () => setAt(new Date().toISOString());
    window.addEventListener('beforeprint', printed);
    return () => window.removeEventListener('beforeprint', printed);
  }, []);
  return (
    <p class="on-paper" aria-hidden="true">
      Phield console · {me.tenant} · printed by {me.id} · {at}
    </p>
  );
}
