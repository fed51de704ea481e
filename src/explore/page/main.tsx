import { render } from 'preact';
import { Explorer } from './explorer.tsx';

const place = document.getElementById('explorer');
if (place !== null) render(<Explorer />, place);
