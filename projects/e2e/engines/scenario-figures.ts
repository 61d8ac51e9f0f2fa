// Figures and settings of the reliability scenarios that several of these tests need.

/** SYNC: visible tabs agree within it, in milliseconds. */
export const SYNC_MS = 1000;

/** Rotation on, no grace period: a refresh token serves once. */
export const strictRotation = { rotation: true, retryGracePeriodSeconds: 0 };

/** Rotation on, and a token that was just rotated still serves for a minute. */
export const gracefulRotation = { rotation: true, retryGracePeriodSeconds: 60 };
