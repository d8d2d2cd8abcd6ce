/** Kontor's return codes (Rueckgabe): business errors travel with HTTP 200. */
export interface Verdict {
  code: string;
  text: string;
}

const verdict = (code: string, text: string): Verdict => ({ code, text });

export const DONE = verdict('0', 'OK');
export const SESSION_EXPIRED = verdict('901', 'Session invalid or expired, please log on again');
export const LOGIN_REFUSED = verdict('902', 'Logon failed: user, password or company wrong');
export const PERIOD_CLOSED = verdict('414', 'Posting period is closed');
export const NO_POSITIONS = verdict('412', 'Order has no positions');

export const unknownCustomer = (key: string) => verdict('404', `Customer ${shown(key)} does not exist`);
export const unknownOrder = (key: string) => verdict('404', `Order ${shown(key)} does not exist`);
export const unknownItem = (position: number, key: string) =>
  verdict('410', `Pos. ${position}: item ${shown(key)} does not exist`);
export const customerOnHold = (key: string, reason: string | null) =>
  verdict('411', `Customer ${shown(key)} is on hold${reason === null ? '' : `: ${reason}`}`);
export const badValue = (field: string, text: string) => verdict('413', `${field} not valid: "${shown(text)}"`);
export const badPosition = (position: number, field: string, text: string) =>
  verdict('413', `Pos. ${position}: ${field} not valid: "${shown(text)}"`);
export const unknownCurrency = (currency: string) => verdict('415', `Currency ${shown(currency)} not defined`);
export const referenceTooLong = (charactersMax: number) =>
  verdict('416', `FremdReferenz longer than ${charactersMax} characters`);
export const fieldTooLong = (field: string, charactersMax: number) =>
  verdict('413', `${field} longer than ${charactersMax} characters`);
export const taxIdTaken = (taxId: string, owner: string) =>
  verdict('417', `UstIdNr ${shown(taxId)} belongs to customer ${owner}`);
export const internalError = (code = '500') => verdict(code, 'Internal error, see server log');

/** What a caller sent is shown cut: an answer is no echo for a megabyte. */
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);
