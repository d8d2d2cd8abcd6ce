import { createContext } from 'react';

/** Whether a control stands in a Form: only there does a button submit. */
export const FormContext = createContext(false);
