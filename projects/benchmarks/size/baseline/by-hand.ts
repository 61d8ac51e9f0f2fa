// The guard and the interceptor of the app without the library. They bring in the parts of Angular
// that the library needs as well, so that the difference in size is the library alone.

import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';

/** A guard as an app without the library has one. */
export const guard: CanActivateFn = () =>
  !!localStorage.getItem('token') || inject(Router).parseUrl('/sign-in');

/** Does nothing, so that what interceptors cost is in both apps. */
export const interceptor: HttpInterceptorFn = (request, next) => next(request);
