/** The agent program's version, told to the gateway in the hello. */
export const AGENT_VERSION = '0.1.0';
