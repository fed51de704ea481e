import 'uplot/dist/uPlot.min.css';
import '../../../../src/console/page/style.css';
import { render } from 'preact';
import { Parts } from './parts.tsx';

const place = document.getElementById('parts');
if (place !== null) render(<Parts />, place);
