import type { ReactNode } from 'react';
import { useOverlay } from './overlay.tsx';

/** Line drawings on a 24 px grid, for the icon names that cards use most. */
const PATHS: Record<string, string> = {
  success: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm-4 9.2 2.8 2.8L16 9.6',
  warning: 'M12 4 2.8 19.5h18.4L12 4zm0 6v4.5m0 2.6v.2',
  danger: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4.5v6m0 2.8v.2',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v5.5M12 7.4v.2',
  questionCircle: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm-2.5 6.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8m0 2.8v.2',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9m0-5v5h-5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm4.8 11.3L20 20',
  lock: 'M6 11h12v9H6zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
  send: 'M4 12 20 4l-5 16-3.5-6.5L4 12zm7.5 1.5L20 4',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  edit: 'M4 20h4L19 9l-4-4L4 16v4z',
  delete: 'M5 7h14M10 7V4h4v3m-7 0 1 13h8l1-13',
  remove: 'M6 6l12 12M18 6 6 18',
  add: 'M12 5v14M5 12h14',
  date: 'M4 6h16v14H4zM4 10h16M8 3v5m8-5v5',
  location: 'M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  product: 'M12 3l8 4.5v9L12 21l-8-4.5v-9L12 3zm0 9 8-4.5M12 12v9m0-9L4 7.500',
  box: 'M12 3l8 4.5v9L12 21l-8-4.5v-9L12 3zm0 9 8-4.5M12 12v9m0-9L4 7.500',
  order: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6m-6 4h6',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M4 20h16',
};
const SAME: Record<string, string> = {
  invoice: 'order',
  documents: 'order',
  exclamation: 'danger',
  attention: 'warning',
  xCircle: 'remove',
  checkCircle: 'success',
  reports: 'order',
  delivery: 'product',
  shoppingCart: 'product',
};

export function Glyph({ name, size }: { name: string; size: number }) {
  const path = PATHS[name] ?? PATHS[SAME[name] ?? ''];
  return (
    <svg className="ui-glyph" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path ?? 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z'} />
    </svg>
  );
}

interface IconProps {
  name: string;
  size?: string;
  color?: 'alert' | 'warning' | 'success' | 'inherit';
  screenReaderText?: string;
}

const SIZES: Record<string, number> = { sm: 14, small: 14, md: 18, medium: 18, lg: 24, large: 24 };

export function Icon({ name, size = 'sm', color = 'inherit', screenReaderText }: IconProps) {
  return (
    <span className={`ui-icon ui-icon-${color}`}>
      <Glyph name={name} size={SIZES[size] ?? 14} />
      {screenReaderText ? <span className="ui-hidden">{screenReaderText}</span> : null}
    </span>
  );
}

interface ImageProps {
  src: string;
  alt?: string;
  width?: number;
  height?: number;
  onClick?: () => void;
  overlay?: ReactNode;
}

export function Image({ src, alt = '', width, height, onClick, overlay }: ImageProps) {
  const layer = useOverlay(overlay);
  const image = <img src={src} alt={alt} width={width} height={height} />;
  if (!onClick && !overlay) return image;
  const click = () => {
    layer.toggle();
    onClick?.();
  };
  return (
    <>
      <button type="button" className="ui-bare" onClick={click} {...layer.anchor}>
        {image}
      </button>
      {layer.node}
    </>
  );
}

export function Illustration({
  name,
  alt,
  width = 120,
  height,
}: {
  name: string;
  alt: string;
  width?: number;
  height?: number;
}) {
  const drawn =
    { lock: 'lock', customerSupport: 'questionCircle', productsShoppingCart: 'product', api: 'link' }[name] ?? 'box';
  return (
    <span className="ui-illustration" role="img" aria-label={alt} style={{ width, height: height ?? width * 0.7 }}>
      <Glyph name={drawn} size={Math.round(width * 0.4)} />
    </span>
  );
}
