import { ipcRenderer } from 'electron/renderer';
import { startHandover } from './handover.ts';

startHandover(ipcRenderer, window);
