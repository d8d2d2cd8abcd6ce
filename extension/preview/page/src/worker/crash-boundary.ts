import { Component, type ReactNode } from 'react';

/** Tells the page when a card throws while it is rendered, as HubSpot does, and renders nothing from then on. */
export class CrashBoundary extends Component<{ crashed: (message: string) => void; children?: ReactNode }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.crashed(error instanceof Error ? error.message : String(error));
  }

  override render(): ReactNode {
    return this.state.broken ? null : this.props.children;
  }
}
