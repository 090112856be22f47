namespace PolicingModels.Seasonality;

/// <summary>How forecasts of parts and totals are made to agree.</summary>
public enum ReconciliationMethod
{
    /// <summary>The parts are right; totals are their sums.</summary>
    BottomUp,

    /// <summary>Least squares with the same weight for every node: suits nodes of equal size only.</summary>
    OrdinaryLeastSquares,

    /// <summary>Weighted least squares; the error variance of a node is the number of bottom series in it.</summary>
    StructuralWeights,

    /// <summary>Weighted least squares; the error variance of a node is that of its past one-step errors.</summary>
    VarianceWeights,

    /// <summary>Minimum trace with the covariance of past one-step errors, shrunk toward its diagonal.</summary>
    MinTraceShrink,
}

/// <summary>What becomes of a negative reconciled number.</summary>
public enum NonNegativity
{
    /// <summary>It stays.</summary>
    None,

    /// <summary>A negative bottom series becomes zero and the totals are added up again. Always ends; moves totals upward.</summary>
    SetNegativeToZero,

    /// <summary>The closest coherent answer without negative bottom series, by an active set with a bounded number of rounds; falls back to <see cref="SetNegativeToZero"/>.</summary>
    ActiveSet,
}

/// <summary>Settings of a <see cref="Reconciler"/>.</summary>
public sealed record ReconciliationOptions
{
    /// <summary>The method; by default <see cref="ReconciliationMethod.VarianceWeights"/>, the best of five on the London counts.</summary>
    public ReconciliationMethod Method { get; init; } = ReconciliationMethod.VarianceWeights;

    /// <summary>What becomes of negative numbers; by default <see cref="NonNegativity.ActiveSet"/>.</summary>
    public NonNegativity NonNegativity { get; init; } = NonNegativity.ActiveSet;

    /// <summary>The most rounds of the active set, 1 or more; 50 by default.</summary>
    public int MaximumRounds { get; init; } = 50;

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, "Method is one of the named methods.");
        }

        if (!Enum.IsDefined(NonNegativity))
        {
            throw new ArgumentOutOfRangeException(nameof(NonNegativity), NonNegativity, "NonNegativity is one of the named ways.");
        }

        if (MaximumRounds < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaximumRounds), MaximumRounds, "MaximumRounds is 1 or more.");
        }
    }
}
