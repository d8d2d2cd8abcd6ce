import { app } from './app.ts';

export { DirectoryObject } from './durable/directory-object.ts';
export { TenantObject } from './durable/tenant-object.ts';

export default app;
