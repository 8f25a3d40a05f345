import type { SVGProps } from "react";

export interface BadgeProps extends SVGProps<SVGSVGElement> {
  /** Width, in pixels unless it names a unit. */
  size?: number | string;
}

export default function Badge({ size = 64, ...props }: BadgeProps) {
  return (
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48" width={size} {...props}>
      <defs>
        <linearGradient id="badge-g0" gradientUnits="userSpaceOnUse" x2="0" y2="48">
          <stop stopColor="#08f" />
          <stop offset="1" stopColor="#fff" stopOpacity=".5" />
        </linearGradient>
        <radialGradient id="badge-g1" gradientUnits="userSpaceOnUse" cx="48" cy="12" r="8">
          <stop stopColor="#ff0" />
          <stop offset="1" stopColor="#f80" />
        </radialGradient>
      </defs>
      <rect width="64" height="48" fill="url(#badge-g0)" />
      <g transform="translate(0 1)">
        <circle cx="48" cy="12" r="8" fill="url(#badge-g1)" />
        <path d="M0 47l20-27 12 14c6-6 12-8 20-4s8 14 12 17z" fill="#274" />
      </g>
      <path opacity=".5" d="M6 6h12v12H6zm3 3h6v6H9z" fill="#c00" fillRule="evenodd" />
      <ellipse cx="30" cy="10" rx="6" ry="3" fill="none" stroke="#123" strokeWidth="1.5" strokeDasharray="3 1" />
      <line x1="4" y1="44" x2="60" y2="44" stroke="#000" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
