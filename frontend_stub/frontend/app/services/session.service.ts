import { Injectable, NgZone, OnDestroy } from '@angular/core';
import { BehaviorSubject, Subject } from 'rxjs';
import { Me } from '../models/api';
import { HostContext } from '../host/host-context';

/** Whether somebody is logged in. A session that ended is told once, and taken up again as soon as a new token is there. */
@Injectable()
export class SessionService implements OnDestroy {
  /** Whether the last call was refused for want of a login. */
  readonly expired$ = new BehaviorSubject<boolean>(false);
  /** A new login after an expiry: the pages ask again for what they show, and send what they hold. */
  readonly renewed$ = new Subject<void>();
  /** Who is logged in, once the API has told. */
  readonly me$ = new BehaviorSubject<Me | null>(null);

  private _refused: string | null = null;
  private readonly _look = () => this._zone.run(() => this.look());

  constructor(private _host: HostContext, private _zone: NgZone) {
    window.addEventListener('storage', this._look);
    window.addEventListener('focus', this._look);
  }

  ngOnDestroy(): void {
    window.removeEventListener('storage', this._look);
    window.removeEventListener('focus', this._look);
  }

  get me(): Me | null {
    return this.me$.value;
  }

  /** A call with this token was refused. When another login came meanwhile, what was asked before it is asked again at once. */
  expire(token: string | null): void {
    this._refused = token;
    this.expired$.next(true);
    this.look();
  }

  /** Another tab may have logged in. */
  look(): void {
    const token = this._host.token;
    if (this.expired$.value && token && token !== this._refused) {
      this._refused = null;
      this.expired$.next(false);
      this.renewed$.next();
    }
  }

  /** Opens the login beside this page, which stays as it is. */
  openLogin(): void {
    const url = this._host.loginUrl;
    if (url) {
      window.open(url, '_blank', 'noopener');
    }
  }
}
