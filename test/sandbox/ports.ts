import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** The port, if it is free on this machine; otherwise one that is. 0: any. */
export function freePort(wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      if (taken && wished !== 0) freePort(0).then(resolve, reject);
      else reject(error);
    });
    server.listen(wished, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
