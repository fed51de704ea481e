import type { ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useConsole } from './console-context.ts';
import { OUTDATED } from './failure-text.ts';
import { Navigation } from './navigation.tsx';
import { PaperLine } from './paper-line.tsx';
import { Empty } from './parts/empty.tsx';
import { Failure } from './parts/failure.tsx';
import { Loading } from './parts/loading.tsx';
import { goInstead, usePlace } from './place.ts';
import { ROUTES, type Route } from './routes.ts';

/** Navigation, and the page that the address names. */
export function PageFrame({ onLeave }: { readonly onLeave: () => void }) {
  const { me } = useConsole();
  const { page } = usePlace();
  const open = ROUTES.filter(({ needs }) => needs.some((role) => me.roles.includes(role)));
  const route = ROUTES.find(({ path }) => path === page);
  const [first] = open;
  useEffect(() => {
    if (page === null && first !== undefined) goInstead(first.path);
  }, [page, first]);
  return (
    <div class="frame">
      <a class="skip" href="#content">
        Skip to content
      </a>
      <Navigation routes={open} here={page} onLeave={onLeave} />
      <main id="content" tabIndex={-1}>
        <PaperLine />
        {open.length === 0 ? (
          <Nobody />
        ) : (
          route !== undefined && <Page key={route.path} route={route} isOpen={open.includes(route)} />
        )}
      </main>
    </div>
  );
}

function Nobody() {
  return (
    <>
      <h1>Not for this sign-in</h1>
      <p>This console is for privacy officers and auditors. Sign in as one of them.</p>
    </>
  );
}

function Page({ route, isOpen }: { readonly route: Route; readonly isOpen: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [Content, setContent] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useLayoutEffect(() => {
    document.title = `${route.title} · Phield console`;
    heading.current?.focus();
  }, [route]);
  useEffect(() => {
    if (!isOpen) return;
    route.load().then(
      (loaded) => setContent(() => loaded.default),
      () => setFailed(true),
    );
  }, [route, isOpen]);
  return (
    <>
      <header class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {route.title}
        </h1>
        <p>{route.about}</p>
      </header>
      {isOpen ? (
        <>
          {failed && <Failure failure={OUTDATED} />}
          {Content === null ? !failed && <Loading label={route.title} /> : <Content />}
        </>
      ) : (
        <Empty>This page is for privacy officers.</Empty>
      )}
    </>
  );
}
