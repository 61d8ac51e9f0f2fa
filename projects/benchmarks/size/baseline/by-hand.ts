import type { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';

/** A guard as an app without the library has one. */
export const guard: CanActivateFn = () =>
  !!localStorage.getItem('token') || inject(Router).parseUrl('/sign-in');

/** Does nothing, so that what interceptors cost is in both apps. */
export const interceptor: HttpInterceptorFn = (request, next) => next(request);
