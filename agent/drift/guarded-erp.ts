import type { CommandName } from '#contracts/commands';
import type { Failure } from '#contracts/errors';
import type { Erp } from '../erp/port.ts';

/**
 * An ERP whose stopped writes are not sent. The push machine keeps such a push and tries it again later, so it goes out
 * by itself once the change was approved.
 * @param stopped why a write must not be sent now, asked before each; null: it may
 */
export const guardedErp = (erp: Erp, stopped: (command: CommandName) => Promise<Failure | null>): Erp => ({
  ...erp,
  async write(command, input, go) {
    const error = await stopped(command);
    return error === null ? erp.write(command, input, go) : { result: 'not-sent', error };
  },
});
