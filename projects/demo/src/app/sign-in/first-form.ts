// The form that starts a sign-in: user name, password and flow.

import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { FirstFactor, SignInFlow, SignInRequest } from 'ngx-cognito-session/sign-in';
import { firstFactorNames, flowNames, keysOf } from './factor-names';
import { PASSWORD, type PreparedUser } from './prepared-users';

/** Asks for user name and password. An app has one flow; here the visitor may choose. */
@Component({
  selector: 'demo-first-form',
  templateUrl: './first-form.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FirstForm {
  /** The user name that the form shows at first. */
  readonly username = input('');
  readonly busy = input(false);
  readonly failed = input(false);
  readonly requested = output<SignInRequest>();
  protected readonly flows = keysOf(flowNames);
  protected readonly flowNames = flowNames;
  protected readonly factors = keysOf(firstFactorNames);
  protected readonly factorNames = firstFactorNames;
  protected readonly flow = signal<SignInFlow>('USER_SRP_AUTH');
  protected readonly preferred = signal<FirstFactor | ''>('');
  protected readonly passwordNeeded = computed(() => /SRP|PASSWORD/.test(this.flow()));
  private readonly name = viewChild.required<ElementRef<HTMLInputElement>>('name');
  private readonly password = viewChild.required<ElementRef<HTMLInputElement>>('password');
  private readonly go = viewChild.required<ElementRef<HTMLButtonElement>>('go');

  focus(): void {
    this.name().nativeElement.focus();
  }

  /** Fills in the form for the visitor. */
  fill({ username, withPassword, flow, preferredChallenge }: PreparedUser): void {
    this.name().nativeElement.value = username;
    this.password().nativeElement.value = withPassword ? PASSWORD : '';
    this.flow.set(flow);
    this.preferred.set(preferredChallenge ?? '');
    this.go().nativeElement.focus();
  }

  protected submit(username: string, password: string): void {
    const [flow, preferredChallenge] = [this.flow(), this.preferred()];
    this.requested.emit({
      username,
      flow,
      totpIssuer: 'ngx-cognito-session demo',
      ...(password && { password }),
      ...(flow === 'USER_AUTH' && preferredChallenge && { preferredChallenge }),
    });
  }

  protected chooseFlow(value: string): void {
    this.flow.set(this.flows.find((flow) => flow === value) ?? 'USER_SRP_AUTH');
  }

  protected chooseFactor(value: string): void {
    this.preferred.set(this.factors.find((factor) => factor === value) ?? '');
  }
}
