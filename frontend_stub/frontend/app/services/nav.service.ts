import { Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { HostContext } from '../host/host-context';

/** Addresses of the module's pages, wherever it is hosted. */
@Injectable()
export class NavService {
  constructor(private _host: HostContext, private _router: Router) {}

  link(...parts: (string | number)[]): (string | number)[] {
    return [this._host.home, ...parts];
  }

  go(...parts: (string | number)[]): Promise<boolean> {
    return this._router.navigate(this.link(...parts));
  }

  /** The same page under another address: nothing to go back to. */
  replace(...parts: (string | number)[]): Promise<boolean> {
    return this._router.navigate(this.link(...parts), { replaceUrl: true });
  }
}
