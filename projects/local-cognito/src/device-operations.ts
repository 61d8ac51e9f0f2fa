import type { Operation, OperationGroup } from './operation';
import type { PoolParts } from './pool-parts';

/** ConfirmDevice, UpdateDeviceStatus, ForgetDevice, GetDevice, ListDevices. */
export class DeviceOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {};

  constructor(protected readonly parts: PoolParts) {}
}
