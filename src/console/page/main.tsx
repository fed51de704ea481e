import 'uplot/dist/uPlot.min.css';
import './style.css';
import { render } from 'preact';
import { App } from './app.tsx';

const place = document.getElementById('console');
if (place !== null) render(<App />, place);
