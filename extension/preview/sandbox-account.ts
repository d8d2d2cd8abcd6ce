/**
 * The made-up CRM account of the sandbox: who is logged in, in which portal, with which app installed.
 * Nothing here opens anything outside this machine. The client secret is not here: it comes from the environment.
 */
export const SANDBOX_ACCOUNT = {
  portalId: 48400123,
  appId: 7300417,
  appName: 'Drawbridge',
  timezone: 'Europe/Berlin',
  clientId: '5d0c1a3e-77b4-4f0e-9d7b-2f4a6c81e900',
  refreshToken: 'eu1-sandbox-0000-refresh-4a5c7d9e',
  user: {
    id: 61200345,
    email: 'mara.behrens@northstar.example',
    firstName: 'Mara',
    lastName: 'Behrens',
  },
} as const;
