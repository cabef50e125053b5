export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} fill="none" stroke="currentColor" strokeWidth="3.2" strokeLinecap="round" aria-hidden>
      <path d="M13 9H11a7 7 0 0 0 0 14h4.5" />
      <path d="M19 23h2a7 7 0 0 0 0-14h-4.5" />
      <path d="M12.5 16h7" />
    </svg>
  );
}
