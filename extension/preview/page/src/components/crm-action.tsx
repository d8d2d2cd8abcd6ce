import type { ReactNode } from 'react';
import type { RecordType } from '../crm/api.ts';
import { linkTo } from '../crm/route.ts';
import { typeNamed } from '../crm/words.ts';
import { UnknownComponent } from './unknown.tsx';

interface CrmActionLinkProps {
  actionType: string;
  actionContext: { objectTypeId?: string; objectId?: number; external?: boolean };
  variant?: 'primary' | 'light' | 'dark' | 'destructive';
  onClick?: () => void;
  children?: ReactNode;
}

/** HubSpot's link to something that the CRM does itself; of its actions this page knows "open that record". */
export function CrmActionLink({
  actionType,
  actionContext,
  variant = 'primary',
  onClick,
  children,
}: CrmActionLinkProps) {
  const { objectTypeId, objectId, external } = actionContext;
  if (actionType !== 'RECORD_APP_LINK' || objectTypeId === undefined || objectId === undefined) {
    return <UnknownComponent type={`CrmActionLink ${actionType}`} />;
  }
  return (
    <a
      className={`ui-link ui-link-${variant}`}
      href={linkTo(typeNamed(objectTypeId) as RecordType, String(objectId))}
      target={external ? '_blank' : undefined}
      rel="noreferrer"
      title={external ? 'Opens in a new tab' : undefined}
      onClick={() => onClick?.()}
    >
      {children}
    </a>
  );
}
