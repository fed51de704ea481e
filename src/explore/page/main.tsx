import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { Explorer } from './explorer.tsx';

// The editor cancels what it had under way when another person's takes its place; that is no failure.
addEventListener('unhandledrejection', (event) => {
  const { reason }: { reason: unknown } = event;
  if (reason instanceof Error && reason.name === 'Canceled') event.preventDefault();
});

const place = document.getElementById('explorer');
if (place !== null) createRoot(place).render(<Explorer />);
