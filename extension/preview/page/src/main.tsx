import { createRoot } from 'react-dom/client';
import { App } from './crm/app.tsx';
import './styles/base.css';
import './styles/shell.css';
import './styles/columns.css';
import './styles/content.css';
import './styles/controls.css';
import './styles/feedback.css';
import './styles/display.css';
import './styles/dialogs.css';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has no place to draw');
createRoot(place).render(<App />);
