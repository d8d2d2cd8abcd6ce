interface StepIndicatorProps {
  stepNames?: string[];
  direction?: 'horizontal' | 'vertical';
  currentStep?: number;
  variant?: 'default' | 'compact' | 'flush';
  onClick?: (step: number) => void;
}

export function StepIndicator({
  stepNames = [],
  direction = 'horizontal',
  currentStep = 0,
  variant = 'default',
  onClick,
}: StepIndicatorProps) {
  return (
    <ol className={`ui-steps ui-steps-${direction} ui-steps-${variant}`}>
      {stepNames.map((name, index) => {
        const state = index < currentStep ? 'done' : index === currentStep ? 'current' : 'ahead';
        const label = (
          <>
            <span className="ui-step-circle" aria-hidden="true">
              {state === 'done' ? '✓' : index + 1}
            </span>
            <span className="ui-step-name">{name}</span>
          </>
        );
        return (
          <li key={name} className={`ui-step ui-step-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
            {onClick ? (
              <button type="button" className="ui-bare" onClick={() => onClick(index)}>
                {label}
              </button>
            ) : (
              label
            )}
          </li>
        );
      })}
    </ol>
  );
}
