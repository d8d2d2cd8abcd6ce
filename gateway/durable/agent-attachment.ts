import type { Hello } from '#contracts/frames';
import type { AgentId } from '#contracts/ids';

export type Connector = Hello['connector'];

/** Below the 16 KiB an attachment may have; the connector's part is bounded by its schema. */
export interface Attachment {
  agentId: AgentId;
  epoch: number;
  connector: Connector | null;
  /** What both ends speak; absent: it was accepted by a gateway that knew the first only. */
  protocol?: number;
  /** It took over from a connection of the same agent: the way was never shut. */
  continues: boolean;
  /** Its agent was revoked. */
  isDismissed?: true;
}

/** Attachments as last read: reading one costs a copy, and every call looks at all of them. */
const attachments = new WeakMap<WebSocket, Attachment>();

/** Null: it is not a socket of ours. */
export function attachmentOf(socket: WebSocket): Attachment | null {
  const known = attachments.get(socket);
  if (known !== undefined) return known;
  const stored = socket.deserializeAttachment() as Attachment | null;
  if (stored !== null) attachments.set(socket, stored);
  return stored;
}

export function keepAttachment(socket: WebSocket, attachment: Attachment): void {
  socket.serializeAttachment(attachment);
  attachments.set(socket, attachment);
}
