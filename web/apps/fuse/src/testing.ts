import { act } from '@testing-library/react';

/** For tests: a socket that opens by itself, and says what the test says. */
export class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  static readonly OPEN = 1;
  readyState = 1;
  constructor(readonly url: URL) {
    super();
    FakeSocket.all.push(this);
    setTimeout(() => this.dispatchEvent(new Event('open')));
  }
  close() {}
  tell(event: object) {
    act(() => void this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) })));
  }
}
