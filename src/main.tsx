import { createRoot } from 'react-dom/client';
import { openLast } from './stores/ledger-store.ts';
import { watchRequests } from './stores/network.ts';
import { warmAfterSample } from './stores/warm-up.ts';
import { App } from './ui/app.tsx';

watchRequests();
warmAfterSample();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
// Data is read after the first frame: the screen never waits for a database or a worker.
// An address that names a sample client opens that one instead of what was open last.
if (!location.hash.startsWith('#/sample/')) requestAnimationFrame(() => setTimeout(() => void openLast(), 0));
