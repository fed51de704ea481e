import { useConsole } from './console-context.ts';
import { Link } from './parts/link.tsx';
import { roleName } from './role-name.ts';
import type { Route } from './routes.ts';
import { ThemeSwitch } from './theme-switch.tsx';

export interface NavigationProps {
  readonly routes: readonly Route[];
  readonly here: string | null;
  readonly onLeave: () => void;
}

export function Navigation({ routes, here, onLeave }: NavigationProps) {
  const { me } = useConsole();
  return (
    <div class="side">
      <div class="side-content">
        <p class="brand">
          <span class="mark" aria-hidden="true" />
          Phield <span>console</span>
        </p>
        <nav aria-label="Pages">
          <ul>
            {routes.map(({ path, title }) => (
              <li key={path}>
                <Link to={path} current={path === here}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div class="who">
          <p>
            <strong>{me.id}</strong>
            <span>
              {me.roles.map(roleName).join(', ')} of {me.tenant}
            </span>
          </p>
          <ThemeSwitch />
          <button type="button" onClick={onLeave}>
            Sign out
          </button>
        </div>
      </div>
    </div>
  );
}
