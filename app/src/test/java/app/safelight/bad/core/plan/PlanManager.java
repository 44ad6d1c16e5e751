package app.safelight.bad.core.plan;

final class PlanManager {}
