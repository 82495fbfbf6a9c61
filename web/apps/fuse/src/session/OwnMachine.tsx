/** What to type into a browser on Fuse's machine. Behind a proxy the port here says nothing about it. */
export function OwnMachine() {
  const { port, protocol } = window.location;
  return <span className="mono">http://localhost:{protocol === 'http:' && port ? port : '8888'}</span>;
}
