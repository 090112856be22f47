namespace PolicingModels;

/// <summary>One figure behind a fitted model.</summary>
/// <param name="Name">What it is, with its unit, for instance <c>halfLifePeriods</c>.</param>
/// <param name="Value">Its value, finite.</param>
/// <param name="Estimated">True where it was estimated from the history, false where it was set.</param>
public readonly record struct FittedParameter(string Name, double Value, bool Estimated);
